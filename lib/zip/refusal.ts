import { type ZipRefusal, type ZipRefusalCode } from "./schema";

/** What the bytes of an entry end with when they are not what the table of contents says. */
export class ZipError extends Error {
  override name = "ZipError";

  constructor(readonly refusal: ZipRefusal) {
    super(refusal.code);
  }
}

export function zipError(code: ZipRefusalCode, name?: string): ZipError {
  return new ZipError(name === undefined ? { code } : { code, name });
}
