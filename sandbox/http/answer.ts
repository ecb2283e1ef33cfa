/** What a handler answers, as a value, so that a fault may still be put between it and the caller. */

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
  /** For the journal: the message this request published. */
  messageId?: string;
  /** For the journal: the code of the refusal. */
  code?: string;
}

export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): Answer {
  return {
    status,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      ...headers,
    },
    body: JSON.stringify(value),
  };
}

export function bytesAnswer(
  mediaType: string,
  body: Uint8Array,
  headers: Record<string, string> = {},
): Answer {
  return { status: 200, headers: { "content-type": mediaType, ...headers }, body };
}

export function emptyAnswer(status: number): Answer {
  return { status, headers: {}, body: "" };
}

export function redirectAnswer(location: string): Answer {
  return { status: 303, headers: { location }, body: "" };
}
