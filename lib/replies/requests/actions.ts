"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { textOf } from "@/lib/auth/gate";
import { currentRecipient, recipientAction } from "@/lib/auth/recipient";
import { fullName, replyTokenOf } from "@/lib/auth/rules";
import type { Problem } from "@/lib/errors";
import type { TypedAnswer } from "@/lib/replies/answers/rules";
import * as requests from "@/lib/replies/requests/mutations";
import { ANSWER_PREFIX, type ReplyRequestView } from "@/lib/replies/requests/schema";
import type { Result } from "@/lib/result";

const give = recipientAction(requests.giveAnswer);
const view = recipientAction((actor) => requests.viewReplyRequest(actor));

/** What the form gets back: nothing yet, or what is wrong, with what was typed. */
export type AnswerFormState = { problem: Problem; typed: TypedAnswer } | null;

export async function viewReplyRequest(link: string): Promise<Result<ReplyRequestView, Problem>> {
  return view(link, null);
}

/** Whether somebody is signed in before this link, whoever they are. */
export async function recipientName(link: string): Promise<string | null> {
  const actor = await currentRecipient(link);
  return actor && fullName(actor);
}

export async function giveAnswer(
  _before: AnswerFormState,
  form: FormData,
): Promise<AnswerFormState> {
  const link = replyTokenOf(`/reply/${textOf(form, "link")}`) ?? "";
  const { typed, files } = answersIn(form);
  const attempt = z.uuid().safeParse(textOf(form, "attemptId"));
  const seen = z.coerce.number().int().nonnegative().safeParse(textOf(form, "seen"));
  if (!attempt.success || !seen.success) return { problem: { code: "invalid_input" }, typed };
  const given = await give(link, { attemptId: attempt.data, seen: seen.data, typed, files });
  if (!given.ok) return { problem: given.refusal, typed };
  redirect(`/reply/${link}`);
}

/** More controls than any form has. */
const MOST_CONTROLS = 100;

function answersIn(form: unknown): { typed: TypedAnswer; files: Record<string, File> } {
  const typed: Record<string, string> = {};
  const files: Record<string, File> = {};
  // An action is called with whatever the caller likes.
  const entries = form instanceof FormData ? [...form].slice(0, MOST_CONTROLS) : [];
  for (const [control, value] of entries) {
    if (!control.startsWith(ANSWER_PREFIX)) continue;
    const name = control.slice(ANSWER_PREFIX.length);
    if (typeof value === "string") typed[name] = value;
    else if (value.size > 0) files[name] = value;
  }
  return { typed, files };
}
