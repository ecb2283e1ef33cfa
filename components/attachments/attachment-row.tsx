"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { AttachmentFacts } from "@/components/attachments/attachment-facts";
import { RemoveQuestion } from "@/components/attachments/remove-question";
import { RenameForm } from "@/components/attachments/rename-form";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Tag } from "@/components/ui/tag";
import { canBeLetter, isKept } from "@/lib/attachments/rules";
import type { Attachment } from "@/lib/attachments/schema";
import type { RefusalCode } from "@/lib/errors";

export type AttachmentChanges = {
  remove: (attachment: Attachment) => void;
  move: (attachment: Attachment, direction: "up" | "down") => void;
  /** Makes it the letter itself, or an attachment again. */
  choose: (attachment: Attachment, isLetter: boolean) => void;
  /** Answers why not, or null when it was done. */
  rename: (attachment: Attachment, fileName: string) => Promise<RefusalCode | null>;
};

export type RowProps = {
  messageId: string;
  attachment: Attachment;
  isForCitizen: boolean;
  isFirst: boolean;
  isLast: boolean;
  changes: AttachmentChanges;
};

/** One file: how it looks, what is known of it, and what one can do with it. */
export function AttachmentRow(props: RowProps) {
  const { messageId, attachment, isForCitizen, changes } = props;
  const t = useTranslations("attachments");
  const [asked, setAsked] = useState<"rename" | "remove" | null>(null);
  const row = useRef<HTMLLIElement>(null);
  const { id, fileName } = attachment;
  const address = `/api/messages/${messageId}/attachments/${id}`;
  /** The button that opened what is closed now: the focus goes back to it once it is there again. */
  const opener = useRef<"rename" | "remove" | null>(null);
  const close = () => {
    opener.current = asked;
    setAsked(null);
  };
  useEffect(() => {
    if (asked !== null || opener.current === null) return;
    row.current?.querySelector<HTMLElement>(`[data-opens=${opener.current}]`)?.focus();
    opener.current = null;
  }, [asked]);

  return (
    <li ref={row} data-file={id} className="flex gap-4 border-b border-line py-4">
      <div className="w-16 flex-none pt-1">
        {attachment.hasThumbnail ? (
          <img
            src={`${address}/thumbnail`}
            alt={t("firstPage", { name: fileName })}
            className="h-auto w-full rounded-small border border-line"
          />
        ) : (
          <Icon name="file" className="text-ink-soft" />
        )}
      </div>
      <div className="min-w-0 flex-1">
        {asked === "rename" ? (
          <RenameForm
            id={`rename-${id}`}
            fileName={fileName}
            onSave={(name) => changes.rename(attachment, name)}
            onClose={close}
          />
        ) : (
          <>
            <p className="font-semibold break-words">
              {isKept(attachment.scanState) ? (
                <a
                  href={address}
                  className="text-link"
                  aria-label={t("openFile", { name: fileName })}
                >
                  {fileName}
                </a>
              ) : (
                fileName
              )}
            </p>
            {attachment.isMainContent && (
              <p className="my-1">
                <Tag tone="published" icon="document">
                  {t("isLetter")}
                </Tag>
              </p>
            )}
            <AttachmentFacts attachment={attachment} isForCitizen={isForCitizen} />
            {asked === "remove" ? (
              <RemoveQuestion
                fileName={fileName}
                onYes={() => changes.remove(attachment)}
                onNo={close}
              />
            ) : (
              <RowActions {...props} onAsk={setAsked} />
            )}
          </>
        )}
      </div>
    </li>
  );
}

function RowActions({
  attachment,
  isFirst,
  isLast,
  changes,
  onAsk,
}: RowProps & { onAsk: (what: "rename" | "remove") => void }) {
  const t = useTranslations("attachments");
  const common = useTranslations("common");
  const { fileName: name, isMainContent } = attachment;
  return (
    <div className="mt-2 flex flex-wrap gap-x-4 gap-y-1">
      {isMainContent ? (
        <Button
          variant="quiet"
          size="small"
          data-choose
          aria-label={t("useAsAttachmentFile", { name })}
          onClick={() => changes.choose(attachment, false)}
        >
          {t("useAsAttachment")}
        </Button>
      ) : (
        canBeLetter(attachment) && (
          <Button
            variant="quiet"
            size="small"
            data-choose
            aria-label={t("useAsLetterFile", { name })}
            onClick={() => changes.choose(attachment, true)}
          >
            {t("useAsLetter")}
          </Button>
        )
      )}
      {!isMainContent && !isFirst && (
        <Button
          variant="quiet"
          size="small"
          data-move="up"
          aria-label={t("moveUpFile", { name })}
          onClick={() => changes.move(attachment, "up")}
        >
          {t("moveUp")}
        </Button>
      )}
      {!isMainContent && !isLast && (
        <Button
          variant="quiet"
          size="small"
          data-move="down"
          aria-label={t("moveDownFile", { name })}
          onClick={() => changes.move(attachment, "down")}
        >
          {t("moveDown")}
        </Button>
      )}
      {attachment.scanState !== "refused" && (
        <Button
          variant="quiet"
          size="small"
          data-opens="rename"
          aria-label={t("renameFile", { name })}
          onClick={() => onAsk("rename")}
        >
          {t("rename")}
        </Button>
      )}
      <Button
        variant="quiet"
        size="small"
        icon="delete"
        data-opens="remove"
        aria-label={t("removeFile", { name })}
        onClick={() => onAsk("remove")}
      >
        {common("remove")}
      </Button>
    </div>
  );
}
