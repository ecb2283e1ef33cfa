/** The one way to write a log line: JSON, without national or enterprise numbers. */
import { pino, type Logger } from "pino";

/**
 * National numbers (11 digits) and enterprise numbers (10 digits), bare or in their printed forms. A
 * log travels further than a database, so that they are left out wherever they turn up in a line.
 */
const numbers =
  /(?<!\d)(?:\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}|[01]\d{3}\.\d{3}\.\d{3}|\d{10,11})(?!\d)/g;

/** The strings and the numbers of a line of JSON. */
const values = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Keeps the line valid JSON: a bare number becomes a string. */
export function redactNumbers(line: string): string {
  return line.replace(values, (value) => {
    if (value.startsWith('"')) return value.replace(numbers, "[number]");
    return /^-?\d{10,11}$/.test(value) ? '"[number]"' : value;
  });
}

function createLogger(): Logger {
  return pino({
    level: process.env.LOG_LEVEL ?? (process.env.VITEST ? "silent" : "info"),
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ["*.password", "*.secret", "*.authorization", "*.cookie", "authorization", "cookie"],
    hooks: { streamWrite: redactNumbers },
  });
}

export const log: Logger = createLogger();
