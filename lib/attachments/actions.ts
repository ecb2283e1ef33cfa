"use server";

import * as mutations from "@/lib/attachments/mutations";
import {
  addAttachmentSchema,
  chooseMainContentSchema,
  moveAttachmentSchema,
  removeAttachmentSchema,
  renameAttachmentSchema,
} from "@/lib/attachments/schema";
import { action } from "@/lib/auth/gate";

export const addAttachment = action("message:write", addAttachmentSchema, mutations.addAttachment);
export const removeAttachment = action(
  "message:write",
  removeAttachmentSchema,
  mutations.removeAttachment,
);
export const renameAttachment = action(
  "message:write",
  renameAttachmentSchema,
  mutations.renameAttachment,
);
export const moveAttachment = action(
  "message:write",
  moveAttachmentSchema,
  mutations.moveAttachment,
);
export const chooseMainContent = action(
  "message:write",
  chooseMainContentSchema,
  mutations.chooseMainContent,
);
