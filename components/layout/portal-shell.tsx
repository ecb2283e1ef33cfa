import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type ActingForChoice, ActingForSwitch } from "@/components/layout/acting-for-switch";
import { type Environment, Frame } from "@/components/layout/frame";
import { LanguageSwitch } from "@/components/layout/language-switch";
import { Navigation, type NavigationItem } from "@/components/layout/navigation";
import { PopoverMenu } from "@/components/layout/popover-menu";
import { SignOut } from "@/components/layout/sign-out";
import { Icon } from "@/components/ui/icon";
import { languageOf } from "@/lib/text/languages";

/** The frame of a signed-in person. Holds no data of its own: all of it arrives as props. */
export function PortalShell({
  environment,
  version,
  personName,
  actingFor,
  switchAction,
  signOutAction,
  navigation,
  sessionWarning,
  children,
}: {
  environment: Environment;
  version: string;
  personName: string;
  actingFor: readonly ActingForChoice[];
  switchAction: string;
  signOutAction: string;
  navigation: readonly NavigationItem[];
  sessionWarning?: ReactNode;
  children: ReactNode;
}) {
  const t = useTranslations("layout");
  const language = languageOf(useLocale());
  return (
    <Frame
      environment={environment}
      version={version}
      header={
        <>
          <ActingForSwitch choices={actingFor} action={switchAction} />
          <div className="flex items-center gap-6 text-small text-ink-text max-lg:hidden">
            <LanguageSwitch label={t("language")} current={language} look="onInk" />
            <span>{personName}</span>
            <SignOut action={signOutAction} look="onInk" />
          </div>
          <PopoverMenu
            className="flex-none lg:hidden"
            summaryClassName="flex min-h-10 min-w-10 items-center justify-center gap-2 rounded border border-ink-line px-2 text-small text-white hover:border-ink-text"
            summary={
              <>
                <Icon name="menu" size={20} />
                <span className="max-md:sr-only">{t("menu")}</span>
              </>
            }
          >
            <div className="p-2">
              <Navigation label={t("menu")} items={navigation} look="list" />
            </div>
            <div className="grid gap-2 border-t border-line px-5 py-4 text-small">
              <p>{t("signedInAs", { name: personName })}</p>
              <SignOut action={signOutAction} look="onPaper" />
              <LanguageSwitch label={t("language")} current={language} look="onPaper" />
            </div>
          </PopoverMenu>
        </>
      }
      navigation={
        <div className="border-b border-line bg-paper">
          <div className="relative mx-auto max-w-page [scrollbar-width:none] overflow-x-auto px-4 md:px-8">
            <Navigation label={t("mainNavigation")} items={navigation} look="bar" />
          </div>
        </div>
      }
    >
      {children}
      {sessionWarning}
    </Frame>
  );
}
