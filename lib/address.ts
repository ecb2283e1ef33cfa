/** How a list that is filtered and paged stands in an address: days, hashes, and the row one came to. */
import { z } from "zod";

/** A date field left empty, or filled with what no date is, filters nothing. */
export const addressDay = z.iso
  .date()
  .refine((date) => date >= "1900")
  .nullable()
  .catch(null);

export const addressId = z.uuid().nullable().catch(null);

/** Keyed hash of a number: the number itself never stands in an address. */
export const addressHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .nullable()
  .catch(null);

/** `<moment ISO>_<id>`: the last row shown, for paging by key. */
export const addressEdge = z
  .string()
  .regex(/^(?:19|20)\d\d-[01]\d-[0-3]\dT[\d:.]{8,12}Z_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  .nullable()
  .catch(null);

export type Edge = { at: Date; id: string };

export function edgeText({ at, id }: Edge): string {
  return `${at.toISOString()}_${id}`;
}

export function readEdge(text: string | null): Edge | null {
  const match = /^(\d{4}-[\dT:.-]+Z)_([0-9a-f-]{36})$/.exec(text ?? "");
  const at = new Date(match?.[1] ?? "");
  return match?.[2] && !Number.isNaN(at.getTime()) ? { at, id: match[2] } : null;
}

type Fields = Record<string, string | number | null | undefined>;

/** The address of a list with these filters on, those left out or empty being off. */
export function addressWith(path: string, fields: Fields): string {
  const query = new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => (value ? [[name, String(value)]] : [])),
  );
  return query.size > 0 ? `${path}?${query}` : path;
}

/** Rows of one page, asked for with one more than it shows, and where its neighbours begin. */
export function pageOf<Row>(
  asked: readonly Row[],
  size: number,
  way: { isBackwards: boolean; isFurther: boolean },
  edgeOf: (row: Row) => Edge,
): { rows: Row[]; newer: string | null; older: string | null } {
  const rows = asked.slice(0, size);
  if (way.isBackwards) rows.reverse();
  const hasMore = asked.length > size;
  const [first, last] = [rows[0], rows.at(-1)];
  return {
    rows,
    newer: first && (way.isBackwards ? hasMore : way.isFurther) ? edgeText(edgeOf(first)) : null,
    older: last && (way.isBackwards || hasMore) ? edgeText(edgeOf(last)) : null,
  };
}
