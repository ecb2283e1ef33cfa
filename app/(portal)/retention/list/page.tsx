import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { ErasureTable } from "@/components/retention/erasure-table";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { DownloadLink } from "@/components/ui/download-link";
import { PageHeading } from "@/components/ui/page-heading";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { addressWith } from "@/lib/address";
import { requireActor } from "@/lib/auth/session";
import { noonOf } from "@/lib/format";
import { listErasures } from "@/lib/retention/data";
import { erasureFilterSchema } from "@/lib/retention/schema";
import { EXPORT_FORMATS } from "@/lib/spreadsheet/schema";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("retention.list"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ErasureListPage({ searchParams }: Props) {
  const actor = await requireActor("retention:manage");
  const filter = erasureFilterSchema.parse(await searchParams);
  const list = await listErasures(actor, filter);
  if (!list) notFound();
  const t = await getTranslations("retention");
  const format = await getFormatter();
  const { until, lines, isMore } = list;
  return (
    <>
      <Breadcrumbs path={[{ href: "/retention", label: t("title") }]} current={t("list.title")} />
      <PageHeading title={t("list.title")} lead={t("list.lead", { until: noonOf(until) })} />
      <form method="get" action="/retention/list" className="mb-6 flex flex-wrap items-end gap-x-4">
        <TextInput
          id="until"
          name="until"
          type="date"
          label={t("list.until")}
          defaultValue={until}
          width="short"
        />
        <div className="mb-6">
          <SubmitButton variant="secondary">{t("list.show")}</SubmitButton>
        </div>
      </form>
      {lines.length === 0 ? (
        <p>{t("list.none")}</p>
      ) : (
        <>
          <p className="mb-4 flex flex-wrap gap-x-6 text-small">
            {EXPORT_FORMATS.map((each) => (
              <DownloadLink
                key={each}
                href={addressWith(`/api/retention/${each}`, { until })}
                label={t("list.file")}
                format={each.toUpperCase()}
              />
            ))}
          </p>
          {isMore && (
            <p className="mb-4 text-ink-soft">
              {t("list.more", { count: format.number(lines.length, "integer") })}
            </p>
          )}
          <ErasureTable lines={lines} />
        </>
      )}
    </>
  );
}
