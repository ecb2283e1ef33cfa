import { useTranslations } from "next-intl";
import { Tag } from "@/components/ui/tag";

/** How far a template is, in words. */
export function TemplateState({
  version,
  hasUnpublished,
}: {
  version: number;
  hasUnpublished: boolean;
}) {
  const t = useTranslations("templates.state");
  if (version === 0) return <Tag tone="waiting">{t("unpublished")}</Tag>;
  return hasUnpublished ? (
    <Tag tone="attention" icon="edit">
      {t("changed", { number: version })}
    </Tag>
  ) : (
    <Tag tone="published" icon="check">
      {t("version", { number: version })}
    </Tag>
  );
}
