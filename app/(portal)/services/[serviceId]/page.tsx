import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { TextProvider } from "@/components/layout/text-provider";
import { ArchiveForm } from "@/components/services/archive-form";
import { ServiceForm } from "@/components/services/service-form";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Card } from "@/components/ui/card";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { requireActor } from "@/lib/auth/session";
import { typedOfService } from "@/lib/services/answers";
import { getManagedService } from "@/lib/services/data";
import { serviceIdSchema } from "@/lib/services/schema";
import { languageOf } from "@/lib/text/languages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("services"))("title") };
}

type Props = {
  params: Promise<{ serviceId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function ServicePage({ params, searchParams }: Props) {
  const actor = await requireActor("service:manage");
  const id = serviceIdSchema.safeParse((await params).serviceId);
  const service = id.success ? await getManagedService(actor, id.data) : null;
  if (!service) notFound();
  const t = await getTranslations("services");
  const name = service.name[languageOf(await getLocale())];
  const isAdded = (await searchParams).saved === "added";
  const isArchived = service.archivedAt !== null;
  return (
    <div className="max-w-form">
      <Breadcrumbs path={[{ href: "/services", label: t("title") }]} current={name} />
      <PageHeading title={name} lead={t("page.lead", { partition: service.partition })} />
      {isAdded && (
        <Notification kind="success" isLive>
          <p>{t("saved.added")}</p>
        </Notification>
      )}
      {service.archivedAt && (
        <Notification kind="attention">
          <p>{t("page.archived", { when: service.archivedAt })}</p>
        </Notification>
      )}
      <TextProvider sections={["services"]}>
        <ServiceForm service={service} saved={typedOfService(service)} />
        <div className="mt-6">
          <Card
            id="service-archive"
            heading={t(isArchived ? "archive.backTitle" : "archive.title")}
          >
            <ArchiveForm serviceId={service.id} isArchived={isArchived} />
          </Card>
        </div>
      </TextProvider>
    </div>
  );
}
