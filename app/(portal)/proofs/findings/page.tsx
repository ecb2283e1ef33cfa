import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { FindingForm } from "@/components/proofs/finding-form";
import { FindingList } from "@/components/proofs/finding-list";
import { PageHeading } from "@/components/ui/page-heading";
import { requireActor } from "@/lib/auth/session";
import { listFindings } from "@/lib/proofs/findings/data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("proofs.findings"))("title") };
}

export default async function FindingsPage() {
  const actor = await requireActor("audit:prove");
  const t = await getTranslations("proofs.findings");
  const findings = await listFindings(actor);
  return (
    <div className="max-w-form">
      <TextProvider sections={["proofs", "recipients", "refusals"]}>
        <PageHeading title={t("title")} lead={t("lead")} />
        <FindingForm />
        <FindingList findings={findings} />
      </TextProvider>
    </div>
  );
}
