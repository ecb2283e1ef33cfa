"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action, textOf } from "@/lib/auth/gate";
import type { Problem } from "@/lib/errors";
import * as subscriptions from "@/lib/proofs/subscriptions/mutations";
import { subscriptionSchema } from "@/lib/proofs/subscriptions/schema";
import { languageOf } from "@/lib/text/languages";

const subscribe = action("audit:prove", subscriptionSchema, subscriptions.subscribe);
const unsubscribe = action("audit:prove", z.object({}), subscriptions.unsubscribe);

/** What was typed comes back with what is wrong with it. */
export type SubscribeState = { problem: Problem; email: string; frequency: string } | null;

/** The forms' own: they work before any script arrived. */
export async function subscribeToCheckpoints(
  _last: SubscribeState,
  form: FormData,
): Promise<SubscribeState> {
  const [email, frequency] = [textOf(form, "email"), textOf(form, "frequency")];
  const done = await subscribe({
    email,
    frequency,
    language: languageOf(textOf(form, "language")),
  });
  if (!done.ok) return { problem: done.refusal, email, frequency };
  redirect("/proofs/checkpoints?changed=on");
}

export async function unsubscribeFromCheckpoints(): Promise<Problem | null> {
  const done = await unsubscribe({});
  if (!done.ok) return done.refusal;
  redirect("/proofs/checkpoints?changed=off");
}
