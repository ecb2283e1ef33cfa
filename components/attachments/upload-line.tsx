"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { UploadItem } from "@/components/attachments/use-uploads";
import { Button } from "@/components/ui/button";
import type { Problem } from "@/lib/errors";
import { SupportCode } from "@/components/ui/support-code";
import { ProgressBar } from "@/components/ui/progress-bar";

/** Refusals that say nothing of the file: what has arrived is still there for another try. */
const PASSING: readonly Problem["code"][] = ["too_many_requests", "session_ended"];

/** A file on its way: how far, in a bar and in words, and what one can do about it. */
export function UploadLine({
  item,
  onResume,
  onCancel,
  onDismiss,
}: {
  item: UploadItem;
  onResume: () => void;
  onCancel: () => void;
  onDismiss: () => void;
}) {
  const t = useTranslations("attachments");
  const refusals = useTranslations("refusals");
  const { number } = useFormatter();
  const { id, name, state } = item;

  if (state === "refused") {
    const code = item.code ?? "upload_incomplete";
    const isNamedPdf = code === "attachment_type" && name.toLowerCase().endsWith(".pdf");
    return (
      <li role="alert" className="rounded border border-failed px-4 py-3 text-small">
        <p className="font-semibold text-failed">
          {t("refusedFile", { name, reason: isNamedPdf ? t("namedPdf") : refusals(code) })}
        </p>
        <SupportCode code={code} />
        <div className="mt-1 flex gap-2">
          {PASSING.includes(code) && (
            <Button variant="secondary" size="small" onClick={onResume}>
              {t("tryAgain")}
            </Button>
          )}
          <Button variant="quiet" size="small" onClick={onDismiss}>
            {t("dismiss")}
          </Button>
        </div>
      </li>
    );
  }
  const share = item.totalBytes === 0 ? 0 : item.sentBytes / item.totalBytes;
  const words = {
    uploading: t("uploading", { name }),
    arrived: t("checking", { name }),
    interrupted: t("interrupted", { name }),
  }[state];
  return (
    <li className="text-small">
      <label htmlFor={`upload-${id}`} className="flex flex-wrap justify-between gap-x-4">
        <span
          className={state === "interrupted" ? "font-semibold text-attention" : "font-semibold"}
        >
          {words}
        </span>
        <span className="tabular-nums">{number(share, "percent")}</span>
      </label>
      <ProgressBar id={`upload-${id}`} value={state === "arrived" ? undefined : share} />
      <div className="mt-1 flex gap-2">
        {state === "interrupted" && (
          <Button variant="secondary" size="small" onClick={onResume}>
            {t("resume")}
          </Button>
        )}
        {state !== "arrived" && (
          <Button
            variant="quiet"
            size="small"
            aria-label={t("cancelFile", { name })}
            onClick={onCancel}
          >
            {t("cancel")}
          </Button>
        )}
      </div>
    </li>
  );
}
