"use client";

import { useRouter } from "next/navigation";
import { useCallback, useRef, useState } from "react";
import type { RunningUpload } from "@/components/attachments/start-upload";
import type { UploadItem } from "@/components/attachments/use-uploads";
import { writeOnLatest } from "@/components/messages/latest-lock";
import { addRecipientFile } from "@/lib/recipients/files/actions";
import { recipientFileRefusal } from "@/lib/recipients/files/rules";

/** One spreadsheet on its way to a draft; it goes on where it was interrupted. */
export function useFileUpload({
  messageId,
  lockNumber,
}: {
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
        // A list of recipients takes the place of the one before it, whatever was saved beside it.
        const outcome = await writeOnLatest({ messageId, lockNumber }, (lock) =>
          addRecipientFile({ messageId, lockNumber: lock, uploadId }),
        );
        if (!outcome.ok) return change({ state: "refused", code: outcome.refusal.code });
        setItem(null);
        router.push(`/messages/${messageId}/recipient`);
        router.refresh();
      } catch {
        change({ state: "interrupted" });
      }
    },
    [change, messageId, lockNumber, router],
  );

  const add = useCallback(
    async (files: readonly File[]) => {
      const [file] = files;
      if (!file) return;
      const code = recipientFileRefusal(file.size);
      setItem({
        id: crypto.randomUUID(),
        name: file.name,
        sentBytes: 0,
        totalBytes: file.size,
        ...(code ? { state: "refused", code } : { state: "uploading" }),
      });
      if (code) return;
      const { startUpload } = await import("@/components/attachments/start-upload");
      running.current = await startUpload(file, messageId, "recipients", {
        progress: (sentBytes) => change({ sentBytes, state: "uploading" }),
        interrupted: () => change({ state: "interrupted" }),
        arrived: (uploadId) => void take(uploadId),
      });
    },
    [change, messageId, take],
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
