import { z } from "zod";

/** Who gave an order or took a decision, and how they had signed in, as it is kept with it. */
export const answeredForSchema = z.object({
  /** Their name. */
  by: z.string(),
  method: z.string(),
  level: z.enum(["high", "substantial", "low"]),
  fasLevel: z.number(),
  /** ISO 8601 in UTC. */
  signedInAt: z.string(),
});
export type AnsweredFor = z.infer<typeof answeredForSchema>;
