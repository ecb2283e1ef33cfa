"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Notification } from "@/components/ui/notification";
import {
  changeInvitation,
  decideInvitation,
  makeInvitationLink,
} from "@/lib/members/invitations/actions";
import { INVITATION_DAYS } from "@/lib/members/invitations/rules";

type Ref = { invitationId: string; lockNumber: number };

function HiddenRef({ invitationId, lockNumber }: Ref) {
  return (
    <>
      <input type="hidden" name="invitationId" value={invitationId} />
      <input type="hidden" name="lockNumber" value={lockNumber} />
    </>
  );
}

/** What an administrator does with an invitation that is open yet. */
export function InvitationControls(ref: Ref) {
  const t = useTranslations("members.invitation");
  const refusals = useTranslations("refusals");
  const [changed, change] = useActionState(changeInvitation, null);
  const [made, makeLink] = useActionState(makeInvitationLink, null);
  const problem = changed ?? (made && "code" in made ? made : null);
  const link = made && "link" in made ? made.link : null;
  if (link !== null) return <OnceLink link={link} />;
  return (
    <>
      {problem !== null && (
        <Notification kind="error" isLive>
          <p>{refusals(problem.code)}</p>
        </Notification>
      )}
      <form action={change} className="mb-6">
        <HiddenRef {...ref} />
        <p className="mb-3">{t("againHint", { days: INVITATION_DAYS })}</p>
        <div className="flex flex-wrap gap-3">
          <Button type="submit" name="change" value="renew" variant="secondary" icon="refresh">
            {t("again")}
          </Button>
          <Button type="submit" name="change" value="revoke" variant="quiet">
            {t("revoke")}
          </Button>
        </div>
      </form>
      <form action={makeLink}>
        <HiddenRef {...ref} />
        <p className="mb-3">{t("makeLinkHint")}</p>
        <Button type="submit" variant="secondary">
          {t("makeLink")}
        </Button>
      </form>
    </>
  );
}

function OnceLink({ link }: { link: string }) {
  const t = useTranslations("members.invitation");
  return (
    <Notification kind="success" title={t("link")} isLive>
      <p className="wrap-anywhere">{link}</p>
      <CopyButton text={link} label={t("copyLink")} />
    </Notification>
  );
}

/** The word that somebody of another name waits for. */
export function InvitationDecision({
  invited,
  signedIn,
  ...ref
}: Ref & { invited: string; signedIn: string }) {
  const t = useTranslations("members.invitation");
  const refusals = useTranslations("refusals");
  const [answer, decide] = useActionState(decideInvitation, null);
  return (
    <form action={decide}>
      <HiddenRef {...ref} />
      {answer !== null && (
        <Notification kind="error" isLive>
          <p>{refusals(answer.code)}</p>
        </Notification>
      )}
      <p className="mb-4">{t("confirmBody", { invited, signedIn })}</p>
      <div className="flex flex-wrap gap-3">
        <Button type="submit" name="decision" value="same">
          {t("same")}
        </Button>
        <Button type="submit" name="decision" value="other" variant="secondary">
          {t("notSame")}
        </Button>
      </div>
    </form>
  );
}
