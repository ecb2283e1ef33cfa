import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { TextProvider } from "@/components/layout/text-provider";
import { FourEyesForm } from "@/components/message-types/four-eyes-form";
import { TypeTable } from "@/components/message-types/type-table";
import { Card } from "@/components/ui/card";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { requireActor } from "@/lib/auth/session";
import { listManagedTypes } from "@/lib/message-types/data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("types"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function MessageTypesPage({ searchParams }: Props) {
  const managed = await listManagedTypes(await requireActor("type:manage"));
  if (!managed) notFound();
  const t = await getTranslations("types");
  return (
    <TextProvider sections={["types"]}>
      <PageHeading title={t("title")} lead={t("lead")} />
      {(await searchParams).changed === "yes" && (
        <Notification kind="success" isLive>
          <p>{t("saved")}</p>
        </Notification>
      )}
      <TypeTable types={managed.types} />
      <div className="mt-9 max-w-form">
        <Card id="four-eyes" heading={t("fourEyes.title")}>
          <p className="mb-6 text-ink-soft">{t("fourEyes.lead")}</p>
          <FourEyesForm fourEyes={managed.fourEyes} />
        </Card>
      </div>
    </TextProvider>
  );
}
