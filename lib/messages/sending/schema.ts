import { z } from "zod";

export const layOutJobSchema = z.object({ messageId: z.uuid() });
