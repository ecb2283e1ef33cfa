import type { Metadata } from "next";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { TextProvider } from "@/components/layout/text-provider";
import { DeactivateForm } from "@/components/members/deactivate-form";
import { GiveForm } from "@/components/members/give-form";
import { PastRights } from "@/components/members/past-rights";
import { RightList } from "@/components/members/right-list";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Card } from "@/components/ui/card";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { requireActor } from "@/lib/auth/session";
import { getMember, listOthers, listRightServices } from "@/lib/members/data";
import { personRefSchema } from "@/lib/members/schema";
import { languageOf } from "@/lib/text/languages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("members"))("title") };
}

const DONE = ["given", "taken", "deactivated"] as const;

export default async function PersonPage({
  params,
  searchParams,
}: {
  params: Promise<{ personId: string }>;
  searchParams: Promise<{ done?: string | string[] }>;
}) {
  const actor = await requireActor("people:manage");
  const ref = personRefSchema.safeParse(await params);
  const member = ref.success ? await getMember(actor, ref.data.personId) : null;
  if (!member) notFound();
  const t = await getTranslations("members");
  const format = await getFormatter();
  const language = languageOf(await getLocale());
  const services = await listRightServices(actor);
  const said = (await searchParams).done;
  const done = DONE.find((one) => one === said);
  const lead = member.lastSignInAt
    ? t("person.lastSignIn", { moment: format.dateTime(member.lastSignInAt, "moment") })
    : t("person.neverSignedIn");
  return (
    <div className="max-w-form">
      <Breadcrumbs path={[{ href: "/people", label: t("title") }]} current={member.name} />
      <PageHeading title={member.name} lead={lead} />
      {done && (
        <Notification kind="success" isLive>
          <p>{t(`done.${done}`)}</p>
        </Notification>
      )}
      <TextProvider sections={["members"]}>
        <div className="grid gap-6">
          <Card id="rights" heading={t("person.rights")}>
            <RightList rights={member.rights} services={services} />
            <PastRights rights={member.past} services={services} language={language} />
          </Card>
          {member.isOneself ? (
            <p className="text-ink-soft">{t("person.oneself")}</p>
          ) : (
            <Card id="give" heading={t("person.give")}>
              <GiveForm
                personId={member.personId}
                services={services}
                others={await listOthers(actor, member.personId)}
              />
            </Card>
          )}
          {!member.isOneself && member.rights.length > 0 && (
            <Card id="deactivate" heading={t("person.deactivate")}>
              <DeactivateForm personId={member.personId} />
            </Card>
          )}
        </div>
      </TextProvider>
    </div>
  );
}
