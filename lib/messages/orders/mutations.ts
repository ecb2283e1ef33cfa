import "server-only";
import { askApproval, decide } from "@/lib/approvals/mutations";
import { readApprovers, readFourEyes } from "@/lib/approvals/data";
import { approvalReasons } from "@/lib/approvals/rules";
import type { Asked, Comment } from "@/lib/approvals/schema";
import { record } from "@/lib/audit/mutations";
import { answeredFor } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { addOrderJob, withActor, type Transaction } from "@/lib/db";
import type { Problem } from "@/lib/errors";
import { storeFile } from "@/lib/gateways/storage";
import { printedText } from "@/lib/letters/layout";
import { renderLetter, setLetter } from "@/lib/letters/letter";
import { getDraft, getPreview, readDraft, type Draft } from "@/lib/messages/data";
import { inLanguage, languageFor, languagesWritten } from "@/lib/messages/languages/rules";
import { composeLetter } from "@/lib/messages/letter";
import { saveDraft } from "@/lib/messages/mutations";
import { momentsOf, planProblem } from "@/lib/messages/orders/plan";
import {
  orderSchema,
  planSchema,
  type Order,
  type OrderInput,
  type OrderRef,
  type Plan,
} from "@/lib/messages/orders/schema";
import { draftProblems, isRegistered } from "@/lib/messages/rules";
import { isDraftState } from "@/lib/messages/schema";
import { holdOrder, startSending } from "@/lib/messages/sending/mutations";
import { hashNumber } from "@/lib/number-vault";
import { registeredStop } from "@/lib/proofs/data";
import { withLanguages } from "@/lib/replies/options/words";
import { ok, refuse, type Result } from "@/lib/result";
import { missingGlyphs } from "@/lib/typst/glyphs";
import { Prisma } from "@/prisma/generated/client";

/** What became of an order: it goes, waits for its moment, or for somebody to approve it. */
export type Ordered = { reference: string; state: "sending" | "scheduled" | "awaiting_approval" };

/**
 * The order to send. Before it is taken a letter of each language is set, outside the transaction: what cannot be a
 * letter is told to the sender now, and not found out by the worker when nobody looks.
 */
export async function giveOrder(
  actor: PersonActor,
  input: OrderInput,
): Promise<Result<Ordered, Problem>> {
  const tried = await setOneOfEach(actor, input.messageId);
  const ordered = await takeOrder(actor, input, tried?.ok ? tried.value : null);
  // The letter itself says it better: which characters, or that it is no fault of theirs.
  const isLetter = !ordered.ok && ordered.refusal.code === "letter_failed";
  return isLetter && tried && !tried.ok ? tried : ordered;
}

/** A letter in each language; answers the save whose letters could be set, null where there is none. */
async function setOneOfEach(
  actor: PersonActor,
  messageId: string,
): Promise<Result<number, Problem> | null> {
  const draft = await getDraft(actor, messageId);
  if (!draft) return null;
  for (const language of languagesWritten(draft)) {
    const preview = await getPreview(actor, messageId, { language });
    if (!preview || preview.lockNumber !== draft.lockNumber) return null;
    const set = await setLetter(preview.letter, (letter) => renderLetter(letter, preview.at));
    if (!set.ok) return set;
  }
  return ok(draft.lockNumber);
}

/**
 * Message, deliveries or approval, jobs and audit record in one transaction. A second click, a reload
 * or a second tab finds the message ordered and changes nothing.
 */
async function takeOrder(
  actor: PersonActor,
  input: OrderInput,
  /** The save whose letter could be set. */
  setAt: number | null,
): Promise<Result<Ordered, Problem>> {
  return withActor(actor, async (tx) => {
    const draft = await readDraft(tx, actor, input.messageId);
    if (!draft || !actor.writes.includes(draft.sender.serviceId))
      return refuse({ code: "not_found" });
    const at = now();
    const refusal = (await orderRefusal(tx, draft, input, at)) ?? lettersRefusal(draft, at);
    if (refusal) return refuse(refusal);
    if (setAt !== draft.lockNumber) return refuse({ code: "letter_failed" });
    const order: Order = orderSchema.parse({
      by: answeredFor(actor),
      logoSha256: await keepLogo(tx, draft.sender.serviceId),
      facts: { ...draft, replyOption: replyOptionSent(draft) },
    });
    const next = await nextState(tx, draft, { plan: input.plan, by: actor.personId, at });
    if (!next.ok) return next;
    const saved = await saveDraft(tx, actor, input, {
      sentById: actor.personId,
      recipientCount: draft.recipients.count,
      order,
      plan: input.plan,
      sendAt: input.plan.kind === "now" ? null : momentsOf(input.plan, at).first,
    });
    if (!saved.ok) return saved;
    await carryOn(tx, actor, draft, { state: next.value, order, input, at });
    return ok({ reference: draft.reference, state: next.value });
  });
}

/** Its words in the languages that it goes in, and no others that the draft keeps. */
function replyOptionSent(draft: Draft): Draft["replyOption"] {
  return draft.replyOption && withLanguages(draft.replyOption, languagesWritten(draft));
}

/** What speaks against an order, in the order in which a sender can do something about it. */
async function orderRefusal(
  tx: Transaction,
  draft: Draft,
  { lockNumber, isConfirmed, plan }: OrderInput,
  at: Date,
): Promise<Problem | null> {
  if (!isDraftState(draft.state)) return { code: "already_sent" };
  // What was checked is what is sent, or nothing is.
  if (draft.lockNumber !== lockNumber) return { code: "conflict" };
  if (draft.sender.isArchived) return { code: "service_archived" };
  const wrongPlan = planProblem(plan, at);
  if (wrongPlan) return { code: "plan_impossible", fields: { plan: wrongPlan } };
  // What is due must still be due when the last letter goes.
  const [problem] = draftProblems(draft, momentsOf(plan, at).last);
  if (problem) return { code: "message_incomplete", fields: { [problem.task]: problem.code } };
  if (!draft.deliveryChoice || !draft.language) return { code: "message_incomplete" };
  if (isRegistered(draft.deliveryChoice)) {
    if (!isConfirmed) return { code: "confirmation_missing" };
    if (await registeredStop(tx, at)) return { code: "registered_stopped" };
  }
  return null;
}

async function nextState(
  tx: Transaction,
  draft: Draft,
  { plan, by, at }: { plan: Plan; by: string; at: Date },
): Promise<Result<Ordered["state"], Problem>> {
  const message = await tx.message.findUniqueOrThrow({ where: { id: draft.id } });
  const reasons = approvalReasons(await readFourEyes(tx, message), {
    recipients: draft.recipients.count,
    deliveryChoice: draft.deliveryChoice,
  });
  if (reasons.length > 0) {
    const writerIds = [...message.writerIds, by];
    const approvers = await readApprovers(tx, { ...message, writerIds });
    return approvers.length > 0 ? ok("awaiting_approval") : refuse({ code: "approver_missing" });
  }
  return ok(momentsOf(plan, at).first > at ? "scheduled" : "sending");
}

async function carryOn(
  tx: Transaction,
  actor: PersonActor,
  draft: Draft,
  {
    state,
    order,
    input,
    at,
  }: { state: Ordered["state"]; order: Order; input: OrderInput; at: Date },
): Promise<void> {
  const { id: messageId, recipients } = draft;
  await record(tx, actor, {
    act: state === "sending" ? "message_sent" : "message_ordered",
    subjectKind: "message",
    subjectId: messageId,
    // Of one recipient the record can be found by their number; of more, each delivery is.
    ...(recipients.count === 1 && draft.recipient
      ? { numberHash: hashNumber(draft.recipient.number) }
      : {}),
    detail: {
      deliveryChoice: draft.deliveryChoice,
      isConfirmed: input.isConfirmed,
      recipients: recipients.count,
      plan: input.plan.kind,
    },
  });
  if (state === "awaiting_approval") {
    const asked = await askedOf(tx, draft, order, input.plan);
    const { organisationId, serviceId } = draft.sender;
    await askApproval(
      tx,
      actor,
      { id: messageId, organisationId, serviceId },
      {
        asked,
        note: input.note,
      },
    );
    await tx.message.update({ where: { id: messageId }, data: { state } });
    return;
  }
  await setOut(tx, messageId, state, at);
}

/** Sends at once, or has it done at its moment. */
async function setOut(
  tx: Transaction,
  messageId: string,
  state: "sending" | "scheduled",
  at: Date,
): Promise<void> {
  if (state === "sending") return startSending(tx, messageId, at);
  await tx.message.update({ where: { id: messageId }, data: { state } });
  await addOrderJob(tx, messageId);
}

/** What whoever approves gets to see, kept so that the next look finds what changed. */
async function askedOf(tx: Transaction, draft: Draft, order: Order, plan: Plan): Promise<Asked> {
  const { recipients, paperWanted } = draft;
  const attachments = await tx.attachment.findMany({
    where: { messageId: draft.id },
    orderBy: { position: "asc" },
    select: { fileName: true, sha256: true, size: true },
  });
  return {
    facts: order.facts,
    plan,
    paperWanted,
    attachments: attachments.map(({ sha256, ...file }) => ({
      ...file,
      sha256: Buffer.from(sha256 ?? []).toString("hex"),
    })),
    recipients: {
      count: recipients.count,
      digest: await digestOfRecipients(tx, draft.id),
      people: recipients.file ? null : await digestsOfRecipients(tx, draft.id),
    },
  };
}

/** One line for each recipient with everything that their letter has of them. */
const RECIPIENT_LINES = Prisma.sql`
  SELECT r.position, r.name, sha256(convert_to(encode(r."numberHash", 'hex') || jsonb_build_array(
      r.kind, r.name, r."addressLines", r.attention, r.values, r.reachability = 'not_reachable',
      (SELECT string_agg(encode(f.sha256, 'hex') || f.path, ',' ORDER BY f.position)
        FROM "PersonalFile" f WHERE f.id = ANY (r."personalFileIds")))::text
      || coalesce(r.language, ''), 'UTF8')) AS line
  FROM "MessageRecipient" r WHERE r."messageId" = `;

/** Hexadecimal SHA-256 over the lines of all recipients in their order. */
async function digestOfRecipients(tx: Transaction, messageId: string): Promise<string> {
  const [row] = await tx.$queryRaw<{ digest: string }[]>`
    SELECT encode(sha256(coalesce(string_agg(line, ''::bytea ORDER BY position), '')), 'hex') AS digest
    FROM (${RECIPIENT_LINES}${messageId}::uuid) AS lines`;
  return row?.digest ?? "";
}

/** Of each by itself: of two of the same name, one may have been put in the place of the other. */
async function digestsOfRecipients(
  tx: Transaction,
  messageId: string,
): Promise<{ name: string; digest: string }[]> {
  return tx.$queryRaw<{ name: string; digest: string }[]>`
    SELECT name, encode(line, 'hex') AS digest
    FROM (${RECIPIENT_LINES}${messageId}::uuid) AS lines ORDER BY position`;
}

/**
 * Somebody else has looked and lets it go: at once, or at its moment. A moment that has passed while it
 * waited is now.
 */
export async function approveMessage(
  actor: PersonActor,
  ref: OrderRef & { round: number },
): Promise<Result<Ordered, Problem>> {
  return withActor(actor, async (tx) => {
    const held = await holdOrder(tx, actor, ref);
    const draft = held && (await readDraft(tx, actor, ref.messageId));
    if (!held || !draft) return refuse({ code: "not_found" });
    if (draft.state !== "awaiting_approval") return refuse({ code: "approval_decided" });
    const at = now();
    const plan = planSchema.parse(held.plan);
    const { first, last } = momentsOf(plan, at);
    const [problem] = draftProblems(draft, last > at ? last : at);
    if (problem)
      return refuse({ code: "approval_outdated", fields: { [problem.task]: problem.code } });
    if (
      draft.deliveryChoice &&
      isRegistered(draft.deliveryChoice) &&
      (await registeredStop(tx, at))
    )
      return refuse({ code: "registered_stopped" });
    const decided = await decide(tx, actor, ref, { state: "approved" });
    if (!decided.ok) return decided;
    const state = first > at ? "scheduled" : "sending";
    const sendAt = plan.kind === "now" ? null : first > at ? first : at;
    await tx.message.update({ where: { id: draft.id }, data: { sendAt } });
    await setOut(tx, draft.id, state, at);
    return ok({ reference: draft.reference, state });
  });
}

/** Gives it back to its writers, with what is to be done. */
export async function sendBack(
  actor: PersonActor,
  { comments, ...ref }: OrderRef & { round: number; comments: Comment[] },
): Promise<Result<{ reference: string }, Problem>> {
  if (comments.length === 0) return refuse({ code: "comment_missing" });
  return withActor(actor, async (tx) => {
    const held = await holdOrder(tx, actor, ref);
    if (!held) return refuse({ code: "not_found" });
    if (held.state !== "awaiting_approval") return refuse({ code: "approval_decided" });
    const decided = await decide(tx, actor, ref, { state: "sent_back", comments });
    if (!decided.ok) return decided;
    await tx.message.update({
      where: { id: ref.messageId },
      data: { ...UNORDERED, state: "sent_back" },
    });
    return ok({ reference: held.reference });
  });
}

/** What an order put onto the message, and what goes with it; its plan is proposed again. */
const UNORDERED = {
  order: Prisma.DbNull,
  sendAt: null,
  sentById: null,
  recipientCount: null,
};

/** Makes a draft again of what has not begun to go: what was approved has to be approved anew. */
export async function takeBack(actor: PersonActor, ref: OrderRef): Promise<Result<null, Problem>> {
  return withActor(actor, async (tx) => {
    const held = await holdOrder(tx, actor, ref);
    if (!held) return refuse({ code: "not_found" });
    if (held.state !== "awaiting_approval" && held.state !== "scheduled")
      return refuse({ code: "already_sent" });
    if (held.state === "awaiting_approval") {
      const withdrawn = await decide(tx, actor, ref, { state: "withdrawn" });
      if (!withdrawn.ok) return withdrawn;
    }
    await tx.message.update({
      where: { id: ref.messageId },
      data: { ...UNORDERED, state: "draft" },
    });
    await record(tx, actor, {
      act: "message_taken_back",
      subjectKind: "message",
      subjectId: ref.messageId,
    });
    return ok(null);
  });
}

/** What keeps the letters of those typed by hand from being made; rows of a file were read by the same rules. */
function lettersRefusal(draft: Draft, at: Date): Problem | null {
  for (const recipient of draft.people) {
    const text = inLanguage(draft, languageFor(draft, recipient));
    const letter = composeLetter({ ...text, ...withValues(recipient) }, draft.reference, at);
    if (!letter.ok) return { code: "letter_failed" };
    const glyphs = missingGlyphs(printedText(letter.value));
    if (glyphs.length > 0)
      return { code: "letter_missing_glyphs", fields: { text: glyphs.join(" ") } };
  }
  return null;
}

function withValues<Recipient extends { values: Record<string, string>; position: number }>(
  recipient: Recipient,
) {
  return { recipient, values: recipient.values, position: recipient.position };
}

/** The logo that was on the letter when it was checked, whatever the service uses later. */
export async function keepLogo(tx: Transaction, serviceId: string): Promise<string | null> {
  const { logo } = await tx.service.findUniqueOrThrow({
    where: { id: serviceId },
    select: { logo: true },
  });
  return logo ? Buffer.from((await storeFile(logo)).sha256).toString("hex") : null;
}
