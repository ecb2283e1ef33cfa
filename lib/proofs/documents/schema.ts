import { z } from "zod";
import { languages } from "@/lib/text/languages";

export const proofDocumentSchema = z.object({
  deliveryId: z.uuid(),
  language: z.enum(languages),
});
export type ProofDocumentRef = z.infer<typeof proofDocumentSchema>;
