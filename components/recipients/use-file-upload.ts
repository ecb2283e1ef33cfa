"use client";

import { useRouter } from "next/navigation";
import { useCallback, useRef, useState } from "react";
import type { RunningUpload } from "@/components/attachments/start-upload";
import type { UploadItem } from "@/components/attachments/use-uploads";
import { writeOnLatest } from "@/components/messages/latest-lock";
import { addArchive } from "@/lib/attachments/personal/actions";
import { archiveSizeRefusal } from "@/lib/attachments/personal/rules";
import { addRecipientFile } from "@/lib/recipients/files/actions";
import { recipientFileRefusal } from "@/lib/recipients/files/rules";

export type UploadKind = "recipients" | "archive";

/** What takes a file over once it has arrived, and what can be told of it before it travels. */
const TAKEN = {
  recipients: { add: addRecipientFile, refusalOf: recipientFileRefusal },
  archive: { add: addArchive, refusalOf: archiveSizeRefusal },
} as const;

/** One spreadsheet or ZIP on its way to a draft; it goes on where it was interrupted. */
export function useFileUpload({
  kind,
  messageId,
  lockNumber,
}: {
  kind: UploadKind;
  messageId: string;
  lockNumber: number;
}) {
  const router = useRouter();
  const [item, setItem] = useState<UploadItem | null>(null);
  const running = useRef<RunningUpload>(undefined);

  const change = useCallback((part: Partial<UploadItem>) => {
    setItem((known) => known && { ...known, ...part });
  }, []);

  const take = useCallback(
    async (uploadId: string) => {
      change({ state: "arrived" });
      try {
        // It takes the place of the one before it, whatever was saved beside it.
        const outcome = await writeOnLatest({ messageId, lockNumber }, (lock) =>
          TAKEN[kind].add({ messageId, lockNumber: lock, uploadId }),
        );
        if (!outcome.ok) return change({ state: "refused", code: outcome.refusal.code });
        setItem(null);
        router.push(`/messages/${messageId}/recipient`);
        router.refresh();
      } catch {
        change({ state: "interrupted" });
      }
    },
    [change, kind, messageId, lockNumber, router],
  );

  const add = useCallback(
    async (files: readonly File[]) => {
      const [file] = files;
      if (!file) return;
      const code = TAKEN[kind].refusalOf(file.size);
      setItem({
        id: crypto.randomUUID(),
        name: file.name,
        sentBytes: 0,
        totalBytes: file.size,
        ...(code ? { state: "refused", code } : { state: "uploading" }),
      });
      if (code) return;
      const { startUpload } = await import("@/components/attachments/start-upload");
      running.current = await startUpload(file, messageId, kind, {
        progress: (sentBytes) => change({ sentBytes, state: "uploading" }),
        interrupted: () => change({ state: "interrupted" }),
        arrived: (uploadId) => void take(uploadId),
      });
    },
    [change, kind, messageId, take],
  );

  return {
    item,
    add,
    resume: () => {
      change({ state: "uploading" });
      running.current?.resume();
    },
    cancel: () => {
      void running.current?.cancel();
      setItem(null);
    },
  };
}
