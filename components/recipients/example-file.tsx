import { useTranslations } from "next-intl";
import { DownloadLink } from "@/components/ui/download-link";
import type { RecipientNeeds } from "@/lib/recipients/files/schema";

/** The file to fill in, with the columns that this message asks for. */
export function ExampleFile({ messageId, needs }: { messageId: string; needs: RecipientNeeds }) {
  const t = useTranslations("sheets");
  const common = useTranslations("common");
  const href = `/api/messages/${messageId}/recipients/example`;
  const columns = [
    t("target.number"),
    t("target.name"),
    ...(needs.texts ? [t("target.language")] : []),
    ...needs.placeholders.map(({ name }) => name),
  ];
  return (
    <div className="mb-6 rounded border border-line bg-sheet px-4.5 py-4">
      <p className="font-semibold">{t("example")}</p>
      <p className="mb-2 text-small text-ink-soft">{t("exampleHint")}</p>
      <p className="mb-2 text-small">
        {common("named", { name: t("columns") })} {columns.join(" · ")}
      </p>
      <p className="flex flex-wrap gap-x-6">
        <DownloadLink href={href} label={t("example")} format="XLSX" />
        <DownloadLink href={`${href}?format=csv`} label={t("example")} format="CSV" />
      </p>
    </div>
  );
}
