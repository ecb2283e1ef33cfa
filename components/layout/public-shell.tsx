import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type Environment, Frame } from "@/components/layout/frame";
import { LanguageSwitch } from "@/components/layout/language-switch";
import { languageOf } from "@/lib/text/languages";

/** The frame of pages that ask nobody to sign in. */
export function PublicShell({
  environment,
  version,
  children,
}: {
  environment: Environment;
  version: string;
  children: ReactNode;
}) {
  const t = useTranslations("layout");
  return (
    <Frame
      environment={environment}
      version={version}
      header={
        <LanguageSwitch label={t("language")} current={languageOf(useLocale())} look="onInk" />
      }
    >
      {children}
    </Frame>
  );
}
