import { z } from "zod";
import { addressDay, addressEdge, addressId } from "@/lib/address";
import { DELIVERY_STATES, type DeliveryPage, type DeliveryState } from "@/lib/deliveries/schema";
import { printableLine } from "@/lib/printable";
import { languages } from "@/lib/text/languages";
import type { Localized } from "@/lib/text/localized";

/** Larger samples are no samples. */
export const LARGEST_SAMPLE = 500;

const count = (most: number) => z.coerce.number().int().min(1).max(most).nullable().catch(null);

/** What the address of the proofs page says. */
export const overviewFilterSchema = z.object({
  from: addressDay,
  to: addressDay,
  service: addressId,
  type: addressId,
  choice: z.enum(["normal", "registered"]).nullable().catch(null),
  state: z.enum(DELIVERY_STATES).nullable().catch(null),
  /** Registered, made available so many days ago, and not opened. */
  unopened: count(3650),
  /** A sample of so many, drawn with this seed. */
  size: count(LARGEST_SAMPLE),
  seed: z
    .string()
    .transform((text) => printableLine(text).trim().slice(0, 64))
    .catch(""),
  after: addressEdge,
  before: addressEdge,
});
export type OverviewFilter = z.infer<typeof overviewFilterSchema>;

export type OverviewChoices = {
  services: { id: string; name: Localized }[];
  types: { id: string; name: Localized }[];
};

export type Overview = {
  page: DeliveryPage;
  /** Over everything that is filtered, whatever page or sample is shown. */
  total: number;
  states: { state: DeliveryState; count: number; registered: number }[];
  /** `YYYY-MM` by Belgian clocks, newest first; the last twelve that there are. */
  months: { month: string; sent: number; opened: number }[];
  choices: OverviewChoices;
  views: SavedView[];
};

export type SavedView = { id: string; name: string; query: string };

export const savedViewSchema = z.object({
  name: z
    .string()
    .transform((text) => printableLine(text).trim())
    .pipe(z.string().min(1).max(60)),
  filter: overviewFilterSchema,
});
export type SavedViewInput = z.infer<typeof savedViewSchema>;

export const savedViewRefSchema = z.object({ viewId: z.uuid() });

export const selectionSchema = z.object({
  filter: overviewFilterSchema,
  language: z.enum(languages),
});
export type Selection = z.infer<typeof selectionSchema>;
