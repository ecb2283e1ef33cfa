"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { AttachmentList, type AttachmentLine } from "@/components/attachments/attachment-list";
import { UploadLine } from "@/components/attachments/upload-line";
import { useUploads } from "@/components/attachments/use-uploads";
import { hrefAfter } from "@/components/messages/step-actions";
import { ActionBar } from "@/components/ui/action-bar";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FileDrop } from "@/components/ui/file-drop";
import { Notification } from "@/components/ui/notification";
import { SupportCode } from "@/components/ui/support-code";
import { ATTACHMENT_LIMIT, ATTACHMENT_MEGABYTES, MEDIA_TYPES } from "@/lib/attachments/schema";
import type { RefusalCode } from "@/lib/errors";

/** Each file is saved when it arrives: this page has nothing to send and nothing to lose. */
export function DocumentsStep({
  messageId,
  lockNumber,
  attachments,
  recipientKind,
  isScanning,
  isFromCheck,
}: {
  messageId: string;
  lockNumber: number;
  attachments: readonly AttachmentLine[];
  recipientKind: "citizen" | "enterprise" | null;
  isScanning: boolean;
  isFromCheck: boolean;
}) {
  const t = useTranslations("attachments");
  const composer = useTranslations("messages.composer");
  const common = useTranslations("common");
  const refusals = useTranslations("refusals");
  const [failure, setFailure] = useState<RefusalCode | null>(null);
  const isForCitizen = recipientKind !== "enterprise";
  const uploads = useUploads({
    messageId,
    lockNumber,
    attached: attachments.length,
    isForCitizen: recipientKind === "citizen",
  });
  const limits = { limit: ATTACHMENT_LIMIT, megabytes: ATTACHMENT_MEGABYTES };

  return (
    <>
      {failure !== null && (
        <Notification kind="error" isLive>
          <p>{refusals(failure)}</p>
          <SupportCode code={failure} />
        </Notification>
      )}
      <Card id="documents-step" heading={t("heading")}>
        <p className="mb-5">{t("lead")}</p>
        {!isScanning && (
          <Notification kind="attention">
            <p>{t("notScanning")}</p>
          </Notification>
        )}
        <AttachmentList
          attachments={attachments}
          isForCitizen={recipientKind === "citizen"}
          fieldId="attachments"
          onRemove={async (attachment) => {
            const outcome = await uploads.remove(attachment);
            setFailure(outcome === null || outcome.ok ? null : outcome.refusal.code);
          }}
        />
        <p role="status" className="mb-4 text-small empty:hidden">
          {uploads.told && t(uploads.told.kind, { name: uploads.told.name })}
        </p>
        {uploads.items.length > 0 && (
          <ul className="mb-5 grid gap-4">
            {uploads.items.map((item) => (
              <UploadLine
                key={item.id}
                item={item}
                onResume={() => uploads.resume(item.id)}
                onCancel={() => uploads.cancel(item.id)}
                onDismiss={() => uploads.dismiss(item.id)}
              />
            ))}
          </ul>
        )}
        <FileDrop
          id="attachments"
          name="attachments"
          label={t("field")}
          hint={isForCitizen ? t("hintCitizen", limits) : t("hintEnterprise", limits)}
          accept={isForCitizen ? "application/pdf" : [...MEDIA_TYPES].join(",")}
          isMultiple
          onFiles={(files) => void uploads.add(files)}
        />
        <ActionBar>
          {!isFromCheck && (
            <LinkButton
              variant="secondary"
              href={`/messages/${messageId}/text`}
              aria-label={composer("back.text")}
            >
              {common("back")}
            </LinkButton>
          )}
          <LinkButton href={hrefAfter(messageId, "documents", isFromCheck)}>
            {isFromCheck ? composer("documentsCheck") : composer("documentsNext")}
          </LinkButton>
        </ActionBar>
      </Card>
    </>
  );
}
