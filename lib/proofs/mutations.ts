import "server-only";
import { randomUUID } from "node:crypto";
import type { Transaction } from "@/lib/db";
import { environment } from "@/lib/env";
import { decryptNumber, encryptBytes } from "@/lib/number-vault";
import { deliveryChoiceSchema } from "@/lib/messages/schema";
import { localizedSchema } from "@/lib/text/localized";
import type { DeliveryFacts, EventFacts } from "@/lib/proofs/evidence-facts";
import { evidencePayload } from "@/lib/proofs/evidence-writer";

/** What of a delivery stands in each of its evidences. */
export type EvidencedDelivery = {
  id: string;
  organisationId: string;
  serviceId: string;
  reference: string;
  subject: string;
  language: string;
  deliveryChoice: string;
  recipientKind: string;
  recipientNumberEncrypted: Uint8Array;
  recipientName: string;
  sentAt: Date;
  organisation: { enterpriseNumber: string; name: unknown };
  service: { name: unknown };
};

/**
 * Writes the facts of an event as the bytes to be sealed, inside the transaction of the event
 * itself; the sequencer seals them within the minute. `id`: a UUID, where the caller has one.
 */
export async function addEvidence(
  tx: Transaction,
  delivery: EvidencedDelivery,
  facts: EventFacts & { supersedes?: string; id?: string },
): Promise<void> {
  const { id = randomUUID() } = facts;
  const payload = evidencePayload({ ...deliveryFacts(delivery, id), ...facts });
  await tx.evidence.createMany({
    data: {
      id,
      deliveryId: delivery.id,
      organisationId: delivery.organisationId,
      serviceId: delivery.serviceId,
      event: facts.event,
      eventTime: timeOf(facts),
      // It says who got what: nobody reads that in the database.
      payload: encryptBytes(payload),
    },
  });
}

function deliveryFacts(delivery: EvidencedDelivery, evidenceId: string): DeliveryFacts {
  const language = delivery.language as DeliveryFacts["language"];
  const env = environment();
  return {
    evidenceId,
    environment: env.PORTAL_ENVIRONMENT,
    portalUrl: env.PORTAL_URL,
    organisation: {
      enterpriseNumber: delivery.organisation.enterpriseNumber,
      name: localizedSchema.parse(delivery.organisation.name)[language],
    },
    service: { name: localizedSchema.parse(delivery.service.name)[language] },
    recipient: {
      kind: delivery.recipientKind as "citizen" | "enterprise",
      number: decryptNumber(delivery.recipientNumberEncrypted),
      name: delivery.recipientName,
    },
    reference: delivery.reference,
    subject: delivery.subject,
    language,
    deliveryChoice: deliveryChoiceSchema.parse(delivery.deliveryChoice),
    sentAt: delivery.sentAt,
  };
}

function timeOf(facts: EventFacts): Date {
  switch (facts.event) {
    case "ContentConsignment":
      return facts.mailboxTime ?? facts.observedAt;
    case "Reply":
      if ("answeredBy" in facts) return facts.at;
      return facts.moment.occurredAt ?? facts.moment.observedAt;
    case "ContentAccessTracking":
      return facts.moment.occurredAt ?? facts.moment.observedAt;
    case "Outage":
      return facts.from;
    default:
      return facts.at;
  }
}
