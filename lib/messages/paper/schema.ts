/** The letters of a message that are for paper, as files for the printer. */
export type Printing = {
  /** Those taken out before; when, and by whom, the first time. */
  printed: { run: number; letters: number; at: Date; by: string }[];
  /** Those that nobody took out yet, under the numbers that they will have. */
  fresh: { run: number; letters: number }[];
};
