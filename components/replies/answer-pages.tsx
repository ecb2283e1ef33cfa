import { useTranslations } from "next-intl";
import { TextLink } from "@/components/ui/text-link";

export function AnswerPages({
  messageId,
  page,
  pages,
}: {
  messageId: string;
  page: number;
  pages: number;
}) {
  const t = useTranslations("replies.answers");
  if (pages < 2) return null;
  const href = (number: number) => `/messages/${messageId}/answers?page=${number}`;
  return (
    <nav aria-label={t("pagesLabel")} className="mt-4 flex flex-wrap items-baseline gap-x-6">
      {page > 1 && <TextLink href={href(page - 1)}>{t("previousPage")}</TextLink>}
      <span className="text-small text-ink-soft">{t("pageOf", { page, pages })}</span>
      {page < pages && <TextLink href={href(page + 1)}>{t("nextPage")}</TextLink>}
    </nav>
  );
}
