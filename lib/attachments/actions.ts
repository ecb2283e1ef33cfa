"use server";

import * as mutations from "@/lib/attachments/mutations";
import { addAttachmentSchema, removeAttachmentSchema } from "@/lib/attachments/schema";
import { action } from "@/lib/auth/gate";

export const addAttachment = action("message:write", addAttachmentSchema, mutations.addAttachment);
export const removeAttachment = action(
  "message:write",
  removeAttachmentSchema,
  mutations.removeAttachment,
);
