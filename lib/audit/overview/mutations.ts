import "server-only";
import { record } from "@/lib/audit/mutations";
import { getOverview, readSelectedIds, readSelection } from "@/lib/audit/overview/data";
import { isSample, MOST_VIEWS, overviewAddress } from "@/lib/audit/overview/rules";
import type {
  Overview,
  OverviewFilter,
  SavedViewInput,
  Selection,
} from "@/lib/audit/overview/schema";
import { EXPORT_LIMIT } from "@/lib/audit/trail/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor } from "@/lib/db";
import type { DeliveryLine } from "@/lib/deliveries/schema";
import type { Download } from "@/lib/download";
import type { Problem } from "@/lib/errors";
import { calendarDateOf, formatExactMoment } from "@/lib/format";
import { orderBundle } from "@/lib/proofs/bundles/mutations";
import { MOST_DELIVERIES } from "@/lib/proofs/bundles/schema";
import { ok, refuse, type Result } from "@/lib/result";
import { tableDownload } from "@/lib/spreadsheet/download";
import type { ExportFormat } from "@/lib/spreadsheet/schema";
import type { Language } from "@/lib/text/languages";
import { translator } from "@/lib/text/translate";

/** The proofs of the organisation as they are filtered; who looks at them is on record. */
export async function viewOverview(
  actor: PersonActor,
  filter: OverviewFilter,
): Promise<Result<Overview, Problem>> {
  const overview = await getOverview(actor, filter);
  await withActor(actor, (tx) =>
    record(tx, actor, {
      act: isSample(filter) ? "sample_drawn" : "deliveries_listed",
      subjectKind: "delivery",
      subjectId: null,
      detail: { ...noted(filter), rows: overview.page.rows.length },
    }),
  );
  return ok(overview);
}

/** What is filtered, or the sample with its seed, as a table; that it was taken out goes on record. */
export async function exportOverview(
  actor: PersonActor,
  {
    filter,
    format,
    language,
  }: { filter: OverviewFilter; format: ExportFormat; language: Language },
): Promise<Result<Download, Problem>> {
  const lines = await withActor(actor, async (tx) => {
    const found = await readSelection(tx, actor, filter, EXPORT_LIMIT + 1);
    if (found.length > EXPORT_LIMIT) return null;
    await record(tx, actor, {
      act: "deliveries_exported",
      subjectKind: "delivery",
      subjectId: null,
      detail: { ...noted(filter), format, rows: found.length },
    });
    return found;
  });
  if (!lines) return refuse({ code: "selection_too_large" });
  const name = translator(language, "overview")("fileName");
  const table = tableOf(lines, filter, language);
  return ok(await tableDownload(`${name}-${calendarDateOf(now())}`, table, format));
}

/** Orders one file with the bundles of all that is filtered, or of the sample. */
export async function orderSelection(
  actor: PersonActor,
  { filter, language }: Selection,
): Promise<Result<null, Problem>> {
  const deliveryIds = await withActor(actor, (tx) =>
    readSelectedIds(tx, actor, filter, MOST_DELIVERIES + 1),
  );
  if (deliveryIds.length === 0) return refuse({ code: "not_found" });
  // A file that silently holds less than was asked for proves the wrong thing.
  if (deliveryIds.length > MOST_DELIVERIES) return refuse({ code: "selection_too_large" });
  const ordered = await orderBundle(actor, { deliveryIds, language });
  return ordered.ok ? ok(null) : ordered;
}

/** Keeps these filters under a name; one of the same name is replaced. */
export async function saveView(
  actor: PersonActor,
  { name, filter }: SavedViewInput,
): Promise<Result<null, Problem>> {
  const organisationId = actor.actingFor.organisationId ?? "";
  const own = { organisationId, personId: actor.personId };
  const query = overviewAddress({ ...filter, after: null, before: null }, "");
  return withActor(actor, async (tx) => {
    await tx.savedView.deleteMany({ where: { ...own, name } });
    if ((await tx.savedView.count({ where: own })) >= MOST_VIEWS) {
      return refuse({ code: "conflict" });
    }
    const { id } = await tx.savedView.create({ data: { ...own, name, query } });
    await record(tx, actor, { act: "view_saved", subjectKind: "view", subjectId: id });
    return ok(null);
  });
}

export async function removeView(
  actor: PersonActor,
  { viewId }: { viewId: string },
): Promise<Result<null, Problem>> {
  return withActor(actor, async (tx) => {
    const { count } = await tx.savedView.deleteMany({
      where: { id: viewId, personId: actor.personId },
    });
    if (count === 0) return refuse({ code: "not_found" });
    await record(tx, actor, { act: "view_removed", subjectKind: "view", subjectId: viewId });
    return ok(null);
  });
}

function noted({ after, before, seed, ...filter }: OverviewFilter) {
  return { ...filter, seed: seed || null, isFurther: after !== null || before !== null };
}

const COLUMNS = [
  "reference",
  "recipient",
  "number",
  "subject",
  "type",
  "service",
  "choice",
  "state",
] as const;
const MOMENTS = ["sentAt", "publishedAt", "openedAt", "repliedAt"] as const;

function tableOf(lines: readonly DeliveryLine[], filter: OverviewFilter, language: Language) {
  const t = translator(language, "overview.columns");
  const deliveries = translator(language, "deliveries");
  const seed = isSample(filter) ? filter.seed : null;
  const header = [
    ...COLUMNS.map((column) => t(column)),
    ...MOMENTS.map((column) => t(column)),
    t("id"),
    ...(seed === null ? [] : [t("place"), t("seed")]),
  ];
  const rows = lines.map((line, at) => [
    line.reference,
    line.recipientName,
    line.recipientMasked,
    line.subject,
    line.type[language],
    line.service[language],
    deliveries(`choice.${line.deliveryChoice}`),
    deliveries(`state.${line.state}`),
    ...MOMENTS.map((moment) => {
      const at = moment === "sentAt" && line.state === "cancelled" ? null : line[moment];
      return at ? formatExactMoment(at, language) : "";
    }),
    line.id,
    ...(seed === null ? [] : [String(at + 1), seed]),
  ]);
  return { header, rows };
}
