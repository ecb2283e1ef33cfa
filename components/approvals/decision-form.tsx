"use client";

import { useTranslations } from "next-intl";
import { useActionState, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorSummary } from "@/components/ui/error-summary";
import { SubmitButton } from "@/components/ui/submit-button";
import { FieldError } from "@/components/ui/field-error";
import { Textarea } from "@/components/ui/textarea";
import { COMMENT_LIMIT } from "@/lib/approvals/schema";
import type { Problem } from "@/lib/errors";
import { approveMessage, sendBack } from "@/lib/messages/orders/actions";
import { TASKS } from "@/lib/messages/schema";

/** Lets a message go, or gives it back with what is to be done at which part. */
export function DecisionForm({
  messageId,
  round,
  button,
  letterHref,
}: {
  messageId: string;
  round: number;
  /** What approving does, in words. */
  button: string;
  /** Where the letter is not beside the decision, the way to it; null: it cannot be made. */
  letterHref: string | null;
}) {
  const t = useTranslations("approvals.decision");
  const places = useTranslations("messages.task");
  const [approved, approve] = useActionState(approveMessage, null);
  const [returned, giveBack] = useActionState(sendBack, null);
  const [comments, setComments] = useState<Record<string, string>>({});
  // Pressed last: an empty sending back after a refused approval.
  const errors = useErrors(returned ?? approved);
  const fields = (
    <>
      <input type="hidden" name="messageId" value={messageId} />
      <input type="hidden" name="round" value={round} />
    </>
  );
  return (
    <Card id="decision" heading={t("title")}>
      <ErrorSummary errors={errors} />
      {letterHref !== null && (
        <p className="mb-5 wide:hidden">
          <a href={letterHref} target="_blank" className="text-link">
            {t("readFirst")}
          </a>
        </p>
      )}
      <form action={approve}>
        {fields}
        <SubmitButton pendingText={t("approving")}>{button}</SubmitButton>
      </form>
      <details id="send-back" className="mt-6" open={returned !== null || undefined}>
        <summary className="py-0.5 text-petrol underline underline-offset-3 hover:text-petrol-dark">
          {t("sendBack")}
        </summary>
        <form action={giveBack} className="mt-4 border-l-3 border-line-strong pl-4">
          {fields}
          <p className="mb-4">{t("sendBackLead")}</p>
          <FieldError
            id="comments"
            error={returned?.code === "comment_missing" ? errors[0]?.message : undefined}
          />
          {TASKS.map((place) => (
            <Textarea
              key={place}
              id={`comment-${place}`}
              name={`comment-${place}`}
              label={places(place)}
              rows={2}
              isOptional
              limit={COMMENT_LIMIT}
              value={comments[place] ?? ""}
              onChange={(event) => {
                const { value } = event.target;
                setComments((before) => ({ ...before, [place]: value }));
              }}
            />
          ))}
          <Button type="submit" variant="secondary">
            {t("sendBackButton")}
          </Button>
        </form>
      </details>
    </Card>
  );
}

function useErrors(problem: Problem | null) {
  const refusals = useTranslations("refusals");
  return useMemo(() => {
    if (problem === null) return [];
    const fieldId = problem.code === "comment_missing" ? { fieldId: "comment-recipient" } : {};
    return [{ message: refusals(problem.code), ...fieldId }];
  }, [problem, refusals]);
}
