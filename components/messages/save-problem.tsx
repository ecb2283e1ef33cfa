"use client";

import { useTranslations } from "next-intl";
import type { Trouble } from "@/components/messages/use-autosave";
import { Button } from "@/components/ui/button";
import { Notification } from "@/components/ui/notification";
import { SupportCode } from "@/components/ui/support-code";
import { TextLink } from "@/components/ui/text-link";

/** What stands above the form when saving did not work: what happened, and the ways on. */
export function SaveProblem(props: Parameters<typeof Panel>[0]) {
  return (
    <div id={saveProblemId} tabIndex={-1}>
      <Panel {...props} />
    </div>
  );
}

/** Where the focus goes when a press of the button could not be saved. */
export const saveProblemId = "save-problem";

function Panel({
  messageId,
  autosave,
}: {
  /** null: a template, which is never gone. */
  messageId: string | null;
  autosave: {
    trouble: Trouble | null;
    isRestored: boolean;
    stranded: boolean;
    flush: () => Promise<boolean>;
    putBack: () => void;
    forgetStranded: () => void;
    overrule: () => Promise<boolean>;
    giveWay: () => void;
  };
}) {
  const t = useTranslations("messages.save");
  const { trouble } = autosave;
  if (trouble?.kind === "refused") {
    return <RefusedSave messageId={messageId} code={trouble.problem.code} autosave={autosave} />;
  }
  if (trouble?.kind === "unreachable") {
    return (
      <Notification kind="attention" title={t("unreachableTitle")} isLive>
        <p>{t("unreachableBody")}</p>
      </Notification>
    );
  }
  if (autosave.stranded) {
    return (
      <Notification kind="attention" title={t("strandedTitle")} isLive>
        <p>{t("strandedBody")}</p>
        <Ways>
          <Button size="small" onClick={autosave.putBack}>
            {t("putBack")}
          </Button>
          <Button size="small" variant="secondary" onClick={autosave.forgetStranded}>
            {t("forget")}
          </Button>
        </Ways>
      </Notification>
    );
  }
  if (autosave.isRestored) {
    return (
      <Notification kind="info" isLive>
        <p>{t("restored")}</p>
      </Notification>
    );
  }
  return null;
}

function RefusedSave({
  messageId,
  code,
  autosave,
}: {
  messageId: string | null;
  code: Extract<Trouble, { kind: "refused" }>["problem"]["code"];
  autosave: Parameters<typeof Panel>[0]["autosave"];
}) {
  const t = useTranslations("messages.save");
  const refusals = useTranslations("refusals");
  const again = (
    <Button size="small" onClick={() => void autosave.flush()}>
      {t("tryAgain")}
    </Button>
  );
  if (code === "session_ended") {
    return (
      <Notification kind="error" title={t("sessionTitle")} isLive>
        <p>{t("sessionBody")}</p>
        <Ways>
          <TextLink href="/sign-in" target="_blank">
            {t("signIn")}
          </TextLink>
          {again}
        </Ways>
        <SupportCode code={code} />
      </Notification>
    );
  }
  if (code === "conflict") {
    return (
      <Notification kind="error" title={t("conflictTitle")} isLive>
        <p>{t("conflictBody")}</p>
        <Ways>
          <Button size="small" onClick={() => void autosave.overrule()}>
            {t("keepMine")}
          </Button>
          <Button size="small" variant="secondary" onClick={autosave.giveWay}>
            {t("takeTheirs")}
          </Button>
        </Ways>
        <SupportCode code={code} />
      </Notification>
    );
  }
  if (code === "already_sent" && messageId !== null) {
    return (
      <Notification kind="error" title={t("goneTitle")} isLive>
        <p>{refusals("already_sent")}</p>
        <TextLink href={`/messages/${messageId}`}>{t("goneLink")}</TextLink>
        <SupportCode code={code} />
      </Notification>
    );
  }
  return (
    <Notification kind="error" title={t("refused")} isLive>
      <p>{refusals(code)}</p>
      <Ways>{again}</Ways>
      <SupportCode code={code} />
    </Notification>
  );
}

function Ways({ children }: { children: React.ReactNode }) {
  return <div className="mt-2.5 flex flex-wrap items-center gap-3">{children}</div>;
}
