import { z } from "zod";

/** `page` from 1 and `pageSize`, as in the registry's contract: 25 a page, at most `maximum`. */
export function pagingSchema(defaultSize: number, maximum: number) {
  return {
    page: z.coerce.number().int().min(1).default(1),
    pageSize: z.coerce.number().int().min(1).max(maximum).default(defaultSize),
  };
}

export function pageOf<Item>(
  items: readonly Item[],
  { page, pageSize }: { page: number; pageSize: number },
): Item[] {
  return items.slice((page - 1) * pageSize, page * pageSize);
}
