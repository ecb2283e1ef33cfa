"use client";

import { useTranslations } from "next-intl";
import { useActionState, useMemo, type ReactNode } from "react";
import { ErrorSummary } from "@/components/ui/error-summary";
import type { Problem } from "@/lib/errors";

/** A small form that changes a message at once; it works before its scripts arrive. */
export function MessageAction({
  action,
  messageId,
  lockNumber,
  className,
  children,
}: {
  action: (before: Problem | null, form: FormData) => Promise<Problem | null>;
  messageId: string;
  /** Of a draft the save that was looked at: whoever changed it since makes this change nothing. */
  lockNumber?: number;
  className?: string;
  children: ReactNode;
}) {
  const refusals = useTranslations("refusals");
  const [answer, act] = useActionState(action, null);
  const errors = useMemo(
    () => (answer === null ? [] : [{ message: refusals(answer.code) }]),
    [answer, refusals],
  );
  return (
    <form action={act} className={className}>
      <ErrorSummary errors={errors} />
      <input type="hidden" name="messageId" value={messageId} />
      {lockNumber !== undefined && <input type="hidden" name="lockNumber" value={lockNumber} />}
      {children}
    </form>
  );
}
