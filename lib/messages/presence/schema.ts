import { z } from "zod";

/** So often a page says that its reader is here, in milliseconds; twice that missed, and they are gone. */
export const HEARTBEAT = 15_000;
export const GONE_AFTER = 2.5 * HEARTBEAT;

/** The names of the others who have the same draft open. */
export const presenceSchema = z.object({ others: z.array(z.string()) });
export type Presence = z.infer<typeof presenceSchema>;
