"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { Notification } from "@/components/ui/notification";
import { SubmitButton } from "@/components/ui/submit-button";
import { shelveService } from "@/lib/services/actions";

/** Archives a service, or brings it back; what speaks against it is told where it was asked. */
export function ArchiveForm({ serviceId, isArchived }: { serviceId: string; isArchived: boolean }) {
  const t = useTranslations("services.archive");
  const refusals = useTranslations("refusals");
  const [answer, send] = useActionState(shelveService, null);
  return (
    <form action={send}>
      {answer !== null && (
        <Notification kind="error" isLive>
          <p>{refusals(answer.code)}</p>
        </Notification>
      )}
      <p className="mb-4 max-w-reading text-ink-soft">{t(isArchived ? "backHint" : "hint")}</p>
      <input type="hidden" name="serviceId" value={serviceId} />
      <input type="hidden" name="shelve" value={isArchived ? "bring_back" : "archive"} />
      <SubmitButton variant="secondary">{t(isArchived ? "back" : "archive")}</SubmitButton>
    </form>
  );
}
