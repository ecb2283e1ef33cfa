import Link from "next/link";
import { useTranslations } from "next-intl";

export type Breadcrumb = { href: string; label: string };

export function Breadcrumbs({ path, current }: { path: readonly Breadcrumb[]; current: string }) {
  const t = useTranslations("common");
  return (
    <nav aria-label={t("breadcrumbs")} className="mb-3.5 text-small">
      <ol className="flex flex-wrap gap-x-1.5">
        {path.map(({ href, label }) => (
          <li key={href}>
            <Link href={href} className="text-link">
              {label}
            </Link>
            <span aria-hidden="true" className="ml-1.5 text-ink-soft">
              /
            </span>
          </li>
        ))}
        <li aria-current="page">{current}</li>
      </ol>
    </nav>
  );
}
