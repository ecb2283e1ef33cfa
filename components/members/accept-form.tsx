"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { Notification } from "@/components/ui/notification";
import { SubmitButton } from "@/components/ui/submit-button";
import { acceptInvitation } from "@/lib/members/invitations/actions";

export function AcceptForm({ token }: { token: string }) {
  const t = useTranslations("members.accept");
  const refusals = useTranslations("refusals");
  const [answer, accept] = useActionState(acceptInvitation, null);
  return (
    <form action={accept}>
      {answer !== null && (
        <Notification kind="error" isLive>
          <p>{refusals(answer.code)}</p>
        </Notification>
      )}
      <input type="hidden" name="token" value={token} />
      <SubmitButton>{t("accept")}</SubmitButton>
    </form>
  );
}
