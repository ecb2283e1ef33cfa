"use server";

import { redirect } from "next/navigation";
import { action, textOf } from "@/lib/auth/gate";
import type { Problem } from "@/lib/errors";
import { letterLanguageSchema } from "@/lib/letters/schema";
import { sendTrial as send } from "@/lib/messages/trials/mutations";
import { sendTrialSchema } from "@/lib/messages/trials/schema";

const sendChecked = action("message:write", sendTrialSchema, send);

export async function sendTrial(_before: Problem | null, form: FormData): Promise<Problem | null> {
  const messageId = textOf(form, "messageId");
  const sent = await sendChecked({
    messageId,
    lockNumber: Number(textOf(form, "lockNumber")),
    recipient: Number(textOf(form, "recipient")),
    language: letterLanguageSchema.safeParse(textOf(form, "language")).data,
  });
  if (!sent.ok) return sent.refusal;
  redirect(`/messages/${messageId}/trial`);
}
