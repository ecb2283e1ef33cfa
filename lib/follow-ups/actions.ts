"use server";

import { redirect } from "next/navigation";
import { action, textOf } from "@/lib/auth/gate";
import type { Problem } from "@/lib/errors";
import { decideFollowUp, stopReminders } from "@/lib/follow-ups/mutations";
import { decideFollowUpSchema, stopRemindersSchema, type Decision } from "@/lib/follow-ups/schema";

const stop = action("message:send", stopRemindersSchema, stopReminders);
const decide = action("message:send", decideFollowUpSchema, decideFollowUp);

/** What a form without JavaScript gets back: nothing yet, or what is wrong. */
export type FormAnswer = Problem | null;

/** The pressed button says what is done. */
export async function chooseFollowUp(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const deliveryId = textOf(form, "deliveryId");
  // Whatever was sent is the schema's to refuse.
  const decision = textOf(form, "decision") as Decision;
  const decided = await decide({ deliveryId, decision });
  if (!decided.ok) return decided.refusal;
  redirect(`/deliveries/${deliveryId}`);
}

export async function cancelReminders(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const messageId = textOf(form, "messageId");
  const stopped = await stop({ messageId });
  if (!stopped.ok) return stopped.refusal;
  redirect(`/messages/${messageId}/letters`);
}
