import "server-only";
import { record } from "@/lib/audit/mutations";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor, type Transaction } from "@/lib/db";
import type { Download } from "@/lib/download";
import type { Problem } from "@/lib/errors";
import { readStoredFile } from "@/lib/gateways/storage";
import { mergeForPrint } from "@/lib/letters/print-run";
import { letterSchema } from "@/lib/letters/schema";
import { byPostcode, LETTERS_A_RUN } from "@/lib/messages/paper/rules";
import { ok, refuse, type Result } from "@/lib/result";
import { xlsxDownload } from "@/lib/spreadsheet/download";
import type { Language } from "@/lib/text/languages";
import { translator } from "@/lib/text/translate";

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
