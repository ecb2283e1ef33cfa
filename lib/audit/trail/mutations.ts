import "server-only";
import { record, recordLook } from "@/lib/audit/mutations";
import {
  findByReference,
  listAuditChoices,
  listAuditRecords,
  readAuditLines,
  readAuditRecord,
  seesWholeTrail,
} from "@/lib/audit/trail/data";
import { auditAddress, EXPORT_LIMIT } from "@/lib/audit/trail/rules";
import type {
  AuditFileRef,
  AuditFilter,
  AuditLine,
  AuditSearch,
  ViewedTrail,
} from "@/lib/audit/trail/schema";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor } from "@/lib/db";
import { searchedNumber } from "@/lib/deliveries/rules";
import type { Download } from "@/lib/download";
import type { Problem } from "@/lib/errors";
import { calendarDateOf, formatExactMoment } from "@/lib/format";
import { hashNumber } from "@/lib/number-vault";
import { getAuditRecordProof } from "@/lib/proofs/data";
import { parseRecipientNumber } from "@/lib/recipients/rules";
import { ok, refuse, type Result } from "@/lib/result";
import { tableDownload } from "@/lib/spreadsheet/download";
import type { ExportFormat } from "@/lib/spreadsheet/schema";
import type { Language } from "@/lib/text/languages";
import { translator } from "@/lib/text/translate";

/** A page of the trail. Looking at it stands in it: each search for somebody or something, the rest once. */
export async function viewTrail(
  actor: PersonActor,
  filter: AuditFilter,
): Promise<Result<ViewedTrail, Problem>> {
  const page = await listAuditRecords(actor, filter);
  const choices = await listAuditChoices(actor);
  await withActor(actor, (tx) =>
    filter.n || filter.subject
      ? record(tx, actor, {
          act: "audit_searched",
          subjectKind: "audit_record",
          subjectId: filter.subject,
          ...numberOf(filter),
          detail: { ...narrowed(filter), rows: page.rows.length },
        })
      : recordLook(tx, actor, {
          act: "audit_listed",
          subjectKind: "audit_record",
          subjectId: null,
        }),
  );
  return ok({ page, choices, isWhole: seesWholeTrail(actor) });
}

/** Where the answer to a search stands: without the number that may have been searched. */
export async function findTrailAddress(
  actor: PersonActor,
  { query, ...filter }: AuditSearch,
): Promise<Result<string, Problem>> {
  const wanted = query.trim();
  if (wanted === "") return ok(auditAddress(filter));
  const number = numberIn(wanted);
  if (number) {
    const n = Buffer.from(hashNumber(number)).toString("hex");
    return ok(auditAddress({ ...filter, n, subject: null }));
  }
  const subject = await findByReference(actor, wanted.toUpperCase());
  return subject
    ? ok(auditAddress({ ...filter, subject, n: null }))
    : refuse({ code: "search_unknown" });
}

/** Of an enterprise, or a national number, also one that is mistyped: then nothing is found. */
function numberIn(text: string): string | null {
  const enterprise = parseRecipientNumber("enterprise", text, now());
  return enterprise.ok ? enterprise.value : (searchedNumber(text, now())?.digits ?? null);
}

/** What was filtered as a table, whole or not at all; that it was taken out goes on record. */
export async function exportTrail(
  actor: PersonActor,
  { filter, format, language }: { filter: AuditFilter; format: ExportFormat; language: Language },
): Promise<Result<Download, Problem>> {
  const lines = await withActor(actor, async (tx) => {
    const found = await readAuditLines(tx, actor, filter, EXPORT_LIMIT + 1);
    if (found.length > EXPORT_LIMIT) return null;
    await record(tx, actor, {
      act: "audit_exported",
      subjectKind: "audit_record",
      subjectId: filter.subject,
      ...numberOf(filter),
      detail: { ...narrowed(filter), format, rows: found.length },
    });
    return found;
  });
  // A file that silently holds less than was asked for proves the wrong thing.
  if (!lines) return refuse({ code: "selection_too_large" });
  const name = `${translator(language, "audit")("fileName")}-${calendarDateOf(now())}`;
  return ok(await tableDownload(name, tableOf(lines, language), format));
}

/** One record; that somebody looked at it is one of its own. */
export async function viewAuditRecord(
  actor: PersonActor,
  { recordId }: { recordId: string },
): Promise<Result<AuditLine, Problem>> {
  return handOut(actor, recordId, "audit_record_viewed", {});
}

/** A record's exact bytes, or the proof that they stand in the log. */
export async function downloadAuditRecord(
  actor: PersonActor,
  { recordId, file }: AuditFileRef,
): Promise<Result<Download, Problem>> {
  const proof = seesWholeTrail(actor) && (await getAuditRecordProof(actor, recordId));
  if (!proof || (!proof.ok && proof.refusal === "not_found")) return refuse({ code: "not_found" });
  if (!proof.ok) return refuse({ code: "proof_not_ready" });
  const handed = await handOut(actor, recordId, "proof_downloaded", { file });
  if (!handed.ok) return handed;
  const { name, bytes } = file === "record" ? proof.value.record : proof.value.logProof;
  return ok({
    fileName: name,
    mediaType: file === "record" ? "application/json" : "text/plain; charset=utf-8",
    bytes: new Uint8Array(bytes),
  });
}

/** Puts on record that a record is looked at or taken out, before it is. */
async function handOut(
  actor: PersonActor,
  recordId: string,
  act: "audit_record_viewed" | "proof_downloaded",
  detail: { file?: string },
): Promise<Result<AuditLine, Problem>> {
  return withActor(actor, async (tx) => {
    const found = await readAuditRecord(tx, actor, recordId);
    if (!found) return refuse({ code: "not_found" });
    const { numberHash, serviceId } = found.row;
    const look = act === "audit_record_viewed" ? recordLook : record;
    await look(tx, actor, {
      act,
      subjectKind: "audit_record",
      subjectId: recordId,
      ...(serviceId ? { serviceId } : {}),
      ...(numberHash ? { numberHash } : {}),
      detail,
    });
    return ok(found.line);
  });
}

function numberOf({ n }: AuditFilter) {
  return n ? { numberHash: new Uint8Array(Buffer.from(n, "hex")) } : {};
}

/** What it was narrowed to, without the hash: that stands in a column of its own. */
function narrowed({ kind, act, person, service, from, to, after, before }: AuditFilter) {
  return { kind, act, person, service, from, to, isFurther: after !== null || before !== null };
}

function tableOf(lines: readonly AuditLine[], language: Language) {
  const t = translator(language, "audit");
  const header = (
    [
      "when",
      "instant",
      "who",
      "what",
      "about",
      "service",
      "code",
      "subject",
      "detail",
      "record",
    ] as const
  ).map((column) => t(`columns.${column}`));
  const rows = lines.map((line) => [
    formatExactMoment(line.at, language),
    line.at.toISOString(),
    line.who.kind === "person" ? line.who.name : t(`who.${line.who.kind}`),
    line.act ? t(`acts.${line.act}`) : line.actCode,
    line.reference ?? "",
    line.service?.[language] ?? "",
    line.actCode,
    line.subjectId ?? "",
    JSON.stringify(line.detail),
    line.id,
  ]);
  return { header, rows };
}
