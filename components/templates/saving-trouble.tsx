"use client";

import { useTranslations } from "next-intl";
import type { useTemplateSaving } from "@/components/templates/use-template-saving";
import { Button } from "@/components/ui/button";
import { Notification } from "@/components/ui/notification";
import { SupportCode } from "@/components/ui/support-code";

/** What stands above the form when saving did not work: what happened, and the ways on. */
export function SavingTrouble({ saving }: { saving: ReturnType<typeof useTemplateSaving> }) {
  const t = useTranslations("templates.write");
  const refusals = useTranslations("refusals");
  const { state } = saving;
  if (state.kind === "unreachable") {
    return (
      <Notification kind="attention" title={t("unreachableTitle")} isLive>
        <p>{t("unreachableBody")}</p>
        <Button size="small" onClick={() => void saving.flush()}>
          {t("again")}
        </Button>
      </Notification>
    );
  }
  if (state.kind === "refused" && state.problem.code === "conflict") {
    return (
      <Notification kind="error" title={t("conflictTitle")} isLive>
        <p>{t("conflictBody")}</p>
        <div className="mt-2.5 flex flex-wrap gap-3">
          <Button size="small" onClick={() => void saving.overrule()}>
            {t("keepMine")}
          </Button>
          <Button size="small" variant="secondary" onClick={saving.giveWay}>
            {t("takeTheirs")}
          </Button>
        </div>
        <SupportCode code={state.problem.code} />
      </Notification>
    );
  }
  if (state.kind === "refused") {
    return (
      <Notification kind="error" isLive>
        <p>{refusals(state.problem.code)}</p>
        <Button size="small" onClick={() => void saving.flush()}>
          {t("again")}
        </Button>
        <SupportCode code={state.problem.code} />
      </Notification>
    );
  }
  return saving.isRestored ? (
    <Notification kind="info" isLive>
      <p>{t("restored")}</p>
    </Notification>
  ) : null;
}
