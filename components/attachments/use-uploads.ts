"use client";

import { useRouter } from "next/navigation";
import { useCallback, useRef, useState } from "react";
import type { RunningUpload } from "@/components/attachments/start-upload";
import { knownLock, latestLock, rememberLock } from "@/components/messages/latest-lock";
import { addAttachment, removeAttachment } from "@/lib/attachments/actions";
import { fileRefusal } from "@/lib/attachments/rules";
import { ATTACHMENT_LIMIT } from "@/lib/attachments/schema";
import type { Problem } from "@/lib/errors";
import type { Result } from "@/lib/result";

export type UploadItem = {
  id: string;
  name: string;
  sentBytes: number;
  totalBytes: number;
  state: "uploading" | "checking" | "interrupted" | "refused";
  /** Why it was refused. */
  code?: Problem["code"];
};

export type Told = { kind: "added" | "removed"; name: string };

/** The files on their way to one message, from the file field to the attachment. */
export function useUploads({
  messageId,
  lockNumber,
  attached,
  isForCitizen,
}: {
  messageId: string;
  lockNumber: number;
  /** How many attachments the message has. */
  attached: number;
  isForCitizen: boolean;
}) {
  const router = useRouter();
  const [items, setItems] = useState<readonly UploadItem[]>([]);
  const [told, setTold] = useState<Told | null>(null);
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
        const first = await work(Math.max(lockNumber, knownLock(messageId)));
        const outcome =
          !first.ok && first.refusal.code === "conflict"
            ? await work(await latestLock(messageId))
            : first;
        if (outcome.ok) {
          rememberLock(messageId, outcome.value.lockNumber);
          router.refresh();
        }
        return outcome;
      });
      writes.current = next.catch(() => undefined);
      return next;
    },
    [messageId, lockNumber, router],
  );

  const take = useCallback(
    async (id: string, name: string, uploadId: string) => {
      change(id, { state: "checking" });
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
      const room = ATTACHMENT_LIMIT - attached - running.current.size;
      for (const [index, file] of files.entries()) {
        const id = crypto.randomUUID();
        const code = refusalOf(file, isForCitizen, index < room);
        const item = { id, name: file.name, sentBytes: 0, totalBytes: file.size };
        setItems((known) => [
          ...known,
          code === null ? { ...item, state: "uploading" } : { ...item, state: "refused", code },
        ]);
        if (code !== null) continue;
        // Arrives when it is needed: most messages have no attachment.
        const { startUpload } = await import("@/components/attachments/start-upload");
        const upload = await startUpload(file, messageId, {
          progress: (sentBytes) => change(id, { sentBytes, state: "uploading" }),
          interrupted: () => change(id, { state: "interrupted" }),
          arrived: (uploadId) => void take(id, file.name, uploadId),
        });
        running.current.set(id, upload);
      }
    },
    [attached, isForCitizen, change, messageId, take],
  );

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
    remove: async (attachment: { id: string; fileName: string }) => {
      const outcome = await write((lock) =>
        removeAttachment({ messageId, lockNumber: lock, attachmentId: attachment.id }),
      ).catch(() => null);
      if (outcome?.ok) setTold({ kind: "removed", name: attachment.fileName });
      return outcome;
    },
  };
}

/** What can be told before the first byte travels. */
function refusalOf(file: File, isForCitizen: boolean, hasRoom: boolean): Problem["code"] | null {
  if (!hasRoom) return "attachment_limit";
  const isPdf = file.type === "application/pdf" || file.name.toLowerCase().endsWith(".pdf");
  if (isForCitizen && !isPdf) return "attachment_type";
  return fileRefusal(file);
}
