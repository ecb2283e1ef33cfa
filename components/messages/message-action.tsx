"use client";

import { useTranslations } from "next-intl";
import { useActionState, useLayoutEffect, useMemo, useRef, type ReactNode } from "react";
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
  const place = useFocusKept();
  const errors = useMemo(
    () => (answer === null ? [] : [{ message: refusals(answer.code) }]),
    [answer, refusals],
  );
  return (
    <form ref={place} action={act} className={className}>
      <ErrorSummary errors={errors} />
      <input type="hidden" name="messageId" value={messageId} />
      {lockNumber !== undefined && <input type="hidden" name="lockNumber" value={lockNumber} />}
      {children}
    </form>
  );
}

/**
 * A form that is done with often goes, and its button with it: without this the next Tab would begin
 * at the top of the page. The focus then goes to the heading of the part it stood in.
 */
function useFocusKept() {
  const place = useRef<HTMLFormElement>(null);
  // Before the page is drawn anew: afterwards nobody knows any more where the focus was.
  useLayoutEffect(() => {
    const form = place.current;
    return () => {
      if (!form?.contains(document.activeElement)) return;
      const part = form.closest("[aria-labelledby]")?.getAttribute("aria-labelledby");
      requestAnimationFrame(() => focusHeading(part ?? null));
    };
  }, []);
  return place;
}

function focusHeading(id: string | null) {
  const { activeElement } = document;
  if (activeElement !== null && activeElement !== document.body) return;
  const heading =
    (id === null ? null : document.getElementById(id)) ??
    document.querySelector<HTMLElement>("main h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}
