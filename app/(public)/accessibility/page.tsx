import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";

/** When the statement was last reviewed; change it with the statement and never without. */
const reviewedOn = new Date("2026-11-23T12:00:00Z");

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("accessibility"))("title") };
}

export default function AccessibilityPage() {
  const t = useTranslations("accessibility");
  return (
    <div className="max-w-form">
      <PageHeading title={t("title")} lead={t("lead")} />
      <p>{t("scope")}</p>
      <Part title={t("statusTitle")}>
        <p>{t("status")}</p>
      </Part>
      <Part title={t("gapsTitle")}>
        <ul className="grid list-disc gap-2 pl-5">
          <li>{t("gapUploads")}</li>
          <li>{t("gapAudit")}</li>
          <li>{t("gapSignIn")}</li>
        </ul>
      </Part>
      <Part title={t("methodTitle")}>
        <p>{t("method", { date: reviewedOn })}</p>
      </Part>
      <Part title={t("contactTitle")}>
        <p>{t("contact")}</p>
      </Part>
      <Part title={t("enforcementTitle")}>
        <p>
          {t("enforcement")}{" "}
          <TextLink href={`https://${t("enforcementSite")}`}>{t("enforcementSite")}</TextLink>.
        </p>
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-8">
      <h2 className="mb-2 text-h2 font-semibold tracking-h2">{title}</h2>
      {children}
    </section>
  );
}
