import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { FindingForm } from "@/components/proofs/finding-form";
import { FindingList } from "@/components/proofs/finding-list";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { requireActor } from "@/lib/auth/session";
import { listFindings } from "@/lib/proofs/findings/data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("proofs.findings"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function FindingsPage({ searchParams }: Props) {
  const actor = await requireActor("audit:prove");
  const t = await getTranslations("proofs.findings");
  const overview = await getTranslations("overview");
  const findings = await listFindings(actor);
  const { asked } = await searchParams;
  return (
    <div className="max-w-form">
      <TextProvider sections={["proofs", "recipients", "refusals"]}>
        <Breadcrumbs path={[{ href: "/proofs", label: overview("title") }]} current={t("title")} />
        <PageHeading title={t("title")} lead={t("lead")} />
        {findings.some(({ id }) => id === asked) && (
          <Notification kind="success" isLive>
            <p>{t("asked")}</p>
          </Notification>
        )}
        <FindingForm />
        <FindingList findings={findings} />
      </TextProvider>
    </div>
  );
}
