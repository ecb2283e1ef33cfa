"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action, textOf } from "@/lib/auth/gate";
import type { Problem } from "@/lib/errors";
import * as mutations from "@/lib/members/reviews/mutations";
import { keepSchema } from "@/lib/members/reviews/schema";

const start = action("people:manage", z.null(), (actor) => mutations.startReview(actor));
const keep = action("people:manage", keepSchema, mutations.keepRights);
const finish = action("people:manage", z.null(), (actor) => mutations.finishReview(actor));

export type FormAnswer = Problem | null;

export async function startReview(): Promise<FormAnswer> {
  const started = await start(null);
  if (!started.ok) return started.refusal;
  redirect("/people/review");
}

export async function keepRights(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const kept = await keep({ personId: textOf(form, "personId") });
  if (!kept.ok) return kept.refusal;
  redirect("/people/review");
}

export async function finishReview(): Promise<FormAnswer> {
  const finished = await finish(null);
  if (!finished.ok) return finished.refusal;
  redirect("/people?done=reviewed");
}
