"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { FileSize } from "@/components/attachments/file-size";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";

export type AttachmentLine = {
  id: string;
  fileName: string;
  mediaType: string;
  size: number;
  scanState: "clean" | "not_scanned";
};

export function AttachmentList({
  attachments,
  isForCitizen,
  onRemove,
  fieldId,
}: {
  attachments: readonly AttachmentLine[];
  isForCitizen: boolean;
  onRemove: (attachment: AttachmentLine) => void;
  /** The file field, which takes the focus when the last file is gone. */
  fieldId: string;
}) {
  const t = useTranslations("attachments");
  const common = useTranslations("common");
  const list = useRef<HTMLUListElement>(null);
  /** The place of the file that is being removed; its button, which has the focus, goes with it. */
  const leaving = useRef<{ place: number; id: string } | null>(null);
  useEffect(() => {
    const left = leaving.current;
    if (left === null || attachments.some(({ id }) => id === left.id)) return;
    leaving.current = null;
    const buttons = list.current?.querySelectorAll("button");
    const next = buttons?.[Math.min(left.place, buttons.length - 1)];
    (next ?? document.getElementById(fieldId))?.focus();
  }, [attachments, fieldId]);

  if (attachments.length === 0) return <p className="mb-5 text-ink-soft">{t("none")}</p>;
  return (
    <ul ref={list} aria-label={t("list")} className="mb-5 border-t border-line">
      {attachments.map((attachment, place) => (
        <li
          key={attachment.id}
          className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 border-b border-line py-3"
        >
          <div className="flex min-w-0 gap-3">
            <Icon name="file" className="mt-1 text-ink-soft" />
            <div className="min-w-0">
              <p className="font-semibold break-words">{attachment.fileName}</p>
              <p className="text-small text-ink-soft">
                <FileSize bytes={attachment.size} /> · {t(attachment.scanState)}
              </p>
              {isForCitizen && attachment.mediaType !== "application/pdf" && (
                <p className="text-small font-semibold text-attention">{t("notPdf")}</p>
              )}
            </div>
          </div>
          <Button
            variant="quiet"
            size="small"
            icon="delete"
            aria-label={t("removeFile", { name: attachment.fileName })}
            onClick={() => {
              leaving.current = { place, id: attachment.id };
              onRemove(attachment);
            }}
          >
            {common("remove")}
          </Button>
        </li>
      ))}
    </ul>
  );
}
