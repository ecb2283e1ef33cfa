"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useSessionClock } from "@/components/layout/session-clock";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

/**
 * Warns before the session ends and leaves when it has. Instants are ISO 8601; `serverNow` is
 * the server's clock when the page was made, because the clock of a desk may be wrong.
 */
export function SessionWarning(props: {
  idleEndsAt: string;
  absoluteEndsAt: string;
  serverNow: string;
  extendUrl?: string;
}) {
  const t = useTranslations("layout.session");
  const { ending, secondsLeft, extend, hasFailed } = useSessionClock(props);
  const [dismissed, setDismissed] = useState(false);
  if (ending === null || (ending === "absolute" && dismissed)) return null;

  const close = () => (ending === "idle" ? void extend() : setDismissed(true));
  return (
    <Dialog
      isOpen
      onClose={close}
      title={ending === "idle" ? t("idleTitle") : t("absoluteTitle")}
      actions={<Button onClick={close}>{ending === "idle" ? t("stay") : t("understood")}</Button>}
    >
      <p>{ending === "idle" ? t("idleBody") : t("absoluteBody")}</p>
      <p aria-hidden="true" className="mt-2 text-figure font-semibold tabular-nums">
        {clockFace(secondsLeft)}
      </p>
      <p role="status" className="sr-only">
        {t("minutesLeft", { minutes: Math.floor(secondsLeft / 60) })}
      </p>
      {hasFailed && (
        <p role="alert" className="mt-2 font-semibold text-failed">
          {t("extendFailed")}
        </p>
      )}
    </Dialog>
  );
}

function clockFace(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
