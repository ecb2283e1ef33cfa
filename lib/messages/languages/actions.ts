"use server";

import { redirect } from "next/navigation";
import { action, textOf } from "@/lib/auth/gate";
import type { Problem } from "@/lib/errors";
import * as mutations from "@/lib/messages/languages/mutations";
import { messageLanguageSchema } from "@/lib/messages/languages/schema";

const add = action("message:write", messageLanguageSchema, mutations.addLanguage);
const remove = action("message:write", messageLanguageSchema, mutations.removeLanguage);

export async function addLanguage(
  _before: Problem | null,
  form: FormData,
): Promise<Problem | null> {
  const input = inputOf(form);
  const added = await add(input);
  if (!added.ok) return added.refusal;
  redirect(`/messages/${input.messageId}/text?language=${input.language}`);
}

export async function removeLanguage(
  _before: Problem | null,
  form: FormData,
): Promise<Problem | null> {
  const input = inputOf(form);
  const removed = await remove(input);
  if (!removed.ok) return removed.refusal;
  redirect(`/messages/${input.messageId}/text`);
}

function inputOf(form: FormData) {
  return {
    messageId: textOf(form, "messageId"),
    lockNumber: Number(textOf(form, "lockNumber")),
    language: textOf(form, "language") as "nl" | "fr" | "de",
  };
}
