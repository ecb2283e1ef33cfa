/** Named values with an end of life (sessions, tokens, counters), kept over a restart. */
import { z } from "zod";
import { openAppendLog, replaceFile } from "./append-log";

const entrySchema = z.object({
  key: z.string(),
  value: z.unknown().optional(),
  /** Milliseconds since 1970; absent means forever. */
  expiresAt: z.number().optional(),
});

type Entry = z.infer<typeof entrySchema>;

export interface KeyValueLog {
  get(key: string): unknown;
  set(key: string, value: unknown, expiresAt?: number): void;
  delete(key: string): void;
  /** Every living value whose key starts with `prefix`. */
  list(prefix: string): { key: string; value: unknown }[];
  close(): void;
}

export function openKeyValueLog(path: string): KeyValueLog {
  const entries = new Map<string, Entry>();
  const isAlive = (entry: Entry) => entry.expiresAt === undefined || entry.expiresAt > Date.now();

  const replayed = openAppendLog(path, (line) => {
    const entry = entrySchema.parse(line);
    if (entry.value === undefined) entries.delete(entry.key);
    else entries.set(entry.key, entry);
  });
  replayed.close();
  // Sessions and tokens come and go: what is dead need not be replayed for ever.
  for (const [key, entry] of entries) if (!isAlive(entry)) entries.delete(key);
  replaceFile(path, [...entries.values()].map((entry) => `${JSON.stringify(entry)}\n`).join(""));
  const log = openAppendLog(path, () => undefined);

  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (isAlive(entry)) return entry.value;
      entries.delete(key);
      return undefined;
    },
    set(key, value, expiresAt) {
      const entry = { key, value, expiresAt };
      entries.set(key, entry);
      log.append(entry);
    },
    delete(key) {
      if (entries.delete(key)) log.append({ key });
    },
    list(prefix) {
      return [...entries.values()]
        .filter((entry) => entry.key.startsWith(prefix) && isAlive(entry))
        .map((entry) => ({ key: entry.key, value: entry.value }));
    },
    close: () => log.close(),
  };
}
