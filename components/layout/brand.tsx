import Link from "next/link";
import { useTranslations } from "next-intl";
import { Mark } from "@/components/ui/mark";

export function Brand() {
  const t = useTranslations("layout");
  return (
    <Link
      href="/"
      className="flex min-h-11 items-center gap-3 text-[1.1875rem] font-semibold text-white no-underline"
    >
      <Mark />
      <span className="max-md:sr-only">{t("product")}</span>
      <span className="sr-only">, {t("home")}</span>
    </Link>
  );
}
