import "server-only";
import { record } from "@/lib/audit/mutations";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import type { Download } from "@/lib/download";
import type { Problem } from "@/lib/errors";
import { readStoredFile } from "@/lib/gateways/storage";
import { mergeForPrint } from "@/lib/letters/print-run";
import { letterSchema } from "@/lib/letters/schema";
import { inPrintOrder, lettersOf } from "@/lib/messages/paper/rules";
import { ok, refuse, type Result } from "@/lib/result";
import { xlsxDownload } from "@/lib/spreadsheet/download";
import type { Language } from "@/lib/text/languages";
import { translator } from "@/lib/text/translate";

type PaperLetter = {
  id: string;
  serviceId: string;
  organisationId: string;
  reference: string;
  recipientName: string;
  addressLines: string[];
  sha256: Uint8Array;
  /** With which file for the printer it was taken out; null: with none yet. */
  run: number | null;
  isErased: boolean;
};

type Paper = { reference: string; letters: PaperLetter[] };

/** The letters of a message that were made for paper. */
async function readPaper(
  tx: Transaction,
  actor: PersonActor,
  messageId: string,
): Promise<Paper | null> {
  const message = await tx.message.findFirst({
    where: { id: messageId, serviceId: { in: [...actor.writes] }, sentAt: { not: null } },
    select: { reference: true },
  });
  if (!message) return null;
  const rows = await tx.delivery.findMany({
    where: { messageId, state: "on_paper" },
    select: {
      id: true,
      serviceId: true,
      organisationId: true,
      reference: true,
      recipientName: true,
      letter: true,
      letterSha256: true,
      contentErasedAt: true,
      printed: { select: { run: true } },
    },
  });
  const letters = rows.flatMap(({ letter, letterSha256, contentErasedAt, printed, ...row }) => {
    const { addressLines } = letterSchema.parse(letter).recipient;
    const [run, isErased] = [printed?.run ?? null, contentErasedAt !== null];
    return letterSha256 ? [{ ...row, addressLines, sha256: letterSha256, run, isErased }] : [];
  });
  return { reference: message.reference, letters };
}

/**
 * One file for the printer; `run` counts from 1. What is taken out for the first time belongs to that
 * run from then on, so that asking again gives the same letters. Each time goes on record.
 */
export async function printLetters(
  actor: PersonActor,
  { messageId, run }: { messageId: string; run: number },
): Promise<Result<Download, Problem>> {
  const paper = await takeOut(actor, messageId, run);
  if (paper === "erased") return refuse({ code: "content_erased" });
  if (!paper) return refuse({ code: "not_found" });
  return ok({
    fileName: `${paper.reference}-${run}.pdf`,
    mediaType: "application/pdf",
    bytes: await mergeForPrint(readAll(paper.letters)),
  });
}

async function takeOut(
  actor: PersonActor,
  messageId: string,
  run: number,
): Promise<Paper | "erased" | null> {
  return withActor(actor, async (tx) => {
    // Two who print at the same moment get the same letters, and no run grows once it was taken out.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`print:${messageId}`}, 0))`;
    const paper = await readPaper(tx, actor, messageId);
    const letters = lettersOf(paper?.letters ?? [], run);
    if (!paper || letters.length === 0) return null;
    if (letters.some(({ isErased }) => isErased)) return "erased";
    const fresh = letters.filter((letter) => letter.run === null);
    const said = { messageId, run, printedAt: now(), printedById: actor.personId };
    await tx.printedLetter.createMany({
      data: fresh.map(({ id, organisationId, serviceId }) => ({
        ...said,
        deliveryId: id,
        organisationId,
        serviceId,
      })),
    });
    const isAgain = fresh.length === 0;
    await recordTaken(tx, actor, messageId, { run, isAgain, letters: letters.length });
    return { ...paper, letters };
  });
}

async function* readAll(letters: readonly PaperLetter[]): AsyncGenerator<Uint8Array> {
  for (const { sha256 } of letters) yield await readStoredFile(sha256);
}

/** Who gets a letter on paper, run by run in the order of printing; those not printed yet at the end. */
export async function listPaper(
  actor: PersonActor,
  { messageId, language }: { messageId: string; language: Language },
): Promise<Result<Download, Problem>> {
  const paper = await withActor(actor, async (tx) => {
    const found = await readPaper(tx, actor, messageId);
    if (!found || found.letters.length === 0) return null;
    await recordTaken(tx, actor, messageId, { isList: true, letters: found.letters.length });
    return found;
  });
  if (!paper) return refuse({ code: "not_found" });
  const t = translator(language, "messages.paper");
  const sheet = await xlsxDownload(paper.reference, {
    name: paper.reference,
    columns: [
      { name: t("run"), width: 16 },
      { name: t("place"), width: 8 },
      { name: t("reference"), width: 24 },
      { name: t("name"), width: 36 },
      { name: t("address"), width: 60 },
    ],
    rows: inPrintOrder(paper.letters).map(
      ({ run, place, reference, recipientName, addressLines }) => [
        run === null ? t("notPrinted") : String(run),
        String(place),
        reference,
        recipientName,
        addressLines.join(", "),
      ],
    ),
  });
  return ok(sheet);
}

async function recordTaken(
  tx: Transaction,
  actor: PersonActor,
  messageId: string,
  detail: { letters: number } & ({ run: number; isAgain: boolean } | { isList: true }),
): Promise<void> {
  await record(tx, actor, {
    act: "letters_printed",
    subjectKind: "message",
    subjectId: messageId,
    detail,
  });
}
