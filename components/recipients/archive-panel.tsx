import { useTranslations } from "next-intl";
import { FileSize } from "@/components/attachments/file-size";
import { MessageAction } from "@/components/messages/message-action";
import { FileDropStep } from "@/components/recipients/file-drop-step";
import { useRowProblem } from "@/components/recipients/use-row-problem";
import { Card } from "@/components/ui/card";
import { Details } from "@/components/ui/details";
import { Notification } from "@/components/ui/notification";
import { SubmitButton } from "@/components/ui/submit-button";
import { removeArchive } from "@/lib/attachments/personal/actions";
import type { ArchiveView } from "@/lib/attachments/personal/schema";
import { fileProblemOf } from "@/lib/recipients/files/rules";
import type { Findings } from "@/lib/recipients/files/schema";

/** The ZIP with files for single recipients, beside the spreadsheet that names them. */
export function ArchivePanel({
  messageId,
  lockNumber,
  archive,
  unnamed,
  recipients,
}: {
  messageId: string;
  lockNumber: number;
  archive: ArchiveView | null;
  /** Files that no row names; absent as long as the rows are not read. */
  unnamed: Findings["unnamedFiles"];
  recipients: { count: number; withFiles: number };
}) {
  const t = useTranslations("sheets.archive");
  const sheets = useTranslations("sheets");
  const drop = <FileDropStep kind="archive" messageId={messageId} lockNumber={lockNumber} />;
  if (!archive)
    return (
      <Card id="archive" heading={t("title")}>
        <p className="mb-5">{t("lead")}</p>
        {drop}
      </Card>
    );
  return (
    <Card id="archive" heading={t("title")}>
      <p className="mb-1 font-semibold break-all">
        {archive.fileName}{" "}
        <span className="text-small font-normal text-ink-soft">
          (<FileSize bytes={archive.size} />)
        </span>
      </p>
      <p className="mb-5 text-small text-ink-soft">
        {sheets("uploaded", { name: archive.uploadedBy, when: archive.uploadedAt })}
      </p>
      {archive.state === "scanner_away" && (
        <Notification kind="attention">
          <p>{t("scannerAway")}</p>
        </Notification>
      )}
      {archive.refusal && (
        <Notification kind="error" title={t("refused", { file: archive.fileName })}>
          <p>{t(`refusal.${archive.refusal.code}`, { name: archive.refusal.name ?? "none" })}</p>
        </Notification>
      )}
      {archive.state === "unpacked" && (
        <Unpacked archive={archive} unnamed={unnamed} recipients={recipients} />
      )}
      <Details key={archive.id} summary={t("replace")}>
        {drop}
      </Details>
      <MessageAction
        action={removeArchive}
        messageId={messageId}
        lockNumber={lockNumber}
        className="mt-4"
      >
        <SubmitButton variant="quiet" size="small">
          {t("remove")}
        </SubmitButton>
      </MessageAction>
    </Card>
  );
}

/** What was found in it, and what becomes of each file. */
function Unpacked({
  archive: { checked, refused, refusedCount },
  unnamed,
  recipients,
}: {
  archive: ArchiveView;
  unnamed: Findings["unnamedFiles"];
  recipients: { count: number; withFiles: number };
}) {
  const t = useTranslations("sheets.archive");
  const sentenceOf = useRowProblem();
  return (
    <div>
      <p className="mb-5">
        {t("unpacked", { count: checked - refusedCount })}.{" "}
        {recipients.count > 0 &&
          t("withFiles", { with: recipients.withFiles, count: recipients.count })}
      </p>
      {refusedCount > 0 && (
        <Notification kind="error" title={t("refusedFiles", { count: refusedCount })}>
          <Names
            names={refused.map(({ path, refusal }) =>
              sentenceOf({ code: fileProblemOf(refusal), detail: path }),
            )}
            count={refusedCount}
          />
        </Notification>
      )}
      {unnamed && unnamed.count > 0 && (
        <Notification kind="attention" title={t("unnamed", { count: unnamed.count })}>
          <Names names={unnamed.first} count={unnamed.count} />
        </Notification>
      )}
    </div>
  );
}

function Names({ names, count }: { names: readonly string[]; count: number }) {
  const t = useTranslations("sheets.archive");
  return (
    <ul className="grid list-disc gap-1 pl-5">
      {names.map((name) => (
        <li key={name} className="break-words">
          {name}
        </li>
      ))}
      {count > names.length && <li>{t("more", { count: count - names.length })}</li>}
    </ul>
  );
}
