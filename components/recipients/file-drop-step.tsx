"use client";

import { useTranslations } from "next-intl";
import { UploadLine } from "@/components/attachments/upload-line";
import { useFileUpload, type UploadKind } from "@/components/recipients/use-file-upload";
import { FileDrop } from "@/components/ui/file-drop";
import { ARCHIVE_FILES, ARCHIVE_MEGABYTES } from "@/lib/attachments/personal/schema";
import { RECIPIENT_FILE_MEGABYTES, ROWS_LIMIT } from "@/lib/recipients/files/schema";

/** Where a spreadsheet is dropped, or the ZIP beside it. */
export function FileDropStep({
  kind,
  messageId,
  lockNumber,
}: {
  kind: UploadKind;
  messageId: string;
  lockNumber: number;
}) {
  const t = useTranslations("sheets");
  const upload = useFileUpload({ kind, messageId, lockNumber });
  const words =
    kind === "recipients"
      ? {
          label: t("drop"),
          hint: t("dropHint", { rows: ROWS_LIMIT, megabytes: RECIPIENT_FILE_MEGABYTES }),
          accept: ".xlsx,.ods,.csv,.txt,.tsv,.xls",
        }
      : {
          label: t("archive.drop"),
          hint: t("archive.dropHint", { files: ARCHIVE_FILES, megabytes: ARCHIVE_MEGABYTES }),
          accept: ".zip",
        };
  return (
    <>
      <FileDrop
        id={`${kind}-file`}
        name="file"
        {...words}
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
