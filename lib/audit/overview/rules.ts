import { addressWith } from "@/lib/address";
import type { OverviewFilter } from "@/lib/audit/overview/schema";

export function overviewAddress(filter: Partial<OverviewFilter>, path = "/proofs"): string {
  return addressWith(path, filter);
}

/** Whether these are a sample and not all of them. */
export function isSample({ size, seed }: Pick<OverviewFilter, "size" | "seed">): boolean {
  return size !== null && seed !== "";
}

/** An auditor keeps so many views. */
export const MOST_VIEWS = 20;
