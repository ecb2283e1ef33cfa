"use server";

import { action } from "@/lib/auth/gate";
import * as mutations from "@/lib/recipients/recent/mutations";
import { recallRecipientSchema } from "@/lib/recipients/recent/schema";

export const recallRecipient = action(
  "message:write",
  recallRecipientSchema,
  mutations.recallRecipient,
);
