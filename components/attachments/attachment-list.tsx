"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { AttachmentRow, type AttachmentChanges } from "@/components/attachments/attachment-row";
import type { Attachment } from "@/lib/attachments/schema";

export function AttachmentList({
  messageId,
  attachments,
  isForCitizen,
  changes,
  fieldId,
}: {
  messageId: string;
  attachments: readonly Attachment[];
  isForCitizen: boolean;
  changes: AttachmentChanges;
  /** The file field, which takes the focus when the last file is gone. */
  fieldId: string;
}) {
  const t = useTranslations("attachments");
  const list = useRef<HTMLUListElement>(null);
  /** The place of the file that is being removed; its button, which has the focus, goes with it. */
  const leaving = useRef<{ place: number; id: string } | null>(null);
  /** The file that changes places; its button loses the focus on the way, and at the end it is gone. */
  const moving = useRef<{ id: string; direction: "up" | "down"; order: string } | null>(null);
  useEffect(() => {
    const moved = moving.current;
    if (moved === null || orderOf(attachments) === moved.order) return;
    moving.current = null;
    const row = list.current?.querySelector(`[data-file="${moved.id}"]`);
    const same = row?.querySelector<HTMLElement>(`[data-move=${moved.direction}]`);
    (same ?? row?.querySelector<HTMLElement>("[data-move]"))?.focus();
  }, [attachments]);
  /** The file that becomes the letter, or an attachment again: another button takes the place of its own. */
  const chosen = useRef<{ id: string; isLetter: boolean } | null>(null);
  useEffect(() => {
    const wanted = chosen.current;
    const file = attachments.find(({ id }) => id === wanted?.id);
    if (file?.isMainContent !== wanted?.isLetter || wanted === null) return;
    chosen.current = null;
    list.current?.querySelector<HTMLElement>(`[data-file="${wanted.id}"] [data-choose]`)?.focus();
  }, [attachments]);
  useEffect(() => {
    const left = leaving.current;
    if (left === null || attachments.some(({ id }) => id === left.id)) return;
    leaving.current = null;
    const rows = list.current?.querySelectorAll<HTMLElement>("[data-file]");
    const next = rows?.[Math.min(left.place, rows.length - 1)]?.querySelector("button");
    (next ?? document.getElementById(fieldId))?.focus();
  }, [attachments, fieldId]);

  if (attachments.length === 0) return <p className="mb-5 text-ink-soft">{t("none")}</p>;
  // The letter stands first, wherever it stood among the files.
  const movable = attachments.filter(({ isMainContent }) => !isMainContent);
  const remove: AttachmentChanges["remove"] = (attachment) => {
    leaving.current = { place: attachments.indexOf(attachment), id: attachment.id };
    changes.remove(attachment);
  };
  const choose: AttachmentChanges["choose"] = (attachment, isLetter) => {
    chosen.current = { id: attachment.id, isLetter };
    changes.choose(attachment, isLetter);
  };
  const move: AttachmentChanges["move"] = (attachment, direction) => {
    moving.current = { id: attachment.id, direction, order: orderOf(attachments) };
    changes.move(attachment, direction);
  };
  return (
    <ul ref={list} aria-label={t("list")} className="mb-5 border-t border-line">
      {attachments.map((attachment) => (
        <AttachmentRow
          key={attachment.id}
          messageId={messageId}
          attachment={attachment}
          isForCitizen={isForCitizen}
          isFirst={attachment === movable[0]}
          isLast={attachment === movable.at(-1)}
          changes={{ ...changes, remove, move, choose }}
        />
      ))}
    </ul>
  );
}

function orderOf(attachments: readonly Attachment[]): string {
  return attachments.map(({ id }) => id).join();
}
