"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { Button } from "@/components/ui/button";
import { Notification } from "@/components/ui/notification";
import { deactivatePerson } from "@/lib/members/actions";

/** Everything at once, for who leaves. */
export function DeactivateForm({ personId }: { personId: string }) {
  const t = useTranslations("members.person");
  const refusals = useTranslations("refusals");
  const [answer, send] = useActionState(deactivatePerson, null);
  return (
    <form action={send}>
      {answer !== null && (
        <Notification kind="error" isLive>
          <p>{refusals(answer.code)}</p>
        </Notification>
      )}
      <input type="hidden" name="personId" value={personId} />
      <p className="mb-4">{t("deactivateHint")}</p>
      <Button type="submit" variant="danger">
        {t("deactivate")}
      </Button>
    </form>
  );
}
