import { useTranslations } from "next-intl";
import { TextLink } from "@/components/ui/text-link";

/** Its links fetch nothing by themselves: on /verify, nothing at all is asked for once files are there. */
export function Footer({ version }: { version: string }) {
  const t = useTranslations("layout.footer");
  return (
    <footer className="border-t border-line">
      <nav
        aria-label={t("label")}
        className="mx-auto flex max-w-page flex-wrap gap-x-7 gap-y-1 px-4 py-6 text-small md:px-8"
      >
        <TextLink href="/accessibility" prefetch={false} className="py-0.5">
          {t("accessibility")}
        </TextLink>
        <TextLink href="/verify" prefetch={false} className="py-0.5">
          {t("verify")}
        </TextLink>
        <TextLink href="/log" prefetch={false} className="py-0.5">
          {t("log")}
        </TextLink>
        <span className="py-0.5 text-ink-soft max-md:w-full md:ml-auto">
          {t("version", { version })}
        </span>
      </nav>
    </footer>
  );
}
