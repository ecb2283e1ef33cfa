import { useTranslations } from "next-intl";
import { Suspense, type ReactNode } from "react";
import { ArrivalFocus } from "@/components/layout/arrival-focus";
import { Brand } from "@/components/layout/brand";
import { Footer } from "@/components/layout/footer";
import { TestBand } from "@/components/ui/test-band";

export type Environment = "test" | "production";

/** What every page has around it: skip link, test band, header, main part, footer. */
export function Frame({
  environment,
  version,
  header,
  navigation,
  children,
}: {
  environment: Environment;
  version: string;
  header: ReactNode;
  navigation?: ReactNode;
  children: ReactNode;
}) {
  const t = useTranslations("layout");
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="absolute top-2 left-2 z-30 -translate-y-24 rounded bg-paper px-4 py-2.5 font-semibold text-petrol focus:translate-y-0"
      >
        {t("skipToContent")}
      </a>
      <header>
        {environment === "test" && <TestBand>{t("testBand")}</TestBand>}
        <div data-print="hidden" className="bg-ink text-white">
          <div className="mx-auto flex h-16 max-w-page items-center gap-4 px-4 md:gap-7 md:px-8">
            <Brand />
            <span className="flex-1" />
            {header}
          </div>
        </div>
        {navigation}
      </header>
      <main id="main" tabIndex={-1} className="flex-1 pt-6 pb-18 md:pt-10">
        <div className="mx-auto max-w-page px-4 md:px-8">{children}</div>
      </main>
      <Footer version={version} />
      <Suspense>
        <ArrivalFocus />
      </Suspense>
    </div>
  );
}
