"use server";

import { redirect } from "next/navigation";
import { action, textOf } from "@/lib/auth/gate";
import type { Problem } from "@/lib/errors";
import type { LetterLanguage } from "@/lib/letters/schema";
import * as mutations from "@/lib/messages/mutations";
import {
  discardMessageSchema,
  removeRecipientSchema,
  saveDeliverySchema,
  savePaperSchema,
  savePaymentSchema,
  saveRecipientSchema,
  saveRepliesSchema,
  saveTextSchema,
  startMessageSchema,
  takeTemplateTextSchema,
  takeTemplateVersionSchema,
} from "@/lib/messages/schema";

export const saveRecipient = action("message:write", saveRecipientSchema, mutations.saveRecipient);
export const saveText = action("message:write", saveTextSchema, mutations.saveText);
export const savePayment = action("message:write", savePaymentSchema, mutations.savePayment);
export const saveReplies = action("message:write", saveRepliesSchema, mutations.saveReplies);
export const saveDelivery = action("message:write", saveDeliverySchema, mutations.saveDelivery);

const start = action("message:write", startMessageSchema, mutations.startMessage);
const takeText = action("message:write", takeTemplateTextSchema, mutations.takeTemplateText);
const take = action("message:write", takeTemplateVersionSchema, mutations.takeTemplateVersion);
const remove = action("message:write", removeRecipientSchema, mutations.removeRecipient);
const paper = action("message:write", savePaperSchema, mutations.savePaper);
const discard = action("message:write", discardMessageSchema, mutations.discardMessage);

/** What a form without JavaScript gets back: nothing yet, or what is wrong. */
export type FormAnswer = Problem | null;

export async function startMessage(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const chosen = textOf(form, "templateId");
  const started = await start({
    messageTypeId: textOf(form, "messageTypeId"),
    // Without its scripts the page cannot ask which template: the type's own is taken.
    templateId: chosen === "none" ? null : chosen || "default",
  });
  if (!started.ok) return started.refusal;
  redirect(`/messages/${started.value.id}/recipient`);
}

export async function discardMessage(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const messageId = textOf(form, "messageId");
  const discarded = await discard({ messageId, lockNumber: Number(textOf(form, "lockNumber")) });
  if (!discarded.ok) return discarded.refusal;
  redirect("/");
}

export async function takeTemplateVersion(
  _before: FormAnswer,
  form: FormData,
): Promise<FormAnswer> {
  const messageId = textOf(form, "messageId");
  const taken = await take({
    messageId,
    lockNumber: Number(textOf(form, "lockNumber")),
    version: Number(textOf(form, "version")),
  });
  if (!taken.ok) return taken.refusal;
  redirect(`/messages/${messageId}/text`);
}

export async function takeTemplateText(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const messageId = textOf(form, "messageId");
  const language = textOf(form, "language") as LetterLanguage;
  const taken = await takeText({
    messageId,
    lockNumber: Number(textOf(form, "lockNumber")),
    version: Number(textOf(form, "version")),
    language,
  });
  if (!taken.ok) return taken.refusal;
  redirect(`/messages/${messageId}/text?language=${language}`);
}

export async function removeRecipient(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const messageId = textOf(form, "messageId");
  const removed = await remove({
    messageId,
    lockNumber: Number(textOf(form, "lockNumber")),
    recipientId: textOf(form, "recipientId"),
  });
  if (!removed.ok) return removed.refusal;
  redirect(`/messages/${messageId}/recipient`);
}

export async function savePaper(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const messageId = textOf(form, "messageId");
  const saved = await paper({
    messageId,
    lockNumber: Number(textOf(form, "lockNumber")),
    paperWanted: textOf(form, "paperWanted") === "yes",
  });
  if (!saved.ok) return saved.refusal;
  redirect(`/messages/${messageId}/${textOf(form, "backTo") === "check" ? "check" : "recipient"}`);
}
