import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ReviewNotice } from "@/components/members/review-notice";
import { InvitationTable } from "@/components/members/invitation-table";
import { MemberTable } from "@/components/members/member-table";
import { LinkButton } from "@/components/ui/button";
import { DownloadLink } from "@/components/ui/download-link";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { SectionHeading } from "@/components/ui/section-heading";
import { requireActor } from "@/lib/auth/session";
import { countAdministrators, listMembers, listRightServices } from "@/lib/members/data";
import { listInvitations } from "@/lib/members/invitations/data";
import { getReviewDue } from "@/lib/members/reviews/data";
import { FEWEST_ADMINISTRATORS } from "@/lib/members/rules";
import { EXPORT_FORMATS } from "@/lib/spreadsheet/schema";
import { languageOf } from "@/lib/text/languages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("members"))("title") };
}

type Props = { searchParams: Promise<{ done?: string | string[] }> };

export default async function PeoplePage({ searchParams }: Props) {
  const actor = await requireActor("people:manage");
  const t = await getTranslations("members");
  const language = languageOf(await getLocale());
  const members = (await listMembers(actor)) ?? [];
  const isThin = (await countAdministrators(actor)) < FEWEST_ADMINISTRATORS;
  const due = await getReviewDue(actor);
  return (
    <>
      <PageHeading
        title={t("title")}
        lead={t("lead")}
        actions={
          <LinkButton href="/people/invite" icon="add">
            {t("invite")}
          </LinkButton>
        }
      />
      {isThin && (
        <Notification kind="attention" title={t("oneAdministrator.title")}>
          <p>{t("oneAdministrator.body")}</p>
        </Notification>
      )}
      {(await searchParams).done === "reviewed" && (
        <Notification kind="success" isLive>
          <p>{t("review.done")}</p>
        </Notification>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-9">
        <MemberTable
          members={members}
          services={await listRightServices(actor)}
          language={language}
          ownId={actor.personId}
        />
        <p className="-mt-5 flex flex-wrap gap-x-6 gap-y-1 text-small">
          {EXPORT_FORMATS.map((format) => (
            <DownloadLink
              key={format}
              href={`/api/people/${format}`}
              label={t("export.file")}
              format={format.toUpperCase()}
            />
          ))}
        </p>
        <section aria-labelledby="invitations-heading">
          <SectionHeading id="invitations-heading">{t("invitations.title")}</SectionHeading>
          <InvitationTable invitations={await listInvitations(actor)} />
        </section>
        {due && <ReviewNotice due={due} />}
      </div>
    </>
  );
}
