import { type SheetRefusal, type SheetRefusalCode } from "./schema";

/**
 * How a refusal travels from deep inside a format's reader, through streams, up to `readSheet`, which
 * alone turns it into a value. Never leaves this folder.
 */
export class SheetError extends Error {
  override name = "SheetError";

  constructor(readonly refusal: SheetRefusal) {
    super(refusal.code);
  }
}

export function sheetError(
  code: SheetRefusalCode,
  more: Omit<SheetRefusal, "code"> = {},
): SheetError {
  return new SheetError({ code, ...more });
}
