import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { z } from "zod";
import { TextProvider } from "@/components/layout/text-provider";
import { InvitationControls, InvitationDecision } from "@/components/members/invitation-controls";
import { InvitationStateTag } from "@/components/members/invitation-state-tag";
import { InvitationSummary } from "@/components/members/invitation-summary";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Card } from "@/components/ui/card";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { requireActor } from "@/lib/auth/session";
import { listRightServices } from "@/lib/members/data";
import { getInvitation } from "@/lib/members/invitations/data";
import { isOpen } from "@/lib/members/invitations/rules";
import { languageOf } from "@/lib/text/languages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("members.accept"))("title") };
}

export default async function InvitationPage({
  params,
}: {
  params: Promise<{ invitationId: string }>;
}) {
  const actor = await requireActor("people:manage");
  const id = z.uuid().safeParse((await params).invitationId);
  const invitation = id.success ? await getInvitation(actor, id.data) : null;
  if (!invitation) notFound();
  const t = await getTranslations("members");
  const language = languageOf(await getLocale());
  const { name, state, acceptedBy, lockNumber, createdBy } = invitation;
  const ref = { invitationId: invitation.id, lockNumber };
  return (
    <div className="max-w-form">
      <Breadcrumbs path={[{ href: "/people", label: t("title") }]} current={name} />
      <PageHeading title={name} lead={t("invitation.lead", { name: createdBy })} />
      <TextProvider sections={["members"]}>
        <div className="grid gap-6">
          <Card>
            <div className="mb-4">
              <InvitationStateTag state={state} />
            </div>
            <InvitationSummary
              invitation={invitation}
              services={await listRightServices(actor)}
              language={language}
            />
          </Card>
          {isOpen(state) && (
            <Card>
              <InvitationControls key={lockNumber} {...ref} />
            </Card>
          )}
          {state === "to_confirm" && acceptedBy && (
            <Card id="decision" heading={t("invitation.confirmTitle")}>
              <InvitationDecision {...ref} invited={name} signedIn={acceptedBy.name} />
            </Card>
          )}
          {state === "accepted" && acceptedBy && (
            <p>
              <TextLink href={`/people/${acceptedBy.personId}`}>
                {t("invitation.toPerson", { name: acceptedBy.name })}
              </TextLink>
            </p>
          )}
        </div>
      </TextProvider>
    </div>
  );
}
