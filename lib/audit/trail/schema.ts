import { z } from "zod";
import { addressDay, addressEdge, addressHash, addressId } from "@/lib/address";
import { AUDIT_ACTS, type AuditAct, type AuditEntry } from "@/lib/audit/schema";
import type { RefusalCode } from "@/lib/errors";
import type { Localized } from "@/lib/text/localized";

export const AUDIT_KINDS = ["looks", "mailbox"] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

/** Who acted without being a person of the portal. */
export const OTHER_ACTORS = ["portal", "recipient"] as const;

/** What the address of the trail says. */
export const auditFilterSchema = z.object({
  kind: z.enum(AUDIT_KINDS).nullable().catch(null),
  act: z.enum(AUDIT_ACTS).nullable().catch(null),
  person: z
    .union([z.uuid(), z.enum(OTHER_ACTORS)])
    .nullable()
    .catch(null),
  service: addressId,
  /** Keyed hash of the number of whom it is about. */
  n: addressHash,
  /** What it is about: a delivery, a message, a template. */
  subject: addressId,
  from: addressDay,
  to: addressDay,
  after: addressEdge,
  before: addressEdge,
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

/** What the form sends. It is posted: what is searched may be a national number. */
export const auditSearchSchema = auditFilterSchema
  .omit({ after: true, before: true })
  .extend({ query: z.string().max(200).catch("") });
export type AuditSearch = z.infer<typeof auditSearchSchema>;

/** A search that could not be made, with what was typed. */
export type RefusedSearch = { search: AuditSearch; code: RefusalCode; attempt: number };

export const auditRecordRefSchema = z.object({ recordId: z.uuid() });
/** What is handed out about one record, as addresses name it. */
export const auditFileRefSchema = auditRecordRefSchema.extend({
  file: z.enum(["record", "log-proof"]),
});
export type AuditFileRef = z.infer<typeof auditFileRefSchema>;

export type AuditWho =
  { kind: "person"; id: string; name: string } | { kind: "portal" | "recipient" };

export type AuditLine = {
  id: string;
  at: Date;
  /** Null: an act that this version of the portal does not know; it stands in `actCode`. */
  act: AuditAct | null;
  actCode: string;
  who: AuditWho;
  service: Localized | null;
  subjectKind: AuditEntry["subjectKind"];
  subjectId: string | null;
  /** Of the delivery or the message that it is about. */
  reference: string | null;
  isAboutSomebody: boolean;
  detail: Record<string, unknown>;
};

export type AuditPage = { rows: AuditLine[]; newer: string | null; older: string | null };

export type AuditChoices = {
  people: { id: string; name: string }[];
  services: { id: string; name: Localized }[];
};

/** What somebody who may only see who looked gets is less: `isWhole` tells. */
export type ViewedTrail = { page: AuditPage; choices: AuditChoices; isWhole: boolean };
