"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { AttachmentList } from "@/components/attachments/attachment-list";
import { BoxLimitsHint } from "@/components/attachments/box-limits-hint";
import { UploadLine } from "@/components/attachments/upload-line";
import { useUploads, type Told } from "@/components/attachments/use-uploads";
import { useFreshPage } from "@/components/layout/use-fresh-page";
import { hrefAfter } from "@/components/messages/step-actions";
import { ActionBar } from "@/components/ui/action-bar";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FileDrop } from "@/components/ui/file-drop";
import { Notification } from "@/components/ui/notification";
import { SupportCode } from "@/components/ui/support-code";
import { draftAttachments } from "@/lib/attachments/queries";
import { filesProblems, isUnderCheck, limitsOfKinds } from "@/lib/attachments/rules";
import {
  BOX_KINDS,
  MEDIA_TYPES,
  type Attachment,
  type ChannelLimits,
} from "@/lib/attachments/schema";

/** Each file is saved when it arrives: this page has nothing to send and nothing to lose. */
export function DocumentsStep({
  messageId,
  lockNumber,
  attachments: seen,
  limits,
  recipientKind,
  isScanning,
  isFromCheck,
}: {
  messageId: string;
  lockNumber: number;
  attachments: readonly Attachment[];
  limits: ChannelLimits;
  recipientKind: "citizen" | "enterprise" | null;
  isScanning: boolean;
  isFromCheck: boolean;
}) {
  const t = useTranslations("attachments");
  const refusals = useTranslations("refusals");
  const kinds = recipientKind === null ? [] : [recipientKind];
  const { data: attachments, refetch } = useQuery(draftAttachments(messageId, seen));
  // What the rest of the page says of the files changes when one has been looked at.
  useFreshPage(settledOf(attachments) !== settledOf(seen), refetch);
  const uploads = useUploads({
    messageId,
    lockNumber,
    attachments,
    limits: limitsOfKinds(kinds, limits),
    isForCitizen: recipientKind === "citizen",
  });
  const { failure } = uploads;

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
          messageId={messageId}
          attachments={attachments}
          isForCitizen={recipientKind === "citizen"}
          fieldId="attachments"
          changes={uploads.changes}
        />
        {kinds.length === 0 && <OverLimits attachments={attachments} limits={limits} />}
        <p role="status" className="mb-4 text-small empty:hidden">
          <ToldWords told={uploads.told} />
        </p>
        <p role="status" className="sr-only">
          <CheckWords attachments={attachments} />
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
          hint={<BoxLimitsHint kinds={kinds} limits={limits} />}
          accept={recipientKind === "enterprise" ? [...MEDIA_TYPES].join(",") : "application/pdf"}
          isMultiple
          onFiles={(files) => void uploads.add(files)}
        />
        <Onwards messageId={messageId} isFromCheck={isFromCheck} />
      </Card>
    </>
  );
}

/** As long as nobody is addressed: whose boxes would refuse what stands here. */
function OverLimits({
  attachments,
  limits,
}: {
  attachments: readonly Attachment[];
  limits: ChannelLimits;
}) {
  const t = useTranslations("attachments.over");
  const problems = BOX_KINDS.flatMap((kind) =>
    filesProblems(attachments, kind, limits).map((code) => ({ kind, code })),
  );
  if (problems.length === 0) return null;
  return (
    <Notification kind="attention">
      {problems.map(({ kind, code }) => (
        <p key={`${kind}-${code}`}>{code === "attachment_not_pdf" ? t("notPdf") : t(kind)}</p>
      ))}
    </Notification>
  );
}

function settledOf(attachments: readonly Attachment[]): string {
  return attachments
    .filter(({ scanState }) => !isUnderCheck(scanState))
    .map(({ id }) => id)
    .join();
}

function ToldWords({ told }: { told: Told | null }) {
  const t = useTranslations("attachments");
  if (told === null) return null;
  return told.kind === "moved" ? t("moved", told) : t(told.kind, { name: told.name });
}

/** For those who do not see the states change in the list. */
function CheckWords({ attachments }: { attachments: readonly Attachment[] }) {
  const t = useTranslations("attachments");
  const checking = attachments.filter(({ scanState }) => isUnderCheck(scanState)).length;
  const refused = attachments.filter(({ scanState }) => scanState === "refused").length;
  if (attachments.length === 0) return null;
  if (checking > 0) return t("checkingCount", { count: checking });
  return refused > 0 ? t("refusedCount", { count: refused }) : t("checkedCount");
}

function Onwards({ messageId, isFromCheck }: { messageId: string; isFromCheck: boolean }) {
  const composer = useTranslations("messages.composer");
  const common = useTranslations("common");
  return (
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
  );
}
