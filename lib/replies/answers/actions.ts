"use server";

import { revalidatePath } from "next/cache";
import { action, textOf } from "@/lib/auth/gate";
import type { Problem } from "@/lib/errors";
import * as answers from "@/lib/replies/answers/mutations";
import {
  assignReplySchema,
  handleReplySchema,
  messageAnswersSchema,
} from "@/lib/replies/answers/schema";

export const viewMessageAnswers = action(
  "delivery:read",
  messageAnswersSchema,
  answers.viewMessageAnswers,
);

const assign = action("message:write", assignReplySchema, answers.assignReply);
const handle = action("message:write", handleReplySchema, answers.handleReply);

/** Nothing yet, or what is wrong. */
export type HandlingAnswer = Problem | null;

export async function assignReply(
  _before: HandlingAnswer,
  form: FormData,
): Promise<HandlingAnswer> {
  const deliveryId = textOf(form, "deliveryId");
  const assigned = await assign({
    deliveryId,
    lockNumber: textOf(form, "lockNumber"),
    personId: textOf(form, "personId") || null,
  });
  if (!assigned.ok) return assigned.refusal;
  // The page stays where it is, with what is new: nobody loses their place.
  revalidatePath(`/deliveries/${deliveryId}`);
  return null;
}

export async function handleReply(
  _before: HandlingAnswer,
  form: FormData,
): Promise<HandlingAnswer> {
  const deliveryId = textOf(form, "deliveryId");
  const handled = await handle({
    deliveryId,
    lockNumber: textOf(form, "lockNumber"),
    isHandled: textOf(form, "isHandled") === "yes",
    seenUntil: textOf(form, "seenUntil"),
  });
  if (!handled.ok) return handled.refusal;
  revalidatePath(`/deliveries/${deliveryId}`);
  return null;
}
