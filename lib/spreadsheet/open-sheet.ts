import { type Cell, type SheetDetails } from "./schema";

/** A sheet as its format's reader opens it, before anything common is asked of it. */
export type OpenSheet = {
  details: SheetDetails;
  /** Empty rows may be left out or not. @throws SheetError */
  rows: AsyncGenerator<RawRow>;
};

export type RawRow = { number: number; cells: Cell[]; isHidden: boolean };

export const EMPTY: Cell = { text: "", kind: "empty" };

export function isBlankRow({ cells }: RawRow): boolean {
  return cells.every(({ text }) => isBlank(text));
}

export function isBlank(text: string): boolean {
  return text === "" || (text.charCodeAt(0) <= 0x20 && text.trim() === "");
}

/** Nobody reads more names than this, and each is kept. */
export const OTHERS_TOLD = 100;
