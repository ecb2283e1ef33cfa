import "server-only";
import { countsAt } from "@/lib/auth/rules";
import { record } from "@/lib/audit/mutations";
import type { AuditAct } from "@/lib/audit/schema";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import type { Download } from "@/lib/download";
import type { Problem } from "@/lib/errors";
import { formatMoment } from "@/lib/format";
import { getMessageAnswers, readAnswerLines } from "@/lib/replies/answers/data";
import { handlingState } from "@/lib/replies/answers/handling";
import type {
  AnswerLine,
  AssignInput,
  HandleInput,
  MessageAnswers,
  MessageAnswersRef,
} from "@/lib/replies/answers/schema";
import { ok, refuse, type Result } from "@/lib/result";
import { tableDownload } from "@/lib/spreadsheet/download";
import type { ExportFormat } from "@/lib/spreadsheet/schema";
import type { Language } from "@/lib/text/languages";
import { translator } from "@/lib/text/translate";

/** Looking at the answers of a message; who only looks on leaves a trace. */
export async function viewMessageAnswers(
  actor: PersonActor,
  ref: MessageAnswersRef,
): Promise<Result<MessageAnswers, Problem>> {
  const found = await getMessageAnswers(actor, ref);
  if (!found) return refuse({ code: "not_found" });
  if (actor.writes.length === 0) {
    await withActor(actor, (tx) =>
      record(tx, actor, {
        act: "answers_viewed",
        subjectKind: "message",
        subjectId: ref.messageId,
        detail: { rows: found.lines.length },
      }),
    );
  }
  return ok(found);
}

/** Says who of the service sees to it; null: nobody. */
export async function assignReply(
  actor: PersonActor,
  input: AssignInput,
): Promise<Result<null, Problem>> {
  const { personId: assignedToId } = input;
  return withActor(actor, async (tx) => {
    const delivery = await findOwn(tx, actor, input.deliveryId);
    if (!delivery) return refuse({ code: "not_found" });
    if (assignedToId && !(await worksHere(tx, assignedToId, delivery.serviceId)))
      return refuse({ code: "not_found" });
    return change(tx, actor, delivery, input.lockNumber, { assignedToId }, "reply_assigned");
  });
}

async function worksHere(tx: Transaction, personId: string, serviceId: string): Promise<boolean> {
  const held = await tx.membership.count({
    where: { personId, serviceId, role: "sender", ...countsAt(now()) },
  });
  return held > 0;
}

/** Marks what came in as seen to, or as still to be seen to. Only what was on the page counts. */
export async function handleReply(
  actor: PersonActor,
  { deliveryId, lockNumber, isHandled, seenUntil }: HandleInput,
): Promise<Result<null, Problem>> {
  return withActor(actor, async (tx) => {
    const delivery = await findOwn(tx, actor, deliveryId);
    if (!delivery) return refuse({ code: "not_found" });
    const later = { gt: new Date(seenUntil) };
    const unseen =
      (await tx.replyAnswer.count({ where: { deliveryId, answeredAt: later } })) +
      (await tx.reply.count({ where: { deliveryId, receivedAt: later } }));
    if (isHandled && unseen > 0) return refuse({ code: "reply_handling_changed" });
    const handled = isHandled
      ? { handledAt: now(), handledById: actor.personId }
      : { handledAt: null, handledById: null };
    const act = isHandled ? "reply_handled" : "reply_reopened";
    return change(tx, actor, delivery, lockNumber, handled, act);
  });
}

type Own = {
  id: string;
  organisationId: string;
  serviceId: string;
  recipientNumberHash: Uint8Array;
};

function findOwn(tx: Transaction, actor: PersonActor, id: string): Promise<Own | null> {
  return tx.delivery.findFirst({
    where: { id, serviceId: { in: [...actor.writes] } },
    select: { id: true, organisationId: true, serviceId: true, recipientNumberHash: true },
  });
}

type Change =
  { assignedToId: string | null } | { handledAt: Date | null; handledById: string | null };

/** The first change makes the row; of two at once, one is told. */
async function change(
  tx: Transaction,
  actor: PersonActor,
  { id: deliveryId, organisationId, serviceId, recipientNumberHash }: Own,
  lockNumber: number,
  data: Change,
  act: Extract<AuditAct, `reply_${string}`>,
): Promise<Result<null, Problem>> {
  const { count } =
    lockNumber === 0
      ? await tx.replyHandling.createMany({
          data: { deliveryId, organisationId, serviceId, ...data },
          skipDuplicates: true,
        })
      : await tx.replyHandling.updateMany({
          where: { deliveryId, lockNumber },
          data: { ...data, lockNumber: { increment: 1 } },
        });
  if (count === 0) return refuse({ code: "reply_handling_changed" });
  await record(tx, actor, {
    act,
    subjectKind: "delivery",
    subjectId: deliveryId,
    serviceId,
    numberHash: new Uint8Array(recipientNumberHash),
    detail: "assignedToId" in data ? { assignedToId: data.assignedToId } : {},
  });
  return ok(null);
}

/** Everything that was answered to a message as a table; that it was taken out goes on record. */
export async function exportAnswers(
  actor: PersonActor,
  { messageId, format, language }: { messageId: string; format: ExportFormat; language: Language },
): Promise<Result<Download, Problem>> {
  const found = await withActor(actor, async (tx) => {
    const read = await readAnswerLines(tx, actor, messageId);
    if (!read) return null;
    await record(tx, actor, {
      act: "answers_exported",
      subjectKind: "message",
      subjectId: messageId,
      detail: { format, rows: read.lines.length },
    });
    return read;
  });
  if (!found) return refuse({ code: "not_found" });
  const table = tableOf(found.lines, language);
  return ok(await tableDownload(found.whole.reference, table, format));
}

/** One row for each recipient, one column for each question. */
function tableOf(lines: readonly AnswerLine[], language: Language) {
  const t = translator(language, "replies.answers");
  const questions = new Map<string, string>();
  for (const { answer } of lines) {
    for (const { id, label } of answer?.entries ?? [])
      if (!questions.has(id)) questions.set(id, label || t("option"));
  }
  const header = [
    t("reference"),
    t("recipient"),
    t("when"),
    t("person"),
    ...questions.values(),
    t("assign"),
    t("state"),
  ];
  const rows = lines.map(({ reference, recipientName, answer, newestAt, handling }) => [
    reference,
    recipientName,
    answer ? formatMoment(answer.answeredAt, language) : t("noAnswer"),
    answer?.by.name ?? "",
    ...[...questions.keys()].map(
      (question) => answer?.entries.find(({ id }) => id === question)?.value ?? "",
    ),
    handling.assignedTo?.name ?? "",
    stateWord(handlingState(handling.handledAt, newestAt), t),
  ]);
  return { header, rows };
}

function stateWord(
  state: ReturnType<typeof handlingState>,
  t: ReturnType<typeof translator<"replies.answers">>,
): string {
  if (state === "nothing") return "";
  if (state === "handled") return t("handled");
  return state === "changed" ? t("changedSince") : t("toHandle");
}
