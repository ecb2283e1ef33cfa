"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { HandlingTag } from "@/components/replies/handling-tag";
import { Notification } from "@/components/ui/notification";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { SupportCode } from "@/components/ui/support-code";
import { assignReply, handleReply } from "@/lib/replies/answers/actions";
import { handlingState } from "@/lib/replies/answers/handling";
import type { Handling } from "@/lib/replies/answers/schema";

/** Who sees to what came in, and whether it is done; plain forms, each with one button. */
export function HandlingForm({
  deliveryId,
  newestAt,
  handling,
  colleagues,
}: {
  deliveryId: string;
  newestAt: Date;
  handling: Handling;
  colleagues: readonly { id: string; name: string }[] | null;
}) {
  const t = useTranslations("replies.answers");
  const refusals = useTranslations("refusals");
  const [notAssigned, assign] = useActionState(assignReply, null);
  const [notHandled, handle] = useActionState(handleReply, null);
  const { lockNumber, assignedTo, handledAt, handledBy } = handling;
  const isHandled = handlingState(handledAt, newestAt) === "handled";
  const problem = notAssigned ?? notHandled;
  const seen = (
    <>
      <input type="hidden" name="deliveryId" value={deliveryId} />
      <input type="hidden" name="lockNumber" value={lockNumber} />
    </>
  );
  return (
    <>
      {problem && (
        <Notification kind="error" isLive>
          <p>{refusals(problem.code)}</p>
          <SupportCode code={problem.code} />
        </Notification>
      )}
      <div role="status" className="mb-4">
        <HandlingTag handling={handling} newestAt={newestAt} />
        {handledAt && isHandled && (
          <p className="mt-1 text-small text-ink-soft">
            {t("handledAt", { when: handledAt, name: handledBy ?? "" })}
          </p>
        )}
      </div>
      {colleagues && (
        <>
          <form action={assign} key={`${lockNumber}`}>
            {seen}
            <Select
              id="assigned-to"
              name="personId"
              label={t("assign")}
              defaultValue={assignedTo?.id ?? ""}
              options={[
                { value: "", label: t("nobody") },
                ...colleagues.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
            <SubmitButton variant="secondary" size="small">
              {t("saveAssign")}
            </SubmitButton>
          </form>
          <form action={handle} className="mt-5 border-t border-line pt-5">
            {seen}
            <input type="hidden" name="isHandled" value={isHandled ? "no" : "yes"} />
            <input type="hidden" name="seenUntil" value={newestAt.toISOString()} />
            <SubmitButton size="small" variant={isHandled ? "secondary" : "primary"}>
              {isHandled ? t("reopen") : t("markHandled")}
            </SubmitButton>
          </form>
        </>
      )}
    </>
  );
}
