import "server-only";
import { managedOrganisation } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor, type Transaction } from "@/lib/db";
import { ruleOfColumns } from "@/lib/follow-ups/rules";
import { languagesAllowed } from "@/lib/message-types/rules";
import type { FourEyes, ManagedType } from "@/lib/message-types/schema";
import { deliveryChoiceSchema } from "@/lib/messages/schema";
import { receiptRuleOfColumns } from "@/lib/receipts/rules";
import { replyOptionSchema } from "@/lib/replies/options/schema";
import { localizedSchema } from "@/lib/text/localized";
import type { Prisma } from "@/prisma/generated/client";

const WHOLE = {
  capabilities: { select: { serviceId: true } },
  defaultTemplate: { select: { id: true, name: true } },
} as const;

/** All types of the organisation with what they ask, and what it asks of all; null for who does not manage them. */
export async function listManagedTypes(
  actor: PersonActor,
): Promise<{ types: ManagedType[]; fourEyes: FourEyes } | null> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return null;
  return withActor(actor, async (tx) => {
    const rows = await tx.messageType.findMany({
      where: { organisationId },
      include: WHOLE,
      orderBy: { code: "asc" },
    });
    const { lockNumber, fourEyesFrom, fourEyesRegistered } =
      await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } });
    return {
      types: rows.map(managedTypeOf),
      fourEyes: { lockNumber, from: fourEyesFrom, isRegistered: fourEyesRegistered },
    };
  });
}

export async function getManagedType(
  actor: PersonActor,
  typeId: string,
): Promise<ManagedType | null> {
  return withActor(actor, (tx) => readManagedType(tx, actor, typeId));
}

/** For writes, inside their own transaction. */
export async function readManagedType(
  tx: Transaction,
  actor: PersonActor,
  typeId: string,
): Promise<ManagedType | null> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return null;
  const row = await tx.messageType.findFirst({
    where: { id: typeId, organisationId },
    include: WHOLE,
  });
  return row && managedTypeOf(row);
}

function managedTypeOf(row: Prisma.MessageTypeGetPayload<{ include: typeof WHOLE }>): ManagedType {
  const { defaultReplyOption: option } = row;
  return {
    id: row.id,
    code: row.code,
    name: localizedSchema.parse(row.name),
    description: localizedSchema.parse(row.description),
    lockNumber: row.lockNumber,
    validityNumber: row.validityNumber,
    validityUnit: row.validityUnit,
    template: row.defaultTemplate,
    languages: languagesAllowed(row.languages),
    deliveryChoice: deliveryChoiceSchema.nullable().parse(row.defaultDeliveryChoice),
    isRegisteredOpen: row.capabilities.length > 0,
    isPaymentWanted: row.paymentExpected,
    replyOption: replyOptionSchema.nullable().parse(option),
    isFourEyes: row.fourEyes,
    legalBasis: row.legalBasis ?? "",
    unopened: ruleOfColumns(row),
    receipt: receiptRuleOfColumns(row),
    retention: { contentsMonths: row.contentsKeptMonths, repliesMonths: row.repliesKeptMonths },
  };
}

/** Those of the whole organisation that every service can begin such a message with. */
export async function listDefaultTemplates(
  actor: PersonActor,
  typeId: string,
): Promise<{ id: string; name: string }[]> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return [];
  return withActor(actor, (tx) =>
    tx.template.findMany({
      where: defaultable(organisationId, typeId),
      orderBy: { name: "asc" },
      select: { id: true, name: true },
    }),
  );
}

/** Published, of the whole organisation, for this type or for any. */
export function defaultable(organisationId: string, typeId: string) {
  return {
    organisationId,
    serviceId: null,
    archivedAt: null,
    version: { gt: 0 },
    OR: [{ messageTypeId: null }, { messageTypeId: typeId }],
  };
}
