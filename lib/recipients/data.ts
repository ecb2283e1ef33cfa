import "server-only";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor, type Transaction } from "@/lib/db";
import { letterLanguageSchema, type LetterLanguage } from "@/lib/letters/schema";
import { isInSeveral, languageFor } from "@/lib/messages/languages/rules";
import type { Written } from "@/lib/messages/languages/schema";
import { BY_HAND_LIMIT, type AskedLetter } from "@/lib/messages/schema";
import { decryptNumber } from "@/lib/number-vault";
import { readRecipientFile } from "@/lib/recipients/files/data";
import { RECIPIENT_KINDS, type Reachability } from "@/lib/recipients/schema";
import { missingGlyphs } from "@/lib/typst/glyphs";
import type { MessageRecipient } from "@/prisma/generated/client";
import { z } from "zod";

export type DraftRecipient = {
  id: string;
  /** Counts from 1, with gaps where one was taken out. */
  position: number;
  /** The spreadsheet's row; null for one typed by hand. */
  row: number | null;
  kind: "citizen" | "enterprise";
  number: string;
  name: string;
  addressLines: string[];
  attention: string;
  /** Theirs; null: the message's main one. */
  language: LetterLanguage | null;
  reachability: Reachability | "unknown";
  checkedAt: Date | null;
  values: Record<string, string>;
  /** Characters that the letter has no shapes for. */
  unprintable: string[];
};

/**
 * Those a draft goes to. Typed by hand all of them are read; of a spreadsheet, which may be long, the
 * one alone whose letter is shown: that position or the next after it, or the first in a language.
 */
export async function readRecipients(
  tx: Transaction,
  messageId: string,
  message: Pick<Written, "language" | "otherTexts">,
  asked: AskedLetter,
) {
  const file = await readRecipientFile(tx, messageId);
  const rows = file
    ? await readShownRow(tx, messageId, message, asked)
    : await tx.messageRecipient.findMany({
        where: { messageId },
        orderBy: { position: "asc" },
        take: BY_HAND_LIMIT,
      });
  // Of one alone the values are asked beside the text, and told of there.
  const people = rows.map((row) => recipientOf(row, rows.length > 1));
  const counted = await tx.messageRecipient.groupBy({
    by: ["kind", "reachability", "language"],
    where: { messageId },
    _count: true,
    _min: { position: true },
  });
  const counts = countRecipients(counted);
  // Without a ZIP nobody has any, and the question would go through a hundred thousand rows.
  const withFiles = (await tx.personalArchive.count({ where: { messageId } }))
    ? await tx.messageRecipient.count({
        where: { messageId, personalFileIds: { isEmpty: false } },
      })
    : 0;
  const withoutAddress =
    counts.notReachable === 0
      ? 0
      : await tx.messageRecipient.count({
          where: { messageId, reachability: "not_reachable", addressLines: { isEmpty: true } },
        });
  const recipient = people.find((person) => isAsked(message, person, asked)) ?? people[0] ?? null;
  return {
    recipient,
    people,
    shown:
      recipient && counts.count > 1 ? await readPlace(tx, messageId, recipient.position) : null,
    recipients: {
      ...counts,
      people: await countPeople(tx, messageId, counts.count, file),
      withoutAddress,
      withFiles,
      languages: counted.map(({ language, _count, _min }) => ({
        language: letterLanguageSchema.nullable().parse(language),
        count: _count,
        first: _min.position ?? 1,
      })),
      file,
    },
  };
}

/** Nobody is typed twice by hand; a file may name somebody in several rows, and keep them. */
async function countPeople(
  tx: Transaction,
  messageId: string,
  count: number,
  file: { keepRepeated: boolean | null } | null,
): Promise<number> {
  if (!file?.keepRepeated) return count;
  const [row] = await tx.$queryRaw<{ people: number }[]>`
    SELECT count(DISTINCT "numberHash")::int AS people FROM "MessageRecipient"
      WHERE "messageId" = ${messageId}::uuid`;
  return row?.people ?? count;
}

/** One row, or none. */
async function readShownRow(
  tx: Transaction,
  messageId: string,
  message: Pick<Written, "language" | "otherTexts">,
  { recipient: position, language }: AskedLetter,
): Promise<MessageRecipient[]> {
  const first = { orderBy: { position: "asc" }, take: 1 } as const;
  if (position !== undefined)
    return tx.messageRecipient.findMany({
      where: { messageId, position: { gte: position } },
      ...first,
    });
  const whose = language === message.language ? [{ language: null }, { language }] : [{ language }];
  const found =
    language && isInSeveral(message)
      ? await tx.messageRecipient.findMany({ where: { messageId, OR: whose }, ...first })
      : [];
  return found.length > 0
    ? found
    : tx.messageRecipient.findMany({ where: { messageId }, ...first });
}

function isAsked(
  message: Pick<Written, "language" | "otherTexts">,
  person: { position: number; language: LetterLanguage | null },
  { recipient: position, language }: AskedLetter,
): boolean {
  if (position !== undefined) return person.position >= position;
  return language === undefined || languageFor(message, person) === language;
}

/** Where a letter stands among the others; positions have gaps where somebody was taken out. */
async function readPlace(tx: Transaction, messageId: string, position: number) {
  const [place] = await tx.$queryRaw<
    { rank: number; count: number; before: number | null; after: number | null }[]
  >`SELECT count(*)::int AS count, count(*) FILTER (WHERE position <= ${position})::int AS rank,
      max(position) FILTER (WHERE position < ${position}) AS before,
      min(position) FILTER (WHERE position > ${position}) AS after
    FROM "MessageRecipient" WHERE "messageId" = ${messageId}::uuid`;
  return place ? { position, ...place } : null;
}

function recipientOf(row: MessageRecipient, isOneOfMany: boolean): DraftRecipient {
  const values = recipientValues(row.values);
  return {
    id: row.id,
    position: row.position,
    row: row.row,
    kind: z.enum(RECIPIENT_KINDS).parse(row.kind),
    number: decryptNumber(row.numberEncrypted),
    name: row.name,
    addressLines: row.addressLines,
    attention: row.attention ?? "",
    language: letterLanguageSchema.nullable().parse(row.language),
    reachability: row.reachability as DraftRecipient["reachability"],
    checkedAt: row.checkedAt,
    values,
    unprintable: missingGlyphs(
      [
        row.name,
        row.attention,
        ...row.addressLines,
        ...(isOneOfMany ? Object.values(values) : []),
      ].join(" "),
    ),
  };
}

function countRecipients(groups: { kind: string; reachability: string; _count: number }[]) {
  const total = (matches: (group: { kind: string; reachability: string }) => boolean) =>
    groups.filter(matches).reduce((sum, group) => sum + group._count, 0);
  return {
    count: total(() => true),
    kinds: RECIPIENT_KINDS.filter((kind) => total((group) => group.kind === kind) > 0),
    reachable: total(({ reachability }) => reachability === "reachable"),
    neverOpened: total(({ reachability }) => reachability === "box_never_opened"),
    notReachable: total(({ reachability }) => reachability === "not_reachable"),
    unchecked: total(({ reachability }) => reachability === "unknown"),
  };
}

function recipientValues(values: unknown): Record<string, string> {
  return z.record(z.string(), z.string()).catch({}).parse(values);
}

/**
 * What stands in one of the recipients' own values, each text once, with how many have it and the
 * first of them; of another's message none.
 */
export async function listValues(
  actor: PersonActor,
  messageId: string,
  name: string,
): Promise<{ text: string; count: number; position: number }[]> {
  const services = [...actor.writes];
  return withActor(
    actor,
    (tx) => tx.$queryRaw<{ text: string; count: number; position: number }[]>`
      SELECT values ->> ${name} AS text, count(*)::int AS count, min(position) AS position
      FROM "MessageRecipient"
      WHERE "messageId" = ${messageId}::uuid AND "serviceId" = ANY(${services}::uuid[])
        AND values ->> ${name} <> ''
      GROUP BY 1`,
  );
}
