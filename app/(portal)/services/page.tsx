import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ServiceTable } from "@/components/services/service-table";
import { LinkButton } from "@/components/ui/button";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { requireActor } from "@/lib/auth/session";
import { listManagedServices } from "@/lib/services/data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("services"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const SAVED = ["changed", "archived", "brought_back"] as const;

export default async function ServicesPage({ searchParams }: Props) {
  const services = await listManagedServices(await requireActor("service:manage"));
  const t = await getTranslations("services");
  const asked = (await searchParams).saved;
  const saved = SAVED.find((each) => each === asked);
  return (
    <>
      <PageHeading
        title={t("title")}
        lead={t("lead")}
        actions={<LinkButton href="/services/new">{t("add")}</LinkButton>}
      />
      {saved && (
        <Notification kind="success" isLive>
          <p>{t(`saved.${saved}`)}</p>
        </Notification>
      )}
      <ServiceTable services={services} />
    </>
  );
}
