import "server-only";
import { managedOrganisation } from "@/lib/auth/rules";
import { record } from "@/lib/audit/mutations";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor, type Transaction } from "@/lib/db";
import type { Problem } from "@/lib/errors";
import { columnsOfRule } from "@/lib/follow-ups/rules";
import { LETTER_LANGUAGES } from "@/lib/letters/schema";
import { defaultable, readManagedType } from "@/lib/message-types/data";
import { changesBetween, typeProblems } from "@/lib/message-types/rules";
import type { FourEyes, ManagedType, TypeChange, TypeRules } from "@/lib/message-types/schema";
import { columnsOfReceiptRule } from "@/lib/receipts/rules";
import { wordsInShort } from "@/lib/replies/options/words";
import { ok, refuse, type Result } from "@/lib/result";
import { Prisma } from "@/prisma/generated/client";

/** Changes what messages of a type begin with and are held to; those begun already keep what they have. */
export async function changeType(
  actor: PersonActor,
  { typeId, lockNumber, ...rules }: TypeChange,
): Promise<Result<null, Problem>> {
  return withActor(actor, async (tx) => {
    const before = await readManagedType(tx, actor, typeId);
    if (!before) return refuse({ code: "not_found" as const });
    const fields = await wrongFields(tx, actor, before, rules);
    if (Object.keys(fields).length > 0) return refuse({ code: "invalid_input" as const, fields });
    const { count } = await tx.messageType.updateMany({
      where: { id: typeId, lockNumber },
      data: { ...columnsOf(rules), lockNumber: { increment: 1 } },
    });
    if (count === 0) return refuse({ code: "type_changed" as const });
    await record(tx, actor, {
      act: "message_type_changed",
      subjectKind: "message_type",
      subjectId: typeId,
      detail: changesBetween(
        toldOf({ ...before, defaultTemplateId: before.template?.id ?? null }),
        toldOf(rules),
      ),
    });
    return ok(null);
  });
}

async function wrongFields(
  tx: Transaction,
  actor: PersonActor,
  type: ManagedType,
  rules: TypeRules,
): Promise<Record<string, string>> {
  const { defaultTemplateId: id } = rules;
  const where = defaultable(managedOrganisation(actor) ?? "", type.id);
  // One that is the default already may have been archived since: it may stay.
  const isKnown =
    id === null ||
    id === type.template?.id ||
    (await tx.template.count({ where: { ...where, id } })) > 0;
  return {
    ...typeProblems(rules, type),
    ...(isKnown ? {} : { defaultTemplateId: "template_unknown" }),
  };
}

function columnsOf(rules: TypeRules) {
  const { languages, replyOption } = rules;
  return {
    defaultTemplateId: rules.defaultTemplateId,
    // A language that letters learn later is allowed too where all of today's are.
    languages: languages.length === LETTER_LANGUAGES.length ? [] : languages,
    defaultDeliveryChoice: rules.deliveryChoice,
    paymentExpected: rules.isPaymentWanted,
    fourEyes: rules.isFourEyes,
    legalBasis: rules.legalBasis || null,
    ...columnsOfRule(rules.unopened),
    ...columnsOfReceiptRule(rules.receipt),
    contentsKeptMonths: rules.retention.contentsMonths,
    repliesKeptMonths: rules.retention.repliesMonths,
    defaultReplyOption: replyOption ?? Prisma.DbNull,
  };
}

/** The rules in one line each, as the audit trail tells what they were and are. */
function toldOf({ unopened, receipt, retention, ...rules }: TypeRules) {
  return {
    defaultTemplateId: rules.defaultTemplateId,
    languages: LETTER_LANGUAGES.filter((each) => rules.languages.includes(each)).join(" "),
    deliveryChoice: rules.deliveryChoice,
    isPaymentWanted: rules.isPaymentWanted,
    replyKind: rules.replyOption?.kind ?? null,
    replyWords: rules.replyOption && wordsInShort(rules.replyOption, rules.languages),
    isFourEyes: rules.isFourEyes,
    legalBasis: rules.legalBasis,
    unopenedAfterDays: unopened?.afterDays ?? null,
    unopenedStep: unopened?.step ?? null,
    unopenedByItself: unopened?.isByItself ?? null,
    receiptFrom: receipt?.from ?? null,
    receiptAfterDays: receipt?.afterDays ?? null,
    receiptWorkingDays: receipt?.isWorkingDays ?? null,
    receiptBasis: receipt?.basis ?? null,
    contentsMonths: retention.contentsMonths,
    repliesMonths: retention.repliesMonths,
  };
}

/** Changes what the whole organisation asks somebody else to approve. */
export async function changeFourEyes(
  actor: PersonActor,
  { lockNumber, from, isRegistered }: FourEyes,
): Promise<Result<null, Problem>> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return refuse({ code: "not_found" });
  return withActor(actor, async (tx) => {
    const before = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } });
    const { count } = await tx.organisation.updateMany({
      where: { id: organisationId, lockNumber },
      data: {
        fourEyesFrom: from,
        fourEyesRegistered: isRegistered,
        lockNumber: { increment: 1 },
      },
    });
    if (count === 0) return refuse({ code: "type_changed" as const });
    await record(tx, actor, {
      act: "four_eyes_changed",
      subjectKind: "organisation",
      subjectId: organisationId,
      detail: changesBetween<Record<string, number | boolean | null>>(
        { from: before.fourEyesFrom, isRegistered: before.fourEyesRegistered },
        { from, isRegistered },
      ),
    });
    return ok(null);
  });
}
