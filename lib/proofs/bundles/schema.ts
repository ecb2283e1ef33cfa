import { z } from "zod";
import { languages } from "@/lib/text/languages";

const digestSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** What is laid into a bundle's frame out of storage, before which of its bytes. */
export const storedHolesSchema = z.array(
  z.strictObject({ at: z.int().min(0), sha256: digestSchema, size: z.int().min(0) }),
);
export type StoredHole = z.infer<typeof storedHolesSchema>[number];

/** The same for bundles within the file of many. */
export const bundleHolesSchema = z.array(
  z.strictObject({ at: z.int().min(0), bundleId: z.uuid(), size: z.int().min(0) }),
);
export type BundleHole = z.infer<typeof bundleHolesSchema>[number];

/** One file of more would be handed on by nobody: larger selections are ordered in parts. */
export const MOST_DELIVERIES = 10_000;

export const bundleOrderSchema = z.object({
  deliveryIds: z.array(z.uuid()).min(1).max(MOST_DELIVERIES),
  language: z.enum(languages),
});
export type BundleOrderInput = z.infer<typeof bundleOrderSchema>;

export const bundleOrderRefSchema = z.object({ orderId: z.uuid() });
export type BundleOrderRef = z.infer<typeof bundleOrderRefSchema>;

/**
 * One file holds so many bytes: what is longer, many programs cannot read, our own among them. What does not
 * fit follows in another.
 */
export const LARGEST_FILE_BYTES = 2_000_000_000;

/** Why a delivery has no bundle in a file that was ordered; of a full one, the rest follows in another. */
export const LEFT_OUT_REASONS = ["nothing_proved", "not_ready", "file_full"] as const;
export const leftOutSchema = z.array(
  z.strictObject({ deliveryId: z.uuid(), why: z.enum(LEFT_OUT_REASONS) }),
);
export type LeftOut = z.infer<typeof leftOutSchema>[number];

/** `failed`: there was nothing to make it of. */
const BUNDLE_ORDER_STATES = ["waiting", "making", "ready", "failed", "stopped"] as const;
export const bundleOrderStateSchema = z.enum(BUNDLE_ORDER_STATES);

/** How far an order of bundles is. */
export type BundleOrder = {
  id: string;
  state: z.infer<typeof bundleOrderStateSchema>;
  orderedAt: Date;
  language: BundleOrderInput["language"];
  /** How many deliveries were asked for, how many bundles are made, and how many have none. */
  total: number;
  madeCount: number;
  leftOutCount: number;
  /** Why they have none, once the file is made or it is clear that it cannot be. */
  leftOut: Partial<Record<LeftOut["why"], number>>;
  /** Bytes; null until it is ready. */
  size: number | null;
  finishedAt: Date | null;
};
