import "server-only";
import { managedOrganisation } from "@/lib/auth/rules";
import { record } from "@/lib/audit/mutations";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor } from "@/lib/db";
import type { Download } from "@/lib/download";
import type { Problem } from "@/lib/errors";
import { calendarDateOf, formatDate } from "@/lib/format";
import { changesBetween } from "@/lib/message-types/rules";
import { ok, refuse, type Result } from "@/lib/result";
import { listErasures } from "@/lib/retention/data";
import {
  LINES_EXPORTED,
  type ErasureFilter,
  type ErasureLine,
  type HousePolicy,
} from "@/lib/retention/schema";
import { tableDownload } from "@/lib/spreadsheet/download";
import type { ExportFormat } from "@/lib/spreadsheet/schema";
import type { Language } from "@/lib/text/languages";
import { translator } from "@/lib/text/translate";

/** Changes how long drafts and spreadsheets are kept, and how long before it is erased it is told. */
export async function changeHousePolicy(
  actor: PersonActor,
  { lockNumber, ...policy }: HousePolicy,
): Promise<Result<null, Problem>> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return refuse({ code: "not_found" });
  return withActor(actor, async (tx) => {
    const before = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } });
    const { count } = await tx.organisation.updateMany({
      where: { id: organisationId, lockNumber },
      data: {
        draftsKeptDays: policy.draftsDays,
        recipientFilesKeptDays: policy.recipientFilesDays,
        erasureNoticeDays: policy.noticeDays,
        lockNumber: { increment: 1 },
      },
    });
    if (count === 0) return refuse({ code: "type_changed" as const });
    const was = {
      draftsDays: before.draftsKeptDays,
      recipientFilesDays: before.recipientFilesKeptDays,
      noticeDays: before.erasureNoticeDays,
    };
    await record(tx, actor, {
      act: "retention_changed",
      subjectKind: "organisation",
      subjectId: organisationId,
      detail: changesBetween(was, policy),
    });
    return ok(null);
  });
}

/** The list of what would be erased, as a table; that it was taken out goes on record. */
export async function exportErasures(
  actor: PersonActor,
  { filter, format, language }: { filter: ErasureFilter; format: ExportFormat; language: Language },
): Promise<Result<Download, Problem>> {
  const list = await listErasures(actor, filter, LINES_EXPORTED);
  if (!list) return refuse({ code: "not_found" });
  if (list.isMore) return refuse({ code: "selection_too_large" });
  await withActor(actor, (tx) =>
    record(tx, actor, {
      act: "erasures_exported",
      subjectKind: "organisation",
      subjectId: actor.actingFor.organisationId,
      detail: { until: list.until, format, rows: list.lines.length },
    }),
  );
  const t = translator(language, "retention");
  const columns = [
    "reference",
    "kind",
    "type",
    "service",
    "over",
    "due",
    "erased",
    "state",
  ] as const;
  const table = {
    header: columns.map((column) => t(`list.${column}`)),
    rows: list.lines.map((line) => cellsOf(line, language)),
  };
  return ok(await tableDownload(`${t("list.fileName")}-${calendarDateOf(now())}`, table, format));
}

function cellsOf(line: ErasureLine, language: Language): string[] {
  const t = translator(language, "retention");
  const { kind, reference, type, service, endsAt, dueAt, eraseAt, state, obstacle } = line;
  return [
    reference,
    t(`kind.${kind}`),
    type[language],
    service[language],
    formatDate(endsAt, language),
    formatDate(dueAt, language),
    eraseAt ? formatDate(eraseAt, language) : "",
    obstacle ? t(`obstacle.${obstacle}`) : t(`state.${state}`),
  ];
}
