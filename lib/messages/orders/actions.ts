"use server";

import { redirect } from "next/navigation";
import { approveSchema, sendBackSchema, type Comment } from "@/lib/approvals/schema";
import { action, textOf } from "@/lib/auth/gate";
import type { Problem } from "@/lib/errors";
import { planOf } from "@/lib/messages/orders/form";
import * as halting from "@/lib/messages/halting/mutations";
import * as mutations from "@/lib/messages/orders/mutations";
import { giveOrderSchema, orderRefSchema } from "@/lib/messages/orders/schema";
import { TASKS } from "@/lib/messages/schema";

const give = action("message:send", giveOrderSchema, mutations.giveOrder);
const approve = action("message:approve", approveSchema, mutations.approveMessage);
const back = action("message:approve", sendBackSchema, mutations.sendBack);
const take = action("message:send", orderRefSchema, mutations.takeBack);
const pause = action("message:send", orderRefSchema, halting.pauseSending);
const resume = action("message:send", orderRefSchema, halting.resumeSending);
const cancel = action("message:send", orderRefSchema, halting.cancelSending);

/** What a form without JavaScript gets back: nothing yet, or what is wrong. */
type FormAnswer = Problem | null;

export async function giveOrder(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const messageId = textOf(form, "messageId");
  const plan = planOf((name) => textOf(form, name));
  if (!plan) return { code: "plan_impossible", fields: { plan: "plan_unreadable" } };
  const given = await give({
    messageId,
    lockNumber: Number(textOf(form, "lockNumber")),
    isConfirmed: textOf(form, "isConfirmed") !== "",
    plan,
    note: textOf(form, "note"),
  });
  if (given.ok)
    redirect(`/messages/${messageId}/${given.value.state === "sending" ? "sent" : "waiting"}`);
  // A second press, or a page from before: the message itself tells what became of it.
  if (given.refusal.code === "already_sent") redirect(`/messages/${messageId}`);
  return given.refusal;
}

export async function approveMessage(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const approved = await approve(decisionOf(form));
  if (!approved.ok) return approved.refusal;
  redirect(`/approvals?approved=${approved.value.reference}`);
}

export async function sendBack(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const comments = TASKS.flatMap((place): Comment[] => {
    const text = textOf(form, `comment-${place}`).trim();
    return text ? [{ place, text }] : [];
  });
  const sent = await back({ ...decisionOf(form), comments });
  if (!sent.ok) return sent.refusal;
  redirect(`/approvals?returned=${sent.value.reference}`);
}

function decisionOf(form: FormData) {
  return { messageId: textOf(form, "messageId"), round: Number(textOf(form, "round")) };
}

export async function takeBack(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const messageId = textOf(form, "messageId");
  const taken = await take({ messageId });
  if (!taken.ok) return taken.refusal;
  redirect(`/messages/${messageId}/check`);
}

export async function pauseSending(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return halted(form, pause);
}

export async function resumeSending(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return halted(form, resume);
}

export async function cancelSending(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return halted(form, cancel);
}

async function halted(form: FormData, change: typeof pause): Promise<FormAnswer> {
  const messageId = textOf(form, "messageId");
  const done = await change({ messageId });
  if (!done.ok) return done.refusal;
  redirect(`/messages/${messageId}/letters`);
}
