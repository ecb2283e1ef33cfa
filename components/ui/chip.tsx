import Link from "next/link";
import { useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";

/** A filter that is on; following it takes the filter off. */
export function Chip({ label, removeHref }: { label: string; removeHref: string }) {
  const t = useTranslations("common");
  return (
    <Link
      href={removeHref}
      className="inline-flex min-h-8 items-center gap-1.5 rounded border border-petrol bg-petrol-tint px-2.5 text-small text-petrol-dark no-underline hover:bg-paper pointer-coarse:min-h-11"
    >
      <span className="sr-only">{t("remove")}: </span>
      {label}
      <Icon name="close" size={14} />
    </Link>
  );
}
