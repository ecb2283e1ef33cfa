"use server";

import { redirect } from "next/navigation";
import * as mutations from "@/lib/attachments/personal/mutations";
import { addArchiveSchema, removeArchiveSchema } from "@/lib/attachments/personal/schema";
import { action, textOf } from "@/lib/auth/gate";
import type { Problem } from "@/lib/errors";

export const addArchive = action("message:write", addArchiveSchema, mutations.addArchive);

const remove = action("message:write", removeArchiveSchema, mutations.removeArchive);

export async function removeArchive(_before: Problem | null, form: FormData) {
  const messageId = textOf(form, "messageId");
  const done = await remove({ messageId, lockNumber: Number(textOf(form, "lockNumber")) });
  if (!done.ok) return done.refusal;
  redirect(`/messages/${messageId}/recipient`);
}
