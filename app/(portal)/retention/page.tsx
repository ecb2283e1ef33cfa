import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { TextProvider } from "@/components/layout/text-provider";
import { ErasedPanel } from "@/components/retention/erased-panel";
import { ForecastPanel } from "@/components/retention/forecast-table";
import { HoldsPanel } from "@/components/retention/holds-panel";
import { HouseForm } from "@/components/retention/house-form";
import { PlannedPanel } from "@/components/retention/planned-panel";
import { PoliciesPanel } from "@/components/retention/policies-panel";
import { Card } from "@/components/ui/card";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { requireActor } from "@/lib/auth/session";
import { getRetention } from "@/lib/retention/data";
import { listHolds } from "@/lib/retention/holds/data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("retention"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const CHANGES = ["policy", "held", "lifted"] as const;

export default async function RetentionPage({ searchParams }: Props) {
  const actor = await requireActor("retention:manage");
  const retention = await getRetention(actor);
  const holds = await listHolds(actor);
  if (!retention || !holds) notFound();
  const t = await getTranslations("retention");
  const asked = (await searchParams).changed;
  const changed = CHANGES.find((each) => each === asked);
  const { planned, forecast, later, types, house, erased } = retention;
  return (
    <TextProvider sections={["retention"]}>
      <PageHeading title={t("title")} lead={t("lead")} />
      {changed && (
        <Notification kind="success" isLive>
          <p>{t(`changed.${changed}`)}</p>
        </Notification>
      )}
      <div className="grid gap-8">
        <PlannedPanel planned={planned} noticeDays={house.noticeDays} />
        <HoldsPanel holds={holds} />
        <ForecastPanel forecast={forecast} later={later} />
        <PoliciesPanel types={types} />
        <Card id="house" heading={t("house.title")}>
          <HouseForm house={house} />
        </Card>
        <ErasedPanel erased={erased} />
      </div>
    </TextProvider>
  );
}
