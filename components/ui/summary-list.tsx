import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

export function SummaryList({ children }: { children: ReactNode }) {
  return <dl className="[&>:last-child]:pb-0">{children}</dl>;
}

/** One answer to check, with the link that goes back and changes it. */
export function SummaryRow({
  term,
  changeHref,
  children,
}: {
  term: string;
  changeHref?: string;
  children: ReactNode;
}) {
  const t = useTranslations("common");
  return (
    <div className="grid gap-x-6 gap-y-1 border-b border-line py-3 last:border-b-0 md:grid-cols-[minmax(9rem,30%)_1fr_auto]">
      <dt className="font-semibold">{term}</dt>
      <dd className="min-w-0">{children}</dd>
      {changeHref !== undefined && (
        <dd className="md:text-right">
          <Link href={changeHref} className="inline-block py-0.5 text-small text-link">
            {t("change")}
            <span className="sr-only"> {term}</span>
          </Link>
        </dd>
      )}
    </div>
  );
}
