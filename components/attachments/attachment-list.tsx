"use client";

import { useTranslations } from "next-intl";
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
}: {
  attachments: readonly AttachmentLine[];
  isForCitizen: boolean;
  onRemove: (attachment: AttachmentLine) => void;
}) {
  const t = useTranslations("attachments");
  const common = useTranslations("common");
  if (attachments.length === 0) return <p className="mb-5 text-ink-soft">{t("none")}</p>;
  return (
    <ul aria-label={t("list")} className="mb-5 border-t border-line">
      {attachments.map((attachment) => (
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
            onClick={() => onRemove(attachment)}
          >
            {common("remove")}
          </Button>
        </li>
      ))}
    </ul>
  );
}
