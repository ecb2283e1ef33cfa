import { type Cell, type SheetDetails } from "./schema";

/** A sheet as its format's reader opens it, before anything common is asked of it. */
export type OpenSheet = {
  details: SheetDetails;
  /** Empty rows may be left out or not. @throws SheetError */
  rows: AsyncGenerator<RawRow>;
};

export type RawRow = { number: number; cells: Cell[]; isHidden: boolean };
