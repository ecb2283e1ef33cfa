/** What the evidence of a report says happened, delivery by delivery. */
import { identityValue } from "./evidence";
import { momentsOf, type Moment } from "./moments";
import type { DeliverySummary, ToldMoment } from "./report";
import type { EvidenceRecord } from "./schema";

/** What the proved evidence tells, delivery by delivery. */
export function summarise(records: readonly EvidenceRecord[]): DeliverySummary[] {
  const references = [...new Set(records.map(({ MessageIdentifier }) => MessageIdentifier))];
  return references.flatMap((reference) => {
    const own = records.filter(({ MessageIdentifier }) => MessageIdentifier === reference);
    const [first] = own;
    if (!first) return [];
    const [extension] = first.Extensions.Extension;
    const { Identity } = first.SenderDetails;
    const [recipient] = first.RecipientDetails;
    const { sent, madeAvailable, firstOpened, others } = momentsOf(own);
    return [
      {
        reference,
        environment: extension.Environment,
        organisation: identityValue(Identity, "organizationName") ?? "",
        service: identityValue(Identity, "organizationalUnitName") ?? "",
        recipient: (recipient && identityValue(recipient.Identity, "commonName")) ?? "",
        subject: extension.Subject,
        deliveryChoice: extension.DeliveryChoice,
        sent: told(sent),
        madeAvailable: told(madeAvailable),
        firstOpened: told(firstOpened),
        others: others.flatMap((moment) => told(moment) ?? []),
      },
    ];
  });
}

function told(moment: Moment | null): ToldMoment | null {
  return (
    moment && {
      event: moment.event,
      at: moment.at?.toISOString() ?? null,
      between: moment.between && {
        from: moment.between.from.toISOString(),
        to: moment.between.to.toISOString(),
      },
      observedAt: moment.observedAt.toISOString(),
      basis: moment.basis,
    }
  );
}
