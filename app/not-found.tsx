import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { PublicShell } from "@/components/layout/public-shell";
import { LinkButton } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";
import { environment } from "@/lib/env";
import packageJson from "@/package.json";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("errors"))("notFoundTitle") };
}

export default function NotFound() {
  const t = useTranslations("errors");
  return (
    <PublicShell environment={environment().PORTAL_ENVIRONMENT} version={packageJson.version}>
      <PageHeading title={t("notFoundTitle")} lead={t("notFoundBody")} />
      <LinkButton href="/">{t("toHome")}</LinkButton>
    </PublicShell>
  );
}
