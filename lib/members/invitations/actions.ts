"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action, signedInAction, textOf } from "@/lib/auth/gate";
import { takeInvitation as take } from "@/lib/auth/invitations";
import type { Problem } from "@/lib/errors";
import { rightOf } from "@/lib/members/answers";
import * as mutations from "@/lib/members/invitations/mutations";
import { decideSchema, invitationRefSchema, inviteSchema } from "@/lib/members/invitations/schema";
import { ok } from "@/lib/result";

const invite = action("people:manage", inviteSchema, mutations.invitePerson);
const renew = action("people:manage", invitationRefSchema, mutations.renewInvitation);
const revoke = action("people:manage", invitationRefSchema, mutations.revokeInvitation);
const makeLink = action("people:manage", invitationRefSchema, mutations.makeInvitationLink);
const decide = action("people:manage", decideSchema, mutations.decideInvitation);
const accept = signedInAction(z.object({ token: z.string() }), async (signedIn, { token }) =>
  ok(await take(signedIn, token)),
);

/** What a form gets back: nothing yet, or what is wrong. */
export type FormAnswer = Problem | null;
/** The same, or a link that is shown this once. */
export type LinkAnswer = Problem | { link: string } | null;

export async function invitePerson(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const invited = await invite({
    givenName: textOf(form, "givenName"),
    surname: textOf(form, "surname"),
    email: textOf(form, "email"),
    language: textOf(form, "language") as "nl",
    rights: rightsIn(form),
  });
  if (!invited.ok) return invited.refusal;
  redirect(`/people/invitations/${invited.value.id}`);
}

function rightsIn(form: unknown) {
  // An action is called with whatever the caller likes.
  const values = form instanceof FormData ? form.getAll("rights") : [];
  return values.map((value) => rightOf(typeof value === "string" ? value : ""));
}

function refIn(form: FormData) {
  return {
    invitationId: textOf(form, "invitationId"),
    lockNumber: textOf(form, "lockNumber"),
  };
}

/** Sends it again, or takes it back, as the pressed button says. */
export async function changeInvitation(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const ref = refIn(form);
  const change = textOf(form, "change") === "revoke" ? revoke : renew;
  const changed = await change(ref);
  if (!changed.ok) return changed.refusal;
  redirect(`/people/invitations/${ref.invitationId}`);
}

export async function makeInvitationLink(_before: LinkAnswer, form: FormData): Promise<LinkAnswer> {
  const made = await makeLink(refIn(form));
  return made.ok ? made.value : made.refusal;
}

export async function decideInvitation(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const ref = refIn(form);
  const decided = await decide({ ...ref, isSame: textOf(form, "decision") === "same" });
  if (!decided.ok) return decided.refusal;
  redirect(`/people/invitations/${ref.invitationId}`);
}

/** Back to the same address, which tells what became of it. */
export async function acceptInvitation(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const token = textOf(form, "token");
  const taken = await accept({ token });
  if (!taken.ok) return taken.refusal;
  redirect(
    taken.value === "accepted"
      ? "/"
      : `/invitations/${encodeURIComponent(token)}?taken=${taken.value}`,
  );
}
