import { z } from "zod";
import type { ManagedService, ServiceFacts } from "@/lib/services/schema";
import { localizedSchema, type Localized } from "@/lib/text/localized";

/** Why a service cannot be archived now: what waits or is on its way, or that no other one sends. */
export function archivingRefusal(
  service: Pick<ManagedService, "id">,
  { unfinished, active }: { unfinished: number; active: readonly { id: string }[] },
): "service_busy" | "service_last" | null {
  if (unfinished > 0) return "service_busy";
  return active.some(({ id }) => id !== service.id) ? null : "service_last";
}

/** Everything of it that a letter prints. */
export function textsOfService(facts: ServiceFacts): Record<string, string> {
  const { name, addressLines, replyAddressLines, openingHours } = facts;
  return {
    "name.nl": name.nl,
    "name.fr": name.fr,
    "name.de": name.de,
    addressLines: addressLines.join(" "),
    replyAddressLines: replyAddressLines.join(" "),
    "openingHours.note.nl": openingHours?.note.nl ?? "",
    "openingHours.note.fr": openingHours?.note.fr ?? "",
    "openingHours.note.de": openingHours?.note.de ?? "",
  };
}

/** Facts in one line each, as the audit trail tells what they were and are. */
export function toldOfService(facts: ServiceFacts) {
  const { name, addressLines, replyAddressLines, openingHours, ...contact } = facts;
  return {
    nameNl: name.nl,
    nameFr: name.fr,
    nameDe: name.de,
    nameEn: name.en,
    addressLines: addressLines.join(", "),
    replyAddressLines: replyAddressLines.join(", "),
    contactEmail: contact.contactEmail,
    contactPhone: contact.contactPhone,
    website: contact.website,
    openingHours: openingHours && JSON.stringify(openingHours),
  };
}

const orderedSchema = z.object({
  facts: z.object({ sender: z.object({ serviceName: localizedSchema }) }),
});

/** The name under which something was sent, which a later one does not change; `current`: of before orders were kept. */
export function nameWhenSent(order: unknown, current: unknown): Localized {
  const ordered = orderedSchema.safeParse(order);
  return ordered.success ? ordered.data.facts.sender.serviceName : localizedSchema.parse(current);
}
