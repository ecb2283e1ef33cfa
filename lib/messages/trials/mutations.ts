import "server-only";
import { record } from "@/lib/audit/mutations";
import { answeredFor } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { addJob, withActor, type Transaction } from "@/lib/db";
import type { Problem } from "@/lib/errors";
import { printedText } from "@/lib/letters/layout";
import { factsShown, readDraft, type Draft } from "@/lib/messages/data";
import { isInSeveral } from "@/lib/messages/languages/rules";
import { composeLetter } from "@/lib/messages/letter";
import { nextReference } from "@/lib/messages/mutations";
import { keepLogo } from "@/lib/messages/orders/mutations";
import { orderSchema } from "@/lib/messages/orders/schema";
import { draftProblems } from "@/lib/messages/rules";
import { isDraftState, SUBJECT_LIMIT } from "@/lib/messages/schema";
import { layOut } from "@/lib/messages/sending/mutations";
import { testRecipients, type TestRecipient } from "@/lib/messages/trials/data";
import { trialProblems } from "@/lib/messages/trials/rules";
import type { TrialInput } from "@/lib/messages/trials/schema";
import { encryptNumber, hashNumber } from "@/lib/number-vault";
import { ok, refuse, type Result } from "@/lib/result";
import { missingGlyphs } from "@/lib/typst/glyphs";

/** What stands before the subject, in each language of letters alike. */
const MARK = "TEST · ";

/**
 * Sends the letter that is looked at to a test citizen, as a normal message of its own that is marked
 * as a test: the draft stays as it is, and what becomes of the test counts for nothing of the draft.
 */
export async function sendTrial(
  actor: PersonActor,
  { messageId, lockNumber, recipient: place, language = null }: TrialInput,
): Promise<Result<{ deliveryId: string }, Problem>> {
  const recipient = testRecipients()[place];
  if (!recipient) return refuse({ code: "not_found" });
  return withActor(actor, async (tx) => {
    const whole = await readDraft(tx, actor, messageId, language ? { language } : {});
    const draft = whole && isInSeveral(whole) ? inOne(whole) : whole;
    if (!draft) return refuse({ code: "not_found" });
    if (!isDraftState(draft.state)) return refuse({ code: "already_sent" });
    if (draft.lockNumber !== lockNumber) return refuse({ code: "conflict" });
    const marked = { ...draft, subject: (MARK + draft.subject).slice(0, SUBJECT_LIMIT) };
    const refusal = refusalOf(marked, recipient);
    if (refusal) return refuse(refusal);
    const deliveryId = await order(tx, actor, marked, recipient);
    await record(tx, actor, {
      act: "test_sent",
      subjectKind: "message",
      subjectId: messageId,
      numberHash: hashNumber(recipient.number),
      detail: { deliveryId },
    });
    return ok({ deliveryId });
  });
}

/** In the language of the letter that is looked at, as if it went to its recipient alone. */
function inOne(draft: Draft): Draft {
  const people = draft.people.filter(({ id }) => id === draft.recipient?.id);
  return { ...factsShown(draft), people };
}

/** What the letter itself lacks; whom it is for and how it goes is the test's own. */
function refusalOf(draft: Draft, { name, addressLines }: TestRecipient): Problem | null {
  const [problem] = trialProblems(draftProblems(draft, now()));
  if (draft.sender.isArchived) return { code: "service_archived" };
  if (problem || !draft.language)
    return { code: "message_incomplete", fields: problem && { [problem.task]: problem.code } };
  const facts = { ...factsShown(draft), recipient: { name, addressLines, attention: "" } };
  const letter = composeLetter(facts, draft.reference, now());
  if (!letter.ok) return { code: "letter_failed" };
  const glyphs = missingGlyphs(printedText(letter.value));
  return glyphs.length > 0
    ? { code: "letter_missing_glyphs", fields: { text: glyphs.join(" ") } }
    : null;
}

async function order(
  tx: Transaction,
  actor: PersonActor,
  draft: Draft,
  recipient: TestRecipient,
): Promise<string> {
  const at = now();
  const { organisationId, serviceId } = draft.sender;
  const { id: messageId } = await tx.message.create({
    data: {
      reference: await nextReference(tx, at),
      organisationId,
      serviceId,
      messageTypeId: draft.messageType.id,
      authorId: actor.personId,
      trialOfId: draft.id,
      language: draft.language,
      ownReference: draft.ownReference,
      subject: draft.subject,
      body: draft.body,
      paymentWanted: draft.paymentWanted,
      ...(draft.payment ? { payment: draft.payment } : {}),
      ...(draft.replyOption
        ? { replyOption: draft.replyOption, replyAllowed: draft.replyOption.kind === "ebox" }
        : {}),
      deliveryChoice: "normal",
      createdAt: at,
      savedAt: at,
    },
    select: { id: true },
  });
  await tx.messageRecipient.create({
    data: {
      messageId,
      organisationId,
      serviceId,
      position: 1,
      kind: "citizen",
      numberEncrypted: encryptNumber(recipient.number),
      numberHash: hashNumber(recipient.number),
      name: recipient.name,
      addressLines: recipient.addressLines,
      values: draft.values,
      reachability: "reachable",
    },
  });
  const message = await tx.message.update({
    where: { id: messageId },
    data: {
      state: "sending",
      sentAt: at,
      sentById: actor.personId,
      recipientCount: 1,
      order: orderSchema.parse({
        by: answeredFor(actor),
        logoSha256: await keepLogo(tx, serviceId),
        // Nobody is reminded of a test, whether it is opened or paid.
        facts: {
          ...draft,
          deliveryChoice: "normal",
          messageType: { unopened: null, receipt: null },
        },
      }),
    },
  });
  const [deliveryId] = await layOut(tx, message, 1);
  if (!deliveryId) throw new Error("a test without a delivery");
  await addJob(tx, "publish_delivery", { deliveryId });
  return deliveryId;
}
