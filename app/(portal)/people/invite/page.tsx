import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { InviteForm } from "@/components/members/invite-form";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { PageHeading } from "@/components/ui/page-heading";
import { requireActor } from "@/lib/auth/session";
import { listRightServices } from "@/lib/members/data";
import { INVITATION_DAYS } from "@/lib/members/invitations/rules";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("members.form"))("title") };
}

export default async function InvitePage() {
  const actor = await requireActor("people:manage");
  const t = await getTranslations("members");
  return (
    <div className="max-w-form">
      <Breadcrumbs path={[{ href: "/people", label: t("title") }]} current={t("form.title")} />
      <PageHeading title={t("form.title")} lead={t("form.lead", { days: INVITATION_DAYS })} />
      <TextProvider sections={["members"]}>
        <InviteForm services={await listRightServices(actor)} />
      </TextProvider>
    </div>
  );
}
