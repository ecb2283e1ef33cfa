import "server-only";
import { record } from "@/lib/audit/mutations";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { addJob, withActor, type Transaction } from "@/lib/db";
import type { Download } from "@/lib/download";
import type { Problem } from "@/lib/errors";
import { readStoredFile, storeFile } from "@/lib/gateways/storage";
import { printedText } from "@/lib/letters/layout";
import { renderLetter, setLetter } from "@/lib/letters/letter";
import { mergeForPrint } from "@/lib/letters/print-run";
import { letterSchema, type Letter } from "@/lib/letters/schema";
import { getPreview, readDraft, type Draft } from "@/lib/messages/data";
import { composeLetter, type LetterFacts } from "@/lib/messages/letter";
import { saveDraft, type DraftRef } from "@/lib/messages/mutations";
import { deliveryReference, draftProblems, isRegistered } from "@/lib/messages/rules";
import { byPostcode, LETTERS_A_RUN } from "@/lib/messages/sending/rules";
import { orderSchema, type Order } from "@/lib/messages/sending/schema";
import { registeredStop } from "@/lib/proofs/data";
import { hashNumber } from "@/lib/number-vault";
import { addReplyRequest, newReplyRequest } from "@/lib/replies/requests/mutations";
import { searchText } from "@/lib/recipients/rules";
import { ok, refuse, type Result } from "@/lib/result";
import { xlsxDownload } from "@/lib/spreadsheet/download";
import type { Language } from "@/lib/text/languages";
import { translator } from "@/lib/text/translate";
import { missingGlyphs } from "@/lib/typst/glyphs";
import type { Message, MessageRecipient } from "@/prisma/generated/client";

/** So many deliveries are made with the order itself; of more, the worker makes the rest. */
const AT_ONCE = 25;

/**
 * The order to send. Before it is taken one letter is set, outside the transaction: what cannot be a
 * letter is told to the sender now, and not found out by the worker when nobody looks.
 */
export async function sendMessage(
  actor: PersonActor,
  input: DraftRef & { isConfirmed: boolean },
): Promise<Result<{ reference: string }, Problem>> {
  const preview = await getPreview(actor, input.messageId);
  const set =
    preview && (await setLetter(preview.letter, (letter) => renderLetter(letter, preview.at)));
  const ordered = await orderSending(actor, input, preview && set?.ok ? preview.lockNumber : null);
  // The letter itself says it better: which characters, or that it is no fault of theirs.
  const isLetter = !ordered.ok && ordered.refusal.code === "letter_failed";
  return isLetter && set && !set.ok ? set : ordered;
}

/**
 * The order to send: message, deliveries, jobs and audit record in one transaction. A second
 * click, a reload or a second tab finds the message sent and changes nothing.
 */
async function orderSending(
  actor: PersonActor,
  input: DraftRef & { isConfirmed: boolean },
  /** The save whose letter could be set. */
  setAt: number | null,
): Promise<Result<{ reference: string }, Problem>> {
  return withActor(actor, async (tx) => {
    const draft = await readDraft(tx, actor, input.messageId);
    if (!draft || !actor.writes.includes(draft.sender.serviceId))
      return refuse({ code: "not_found" });
    const at = now();
    if (draft.state !== "draft" && draft.state !== "sent_back")
      return refuse({ code: "already_sent" });
    // What was checked is what is sent, or nothing is.
    if (draft.lockNumber !== input.lockNumber) return refuse({ code: "conflict" });
    const [problem] = draftProblems(draft, at);
    if (problem)
      return refuse({ code: "message_incomplete", fields: { [problem.task]: problem.code } });
    const { deliveryChoice, language, recipients } = draft;
    if (!deliveryChoice || !language) return refuse({ code: "message_incomplete" });
    if (isRegistered(deliveryChoice)) {
      if (!input.isConfirmed) return refuse({ code: "confirmation_missing" });
      if (await registeredStop(tx, at)) return refuse({ code: "registered_stopped" });
    }
    if (setAt !== draft.lockNumber) return refuse({ code: "letter_failed" });
    const refusal = lettersRefusal(draft, at);
    if (refusal) return refuse(refusal);

    const { sender, id: messageId } = draft;
    const order: Order = orderSchema.parse({
      by: orderedBy(actor),
      logoSha256: await keepLogo(tx, sender.serviceId),
      facts: draft,
    });
    const saved = await saveDraft(tx, actor, input, {
      state: "sending",
      sentAt: at,
      sentById: actor.personId,
      recipientCount: recipients.count,
      order,
    });
    if (!saved.ok) return saved;
    await record(tx, actor, {
      act: "message_sent",
      subjectKind: "message",
      subjectId: messageId,
      // Of one recipient the record can be found by their number; of more, each delivery is.
      ...(recipients.count === 1 && draft.recipient
        ? { numberHash: hashNumber(draft.recipient.number) }
        : {}),
      detail: { deliveryChoice, isConfirmed: input.isConfirmed, recipients: recipients.count },
    });
    const message = await tx.message.findUniqueOrThrow({ where: { id: messageId } });
    const made = await layOut(tx, message, AT_ONCE);
    for (const deliveryId of made) await addJob(tx, "publish_delivery", { deliveryId });
    if (made.length < recipients.count) await addJob(tx, "lay_out_message", { messageId });
    return ok({ reference: draft.reference });
  });
}

/** What keeps the letters of those typed by hand from being made; rows of a file were read by the same rules. */
function lettersRefusal(draft: Draft, at: Date): Problem | null {
  for (const recipient of draft.people) {
    const letter = composeLetter({ ...draft, ...withValues(recipient) }, draft.reference, at);
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

function orderedBy(actor: PersonActor): Order["by"] {
  return {
    by: `${actor.givenName} ${actor.surname}`.trim(),
    method: actor.signIn.method,
    level: actor.signIn.level,
    fasLevel: actor.signIn.fasLevel,
    signedInAt: actor.signIn.at.toISOString(),
  };
}

/** The logo that was on the letter when it was checked, whatever the service uses later. */
async function keepLogo(tx: Transaction, serviceId: string): Promise<string | null> {
  const { logo } = await tx.service.findUniqueOrThrow({
    where: { id: serviceId },
    select: { logo: true },
  });
  return logo ? Buffer.from((await storeFile(logo)).sha256).toString("hex") : null;
}

/**
 * Makes the next deliveries of an ordered message, at most so many, and answers their ids; none when
 * all are made. What is made already is known by its position, so that it can be stopped anywhere.
 */
export async function layOut(tx: Transaction, message: Message, most: number): Promise<string[]> {
  const order = orderSchema.parse(message.order);
  const at = message.sentAt;
  if (!at) throw new Error("a message that nobody ordered");
  const last = await tx.delivery.aggregate({
    where: { messageId: message.id },
    _max: { position: true },
  });
  const recipients = await tx.messageRecipient.findMany({
    where: { messageId: message.id, position: { gt: last._max.position ?? 0 } },
    orderBy: { position: "asc" },
    take: most,
  });
  if (recipients.length === 0) return [];
  const requests = new Map(
    recipients.map(({ position }) => [position, newReplyRequest(order.facts.replyOption)]),
  );
  const created = await tx.delivery.createManyAndReturn({
    data: recipients.map((recipient) =>
      deliveryOf(message, order, recipient, at, requests.get(recipient.position)?.url ?? ""),
    ),
    select: { id: true, position: true, recipientNumberHash: true },
  });
  const { organisationId, serviceId } = message;
  for (const { id, position, recipientNumberHash } of created) {
    const request = requests.get(position);
    const delivery = { deliveryId: id, organisationId, serviceId, recipientNumberHash };
    if (request) await addReplyRequest(tx, delivery, request);
  }
  await tx.deliveryEvent.createMany({
    data: created.map(({ id }) => ({
      deliveryId: id,
      organisationId,
      serviceId,
      kind: "sent",
      occurredAt: at,
      observedAt: at,
      detail: order.by,
    })),
  });
  return created.map(({ id }) => id);
}

function deliveryOf(
  message: Message,
  order: Order,
  recipient: MessageRecipient,
  at: Date,
  replyUrl: string,
) {
  const { facts, logoSha256 } = order;
  const reference = deliveryReference(message.reference, recipient.position);
  const letter = letterOf({ ...order.facts, replyUrl }, recipient, reference, at);
  return {
    messageId: message.id,
    organisationId: message.organisationId,
    serviceId: message.serviceId,
    position: recipient.position,
    reference,
    ownReference: message.ownReference,
    recipientKind: recipient.kind,
    recipientNumberEncrypted: recipient.numberEncrypted,
    recipientNumberHash: recipient.numberHash,
    recipientName: recipient.name,
    recipientSearch: searchText(recipient.name),
    language: facts.language,
    subject: letter.subject,
    deliveryChoice: facts.deliveryChoice,
    structuredCommunication: structuredCommunicationOf(letter),
    isOnPaper: recipient.reachability === "not_reachable",
    letter: { ...letter, logoSha256 },
    sentAt: at,
    movedAt: at,
    nextCheckAt: null,
  };
}

/** A row that passed every check and makes no letter is a fault of the portal, never of the sender. */
function letterOf(
  facts: Omit<LetterFacts, "recipient" | "values">,
  row: MessageRecipient,
  reference: string,
  at: Date,
): Letter {
  const { name, addressLines, attention } = row;
  const values = row.values as Record<string, string>;
  const recipient = { name, addressLines, attention: attention ?? "" };
  const { position } = row;
  const letter = composeLetter({ ...facts, recipient, values, position }, reference, at);
  if (!letter.ok) throw new Error(`no letter can be made for ${reference}`);
  return letter.value;
}

function structuredCommunicationOf(letter: Letter): string | null {
  const communication = letter.payment?.communication;
  return communication?.kind === "structured" ? communication.value : null;
}

type PaperLetter = {
  reference: string;
  recipientName: string;
  addressLines: string[];
  sha256: Uint8Array;
};

/** The letters of a message that were made for paper, sorted as postmen sort them. */
async function readPaper(
  tx: Transaction,
  actor: PersonActor,
  messageId: string,
): Promise<{ reference: string; letters: PaperLetter[] } | null> {
  const message = await tx.message.findFirst({
    where: { id: messageId, serviceId: { in: [...actor.writes] }, sentAt: { not: null } },
    select: { reference: true },
  });
  if (!message) return null;
  const rows = await tx.delivery.findMany({
    where: { messageId, state: "on_paper" },
    select: { reference: true, recipientName: true, letter: true, letterSha256: true },
  });
  const letters = rows.flatMap(({ letter, letterSha256, ...row }) => {
    const { addressLines } = letterSchema.parse(letter).recipient;
    return letterSha256 ? [{ ...row, addressLines, sha256: letterSha256 }] : [];
  });
  return { reference: message.reference, letters: letters.sort(byPostcode) };
}

/** One file for the printer; `run` counts from 1. What is taken out to be posted goes on record. */
export async function printLetters(
  actor: PersonActor,
  { messageId, run }: { messageId: string; run: number },
): Promise<Result<Download, Problem>> {
  const paper = await takeOut(actor, messageId, { run });
  const letters = paper?.letters.slice((run - 1) * LETTERS_A_RUN, run * LETTERS_A_RUN) ?? [];
  if (!paper || letters.length === 0) return refuse({ code: "not_found" });
  return ok({
    fileName: `${paper.reference}-${run}.pdf`,
    mediaType: "application/pdf",
    bytes: await mergeForPrint(readAll(letters)),
  });
}

async function* readAll(letters: readonly PaperLetter[]): AsyncGenerator<Uint8Array> {
  for (const { sha256 } of letters) yield await readStoredFile(sha256);
}

/** Who gets a letter on paper, in the order in which the letters are printed. */
export async function listPaper(
  actor: PersonActor,
  { messageId, language }: { messageId: string; language: Language },
): Promise<Result<Download, Problem>> {
  const paper = await takeOut(actor, messageId, { isList: true });
  if (!paper || paper.letters.length === 0) return refuse({ code: "not_found" });
  const t = translator(language, "messages.paper");
  const sheet = await xlsxDownload(paper.reference, {
    name: paper.reference,
    columns: [
      { name: t("place"), width: 8 },
      { name: t("reference"), width: 24 },
      { name: t("name"), width: 36 },
      { name: t("address"), width: 60 },
    ],
    rows: paper.letters.map(({ reference, recipientName, addressLines }, index) => [
      String(index + 1),
      reference,
      recipientName,
      addressLines.join(", "),
    ]),
  });
  return ok(sheet);
}

async function takeOut(
  actor: PersonActor,
  messageId: string,
  detail: { run: number } | { isList: true },
) {
  return withActor(actor, async (tx) => {
    const paper = await readPaper(tx, actor, messageId);
    if (paper) {
      await record(tx, actor, {
        act: "letters_printed",
        subjectKind: "message",
        subjectId: messageId,
        detail: { ...detail, letters: paper.letters.length },
      });
    }
    return paper;
  });
}
