import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import canonicalize from "canonicalize";
import { fileTypeFromBuffer } from "file-type";
import { cleanFileName } from "@/lib/attachments/rules";
import { record } from "@/lib/audit/mutations";
import { inTurn } from "@/lib/auth/rate-limit";
import { fullName } from "@/lib/auth/rules";
import type { RecipientActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { addAnswerJob, withActor, type Transaction } from "@/lib/db";
import { frozenLogo, letterInputOf } from "@/lib/deliveries/letter";
import { letterName } from "@/lib/deliveries/rules";
import type { Download } from "@/lib/download";
import type { Problem } from "@/lib/errors";
import { inspectPdf } from "@/lib/gateways/pdf-inspector";
import { scanFile } from "@/lib/gateways/scanner";
import { readStoredFile, storeFile } from "@/lib/gateways/storage";
import { drawLetter, renderLetter } from "@/lib/letters/letter";
import { decryptBytes, encryptBytes } from "@/lib/number-vault";
import { getEvidence } from "@/lib/proofs/data";
import {
  answerClosed,
  answerFileName,
  closingTime,
  digestsIn,
  readAnswer,
  type AnswerRefusal,
  type TypedAnswer,
} from "@/lib/replies/answers/rules";
import {
  ANSWER_MEDIA_TYPES,
  type AnswerContent,
  type AnsweredBy,
  type AnswerEntry,
  type AnswerFile,
} from "@/lib/replies/answers/schema";
import { askedOf } from "@/lib/replies/options/rules";
import type { ReplyOption } from "@/lib/replies/options/schema";
import { contentOf, ownRequest, readReplyRequest, replyAddress } from "@/lib/replies/requests/data";
import type { ReceiptFile, ReplyRequestView } from "@/lib/replies/requests/schema";
import { ok, refuse, type Result } from "@/lib/result";

/** 160 bits: nobody finds one by trying. */
const TOKEN_BYTES = 20;

/** A link for one recipient of a message; null where nothing is answered on the reply page. */
export type NewReplyRequest = {
  url: string;
  tokenHash: Uint8Array<ArrayBuffer>;
  asked: NonNullable<ReturnType<typeof askedOf>>;
  isChangeable: boolean;
  closesAt: Date | null;
};

export function newReplyRequest(option: ReplyOption | null): NewReplyRequest | null {
  const asked = option && askedOf(option);
  if (!asked) return null;
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  return {
    url: replyAddress(token),
    tokenHash: new Uint8Array(createHash("sha256").update(token).digest()),
    asked,
    isChangeable: option.isChangeable,
    closesAt: closingTime(option.deadline),
  };
}

/** Inside the transaction of the order to send; the link itself is kept in the letter alone. */
export async function addReplyRequests(
  tx: Transaction,
  requests: readonly {
    delivery: {
      deliveryId: string;
      organisationId: string;
      serviceId: string;
      recipientNumberHash: Uint8Array<ArrayBuffer>;
    };
    request: NewReplyRequest;
  }[],
): Promise<void> {
  await tx.replyRequest.createMany({
    data: requests.map(({ delivery, request: { tokenHash, asked, isChangeable, closesAt } }) => ({
      ...delivery,
      tokenHash,
      asked,
      isChangeable,
      closesAt,
    })),
  });
}

/** Looking at what one is asked. */
export async function viewReplyRequest(
  actor: RecipientActor,
): Promise<Result<ReplyRequestView, Problem>> {
  return withActor(actor, async (tx) => {
    const request = await readReplyRequest(tx, actor);
    if (!request) return refuse({ code: "not_found" });
    await trace(tx, actor, "reply_page_viewed");
    return ok(request);
  });
}

type OwnAct = "reply_page_viewed" | "reply_answered" | "letter_viewed" | "proof_downloaded";

async function trace(
  tx: Transaction,
  actor: RecipientActor,
  act: OwnAct,
  detail: Record<string, string | number> = {},
): Promise<void> {
  const { deliveryId, organisationId, serviceId, recipientNumberHash } =
    await tx.replyRequest.findFirstOrThrow({ where: ownRequest(actor) });
  const { method, level } = actor.signIn;
  await record(tx, actor, {
    act,
    subjectKind: "delivery",
    subjectId: deliveryId,
    organisationId,
    serviceId,
    numberHash: recipientNumberHash,
    detail: { onReplyPage: true, method, level, ...detail },
  });
}

export type AnswerInput = {
  /** Made with the form: a second press is the same answer. */
  attemptId: string;
  /** The number of the answer that the form was made over; 0: none yet. */
  seen: number;
  typed: TypedAnswer;
  files: Readonly<Record<string, File>>;
};

/**
 * Gives the answer, once: the form names the answer that it was made over, so that of two tabs one
 * is told that there is a newer one, and a second press of the same button finds its answer there.
 */
export async function giveAnswer(
  actor: RecipientActor,
  input: AnswerInput,
): Promise<Result<{ number: number }, Problem>> {
  const request = await withActor(actor, (tx) => readReplyRequest(tx, actor));
  if (!request) return refuse({ code: "not_found" });
  const before = filesOf(request);
  const files = { ...named(before), ...input.files };
  const read = readAnswer(request.asked, input.typed, files, request.language);
  if (!read.ok) {
    return refusalOf(request, input) ?? refuse({ code: "answer_incomplete", fields: read.refusal });
  }
  const given = await withActor(actor, (tx) => findGiven(tx, request, input, read.value));
  if (given) return given;
  const refused = refusalOf(request, input);
  if (refused) return refused;
  const entries = await keepFiles(read.value, input.files, before);
  if (!entries.ok) return entries;
  return withActor(actor, (tx) => writeAnswer(tx, actor, input, entries.value));
}

/** The files of the answer before: they stay where no other is attached. */
function filesOf({ answer }: ReplyRequestView): ReadonlyMap<string, AnswerFile> {
  return new Map((answer?.entries ?? []).flatMap(({ id, file }) => (file ? [[id, file]] : [])));
}

function named(files: ReadonlyMap<string, AnswerFile>) {
  return Object.fromEntries(
    [...files].map(([id, { fileName: name, size }]) => [id, { name, size }]),
  );
}

/** What came of the same press before; null when there was none. */
async function findGiven(
  tx: Transaction,
  { deliveryId }: ReplyRequestView,
  { attemptId }: AnswerInput,
  entries: readonly AnswerEntry[],
): Promise<Result<{ number: number }, Problem> | null> {
  const given = await tx.replyAnswer.findUnique({
    where: { deliveryId_attemptId: { deliveryId, attemptId } },
  });
  if (!given) return null;
  const words = (each: readonly AnswerEntry[]) =>
    canonicalize(each.map(({ id, value }) => [id, value]));
  // A form that the browser took out again, with something else in it, is not the same press.
  return words(contentOf(given.content).entries) === words(entries)
    ? ok({ number: given.number })
    : refuse({ code: "reply_changed" });
}

function refusalOf(
  request: ReplyRequestView,
  { seen }: AnswerInput,
): { ok: false; refusal: Problem } | null {
  if (request.contentErasedAt) return refuse({ code: "content_erased" });
  const answers = request.answer?.number ?? 0;
  const closed = answerClosed({ ...request, answers }, now());
  if (closed) return refuse({ code: closed });
  return answers === seen ? null : refuse({ code: "reply_changed" });
}

async function writeAnswer(
  tx: Transaction,
  actor: RecipientActor,
  input: AnswerInput,
  entries: AnswerEntry[],
): Promise<Result<{ number: number }, Problem>> {
  const request = await readReplyRequest(tx, actor);
  if (!request) return refuse({ code: "not_found" });
  const given = await findGiven(tx, request, input, entries);
  if (given) return given;
  const refused = refusalOf(request, input);
  if (refused) return refused;
  const { organisationId, serviceId } = await tx.replyRequest.findFirstOrThrow({
    where: ownRequest(actor),
  });
  const { deliveryId, reference } = request;
  const number = input.seen + 1;
  const answeredAt = now();
  const { question } = request.asked;
  const content: AnswerContent = {
    version: 1,
    reference,
    question,
    language: request.language,
    number,
    answeredAt: answeredAt.toISOString(),
    entries,
    salt: randomBytes(16).toString("base64"),
  };
  const { count } = await tx.replyAnswer.createMany({
    data: {
      deliveryId,
      organisationId,
      serviceId,
      number,
      attemptId: input.attemptId,
      answeredAt,
      content: encryptBytes(Buffer.from(canonicalize(content) ?? "", "utf8")),
      fileDigests: digestsIn(content),
      answeredBy: encryptBytes(Buffer.from(JSON.stringify(whoOf(actor)), "utf8")),
    },
    skipDuplicates: true,
  });
  const mine = await tx.replyAnswer.findUniqueOrThrow({
    where: { deliveryId_number: { deliveryId, number } },
    select: { id: true, attemptId: true },
  });
  // Somebody was faster by a moment: with the same press, or in another tab.
  if (count === 0)
    return mine.attemptId === input.attemptId ? ok({ number }) : refuse({ code: "reply_changed" });
  await addAnswerJob(tx, mine.id);
  await trace(tx, actor, "reply_answered", { answerId: mine.id, number });
  return ok({ number });
}

function whoOf(actor: RecipientActor): AnsweredBy {
  const { signIn } = actor;
  return {
    name: fullName(actor),
    method: signIn.method,
    fasLevel: signIn.fasLevel,
    level: signIn.level,
    signedInAt: signIn.at.toISOString(),
  };
}

/** Checks each file and puts it into storage; what comes of it stands in its entry. */
async function keepFiles(
  entries: readonly AnswerEntry[],
  files: Readonly<Record<string, File>>,
  before: ReadonlyMap<string, AnswerFile>,
): Promise<Result<AnswerEntry[], Problem>> {
  const kept: AnswerEntry[] = [];
  for (const entry of entries) {
    const file = entry.kind === "file" && entry.value !== "" ? files[entry.id] : undefined;
    if (!file) {
      const old = entry.value === "" ? undefined : before.get(entry.id);
      kept.push(old ? { ...entry, file: old } : entry);
      continue;
    }
    const checked = await checkFile(file);
    if (!checked.ok)
      return refuse({ code: "answer_incomplete", fields: { [entry.id]: checked.refusal } });
    kept.push({ ...entry, value: checked.value.fileName, file: checked.value });
  }
  return ok(kept);
}

async function checkFile(file: File): Promise<Result<AnswerFile, AnswerRefusal>> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const sniffed = (await fileTypeFromBuffer(bytes))?.mime;
  const mediaType = ANSWER_MEDIA_TYPES.find((type) => type === sniffed);
  const fileName = cleanFileName(file.name);
  if (!mediaType || !fileName) return refuse("file_type");
  const folder = await mkdtemp(path.join(tmpdir(), "answer-"));
  try {
    const place = path.join(folder, "file");
    await writeFile(place, bytes, { mode: 0o600 });
    if (mediaType === "application/pdf") {
      const { report } = await inspectPdf(place);
      if (report.kind !== "read" || report.isActive) return refuse("file_damaged");
    }
    const scan = await scanFile(place);
    if (scan === "infected") return refuse("file_infected");
    if (scan === "failed") return refuse("file_scan_failed");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const { sha256, size } = await storeFile(bytes);
  return ok({ fileName, mediaType, size, sha256: Buffer.from(sha256).toString("hex") });
}

/** The letter that the link stood in, as a file or as a picture for the page. */
export async function openOwnLetter(
  actor: RecipientActor,
  form: "pdf" | "picture",
): Promise<Result<Download, Problem>> {
  const delivery = await withActor(actor, async (tx) => {
    const own = await tx.replyRequest.findFirst({
      where: ownRequest(actor),
      include: { delivery: true },
    });
    if (!own?.delivery.letterSha256) return null;
    if (own.delivery.contentErasedAt) return own.delivery;
    await trace(tx, actor, "letter_viewed", { file: letterName(own.delivery.reference) });
    return own.delivery;
  });
  if (!delivery?.letterSha256) return refuse({ code: "not_found" });
  if (delivery.contentErasedAt) return refuse({ code: "content_erased" });
  const fileName = letterName(delivery.reference);
  if (form === "pdf")
    return ok({
      fileName,
      mediaType: "application/pdf",
      bytes: await readStoredFile(delivery.letterSha256),
    });
  const { letter, letterSha256, sentAt } = delivery;
  const input = letterInputOf(letter, await frozenLogo(letter, null, readStoredFile));
  const made = await inTurn(actor.sessionId, async () => {
    const sha256 = createHash("sha256").update(await renderLetter(input, sentAt));
    // What makes letters may have changed since: then there is no picture of this one.
    return sha256.digest().equals(letterSha256) ? drawLetter(input, sentAt) : null;
  });
  if (!made) return refuse({ code: "not_found" });
  return ok({
    fileName: fileName.replace(/pdf$/, "svg"),
    mediaType: "image/svg+xml",
    bytes: new Uint8Array(made),
  });
}

/** What the recipient keeps: the answer's exact bytes, its evidence, and the proof of the log. */
export async function downloadReceipt(
  actor: RecipientActor,
  file: ReceiptFile,
): Promise<Result<Download, Problem>> {
  const answer = await withActor(actor, async (tx) => {
    const newest = await tx.replyAnswer.findFirst({
      where: { delivery: { replyRequest: ownRequest(actor) } },
      orderBy: { number: "desc" },
    });
    const isThere = newest && (file !== "answer" || !newest.contentErasedAt);
    if (isThere) await trace(tx, actor, "proof_downloaded", { answerId: newest.id, file });
    return newest;
  });
  if (!answer) return refuse({ code: "not_found" });
  if (file === "answer" && answer.contentErasedAt) return refuse({ code: "content_erased" });
  if (file === "answer")
    return ok({
      fileName: answerFileName(answer.number),
      mediaType: "application/json",
      bytes: decryptBytes(answer.content),
    });
  const sealed = await getEvidence(actor, answer.id);
  if (!sealed.ok) return refuse({ code: "proof_not_ready" });
  const { evidence, logProof } = sealed.value;
  const { name, bytes } = file === "evidence" ? evidence : logProof;
  return ok({
    fileName: name,
    mediaType: file === "evidence" ? "application/json" : "text/plain; charset=utf-8",
    bytes,
  });
}
