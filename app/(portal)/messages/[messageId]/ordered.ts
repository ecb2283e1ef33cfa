import { notFound } from "next/navigation";
import type { LetterView } from "@/components/messages/draft-view";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { getDraft, type Draft } from "@/lib/messages/data";
import { askedLetterSchema, messageIdSchema } from "@/lib/messages/schema";
import { letterView, type StepProps } from "./composer";

/** A message of the actor's service that has not gone, whoever may change it, with the letter asked for. */
export async function loadOrdered(
  actor: PersonActor,
  { params, searchParams }: StepProps,
): Promise<{ draft: Draft; letter: LetterView }> {
  const id = messageIdSchema.safeParse((await params).messageId);
  const asked = askedLetterSchema.parse(await searchParams);
  const draft = id.success ? await getDraft(actor, id.data, asked) : null;
  if (!draft || draft.state === "cancelled") notFound();
  return { draft, letter: letterView(draft, draft.ordered?.sendAt ?? now()) };
}
