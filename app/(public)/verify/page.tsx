import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { OtherWays } from "@/components/verify/other-ways";
import { TrustPanel } from "@/components/verify/trust-panel";
import { Verifier } from "@/components/verify/verifier";
import { getLogAnchors } from "@/lib/proofs/log/data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("proofs.verify"))("title") };
}

/** Anybody checks a proof here, in their browser alone; the deep link in each proof leads here. */
export default async function VerifyPage() {
  const t = await getTranslations("proofs.verify");
  const { trust, sealAuthorities, stampAuthorities } = await getLogAnchors();
  return (
    <div className="max-w-column">
      <PageHeading title={t("title")} lead={t("lead")} />
      <noscript>
        <Notification kind="attention" title={t("noScriptTitle")}>
          {t("noScript")}
        </Notification>
      </noscript>
      <TextProvider sections={["proofs"]}>
        <Verifier trust={trust} />
      </TextProvider>
      <TrustPanel
        logKey={trust.logKey}
        sealAuthorities={sealAuthorities}
        stampAuthorities={stampAuthorities}
      />
      <OtherWays />
    </div>
  );
}
