/** How the registry says no: `StatusMessage` of the contract. */
import { randomUUID } from "node:crypto";
import { jsonAnswer, type Answer } from "../http/answer";

export interface Refusal {
  status: number;
  code: string;
  message: string;
}

export function invalidInput(message: string): Refusal {
  return { status: 400, code: "INVALID_INPUT", message };
}

export function invalidSender(message: string): Refusal {
  return { status: 400, code: "INVALID_SENDER", message };
}

export function notFound(what: string): Refusal {
  return { status: 404, code: "NOT_FOUND", message: `${what} not found` };
}

export function refusalAnswer(
  { status, code, message }: Refusal,
  headers: Record<string, string> = {},
): Answer {
  return {
    ...jsonAnswer(status, { id: randomUUID(), code, message, environment: "simulation" }, headers),
    code,
  };
}
