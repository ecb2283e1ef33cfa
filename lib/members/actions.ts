"use server";

import { redirect } from "next/navigation";
import { action, textOf } from "@/lib/auth/gate";
import type { Problem } from "@/lib/errors";
import { rightOf } from "@/lib/members/answers";
import * as mutations from "@/lib/members/mutations";
import { giveRightSchema, personRefSchema, rightRefSchema } from "@/lib/members/schema";

const give = action("people:manage", giveRightSchema, mutations.giveRight);
const take = action("people:manage", rightRefSchema, mutations.takeRight);
const deactivate = action("people:manage", personRefSchema, mutations.deactivatePerson);

/** What a form gets back: nothing yet, or what is wrong. */
export type FormAnswer = Problem | null;

export async function giveRight(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const personId = textOf(form, "personId");
  const given = await give({
    personId,
    right: rightOf(textOf(form, "right")),
    from: textOf(form, "from"),
    until: textOf(form, "until"),
    deputyForId: textOf(form, "deputyForId"),
  });
  if (!given.ok) return given.refusal;
  redirect(`/people/${personId}?done=given`);
}

export async function takeRight(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const taken = await take({ membershipId: textOf(form, "membershipId") });
  if (!taken.ok) return taken.refusal;
  redirect(`/people/${taken.value.personId}?done=taken`);
}

export async function deactivatePerson(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const personId = textOf(form, "personId");
  const ended = await deactivate({ personId });
  if (!ended.ok) return ended.refusal;
  redirect(`/people/${personId}?done=deactivated`);
}
