import Link from "next/link";
import { useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";

/** Lists are paged by key, not by number: one moves to newer or to older rows. */
export function Pagination({ newerHref, olderHref }: { newerHref?: string; olderHref?: string }) {
  const t = useTranslations("common");
  if (newerHref === undefined && olderHref === undefined) return null;
  const look = "inline-flex items-center gap-1.5 py-2 text-link font-semibold";
  return (
    <nav aria-label={t("pages")} className="mt-4 flex justify-between gap-4">
      {newerHref === undefined ? (
        <span />
      ) : (
        <Link href={newerHref} rel="prev" className={look}>
          <Icon name="previous" />
          {t("newer")}
        </Link>
      )}
      {olderHref !== undefined && (
        <Link href={olderHref} rel="next" className={look}>
          {t("older")}
          <Icon name="next" />
        </Link>
      )}
    </nav>
  );
}
