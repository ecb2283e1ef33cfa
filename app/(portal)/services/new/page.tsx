import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { ServiceForm } from "@/components/services/service-form";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { PageHeading } from "@/components/ui/page-heading";
import { requireActor } from "@/lib/auth/session";
import { EMPTY_SERVICE } from "@/lib/services/answers";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("services"))("add") };
}

export default async function NewServicePage() {
  await requireActor("service:manage");
  const t = await getTranslations("services");
  return (
    <div className="max-w-form">
      <Breadcrumbs path={[{ href: "/services", label: t("title") }]} current={t("add")} />
      <PageHeading title={t("add")} lead={t("addLead")} />
      <TextProvider sections={["services"]}>
        <ServiceForm service={null} saved={EMPTY_SERVICE} />
      </TextProvider>
    </div>
  );
}
