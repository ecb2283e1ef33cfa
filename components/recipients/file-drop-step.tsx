"use client";

import { useTranslations } from "next-intl";
import { UploadLine } from "@/components/attachments/upload-line";
import { useFileUpload } from "@/components/recipients/use-file-upload";
import { FileDrop } from "@/components/ui/file-drop";
import { RECIPIENT_FILE_MEGABYTES, ROWS_LIMIT } from "@/lib/recipients/files/schema";

export function FileDropStep({ messageId, lockNumber }: { messageId: string; lockNumber: number }) {
  const t = useTranslations("sheets");
  const upload = useFileUpload({ messageId, lockNumber });
  return (
    <>
      <FileDrop
        id="recipient-file"
        name="file"
        label={t("drop")}
        hint={t("dropHint", { rows: ROWS_LIMIT, megabytes: RECIPIENT_FILE_MEGABYTES })}
        accept=".xlsx,.ods,.csv,.txt,.tsv,.xls"
        onFiles={(files) => void upload.add(files)}
      />
      {upload.item && (
        <ul className="mb-5">
          <UploadLine
            item={upload.item}
            onResume={upload.resume}
            onCancel={upload.cancel}
            onDismiss={upload.cancel}
          />
        </ul>
      )}
    </>
  );
}
