import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { HoldForm } from "@/components/retention/hold-form";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Card } from "@/components/ui/card";
import { PageHeading } from "@/components/ui/page-heading";
import { requireActor } from "@/lib/auth/session";
import { listHoldServices } from "@/lib/retention/holds/data";
import { languageOf } from "@/lib/text/languages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("retention.new"))("title") };
}

export default async function NewHoldPage() {
  const actor = await requireActor("retention:manage");
  const t = await getTranslations("retention");
  const language = languageOf(await getLocale());
  const services = await listHoldServices(actor);
  return (
    <div className="max-w-form">
      <Breadcrumbs path={[{ href: "/retention", label: t("title") }]} current={t("new.title")} />
      <PageHeading title={t("new.title")} lead={t("new.lead")} />
      <TextProvider sections={["retention"]}>
        <Card>
          <HoldForm
            services={services.map(({ id, name }) => ({ value: id, label: name[language] }))}
          />
        </Card>
      </TextProvider>
    </div>
  );
}
