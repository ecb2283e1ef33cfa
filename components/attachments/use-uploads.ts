"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useCallback, useRef, useState } from "react";
import type { RunningUpload } from "@/components/attachments/start-upload";
import { writeOnLatest } from "@/components/messages/latest-lock";
import {
  addAttachment,
  chooseMainContent,
  moveAttachment,
  removeAttachment,
  renameAttachment,
} from "@/lib/attachments/actions";
import { attachmentsKey } from "@/lib/attachments/queries";
import { fileRefusal, renamed } from "@/lib/attachments/rules";
import type { Attachment, AttachmentRef, BoxLimits } from "@/lib/attachments/schema";
import type { Problem, RefusalCode } from "@/lib/errors";
import type { Result } from "@/lib/result";

export type UploadItem = {
  id: string;
  name: string;
  sentBytes: number;
  totalBytes: number;
  state: "uploading" | "arrived" | "interrupted" | "refused";
  /** Why it was refused. */
  code?: RefusalCode;
};

export type Told =
  | { kind: "added" | "removed" | "renamed" | "chosenLetter" | "chosenText"; name: string }
  | { kind: "moved"; name: string; place: number };

/** The files of one message, from the file field to their place in the list. */
export function useUploads({
  messageId,
  lockNumber,
  attachments,
  limits,
  isForCitizen,
}: {
  messageId: string;
  lockNumber: number;
  attachments: readonly Attachment[];
  /** What the box of the recipient takes. */
  limits: BoxLimits;
  isForCitizen: boolean;
}) {
  const router = useRouter();
  const client = useQueryClient();
  const [items, setItems] = useState<readonly UploadItem[]>([]);
  const [told, setTold] = useState<Told | null>(null);
  const [failure, setFailure] = useState<RefusalCode | null>(null);
  const running = useRef(new Map<string, RunningUpload>());
  /** One write after the other, so that none meets the lock of its neighbour. */
  const writes = useRef<Promise<unknown>>(Promise.resolve());

  const change = useCallback((id: string, part: Partial<UploadItem>) => {
    setItems((known) => known.map((item) => (item.id === id ? { ...item, ...part } : item)));
  }, []);
  const forget = useCallback((id: string) => {
    running.current.delete(id);
    setItems((known) => known.filter((item) => item.id !== id));
  }, []);

  /** An attachment overwrites nothing: when the message was saved meanwhile, it joins the newer one. */
  const write = useCallback(
    (work: (lock: number) => Promise<Result<{ lockNumber: number }, Problem>>) => {
      const next = writes.current.then(async () => {
        const outcome = await writeOnLatest({ messageId, lockNumber }, work);
        if (outcome.ok) {
          await client.invalidateQueries({ queryKey: attachmentsKey(messageId) });
          router.refresh();
        }
        return outcome;
      });
      writes.current = next.catch(() => undefined);
      return next;
    },
    [messageId, lockNumber, client, router],
  );

  const take = useCallback(
    async (id: string, name: string, uploadId: string) => {
      change(id, { state: "arrived" });
      const outcome = await write((lock) =>
        addAttachment({ messageId, lockNumber: lock, uploadId }),
      ).catch(() => null);
      if (outcome === null) change(id, { state: "interrupted" });
      else if (!outcome.ok) change(id, { state: "refused", code: outcome.refusal.code });
      else {
        forget(id);
        setTold({ kind: "added", name });
      }
    },
    [change, forget, write, messageId],
  );

  const add = useCallback(
    async (files: readonly File[]) => {
      const attached = attachments.filter(({ isMainContent }) => !isMainContent).length;
      const room = limits.files - attached - running.current.size;
      for (const [index, file] of files.entries()) {
        const id = crypto.randomUUID();
        const code = refusalOf(file, limits, isForCitizen, index < room);
        const item = { id, name: file.name, sentBytes: 0, totalBytes: file.size };
        setItems((known) => [
          ...known,
          code === null ? { ...item, state: "uploading" } : { ...item, state: "refused", code },
        ]);
        if (code !== null) continue;
        // Arrives when it is needed: most messages have no attachment.
        const { startUpload } = await import("@/components/attachments/start-upload");
        const upload = await startUpload(file, messageId, "attachment", {
          progress: (sentBytes) => change(id, { sentBytes, state: "uploading" }),
          interrupted: () => change(id, { state: "interrupted" }),
          arrived: (uploadId) => void take(id, file.name, uploadId),
        });
        running.current.set(id, upload);
      }
    },
    [attachments, limits, isForCitizen, change, messageId, take],
  );

  /** Answers why not, or null when it was done. */
  const changeFile = async (
    { id }: Attachment,
    work: (ref: AttachmentRef) => Promise<Result<{ lockNumber: number }, Problem>>,
    after: Told,
    { isToldAtField = false } = {},
  ): Promise<RefusalCode | null> => {
    const outcome = await write((lock) =>
      work({ messageId, lockNumber: lock, attachmentId: id }),
    ).catch(() => null);
    const refusal = outcome === null ? "conflict" : outcome.ok ? null : outcome.refusal.code;
    setFailure(isToldAtField ? null : refusal);
    if (refusal === null) setTold(after);
    return refusal;
  };

  return {
    items,
    told,
    add,
    resume: (id: string) => {
      change(id, { state: "uploading" });
      running.current.get(id)?.resume();
    },
    cancel: (id: string) => {
      const upload = running.current.get(id);
      forget(id);
      void upload?.cancel().catch(() => undefined);
    },
    dismiss: forget,
    failure,
    changes: {
      remove: (attachment: Attachment) =>
        void changeFile(attachment, removeAttachment, {
          kind: "removed",
          name: attachment.fileName,
        }),
      move: (attachment: Attachment, direction: "up" | "down") => {
        const others = attachments.filter(({ isMainContent }) => !isMainContent);
        const place = others.indexOf(attachment) + (direction === "up" ? 0 : 2);
        const after: Told = { kind: "moved", name: attachment.fileName, place };
        void changeFile(attachment, (ref) => moveAttachment({ ...ref, direction }), after);
      },
      choose: (attachment: Attachment, isLetter: boolean) => {
        const attachmentId = isLetter ? attachment.id : null;
        void changeFile(attachment, (ref) => chooseMainContent({ ...ref, attachmentId }), {
          kind: isLetter ? "chosenLetter" : "chosenText",
          name: attachment.fileName,
        });
      },
      rename: (attachment: Attachment, fileName: string) => {
        const name = renamed(attachment.fileName, fileName) ?? fileName;
        return changeFile(
          attachment,
          (ref) => renameAttachment({ ...ref, fileName }),
          { kind: "renamed", name },
          { isToldAtField: true },
        );
      },
    },
  };
}

/** What can be told before the first byte travels. */
function refusalOf(
  file: File,
  limits: BoxLimits,
  isForCitizen: boolean,
  hasRoom: boolean,
): RefusalCode | null {
  if (!hasRoom) return "attachment_limit";
  const isPdf = file.type === "application/pdf" || file.name.toLowerCase().endsWith(".pdf");
  if (isForCitizen && !isPdf) return "attachment_type";
  return fileRefusal(file, limits.megabytes);
}
