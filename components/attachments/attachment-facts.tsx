import { useTranslations } from "next-intl";
import { FileSize } from "@/components/attachments/file-size";
import { classNames } from "@/components/ui/class-names";
import { Details } from "@/components/ui/details";
import { SupportCode } from "@/components/ui/support-code";
import { isUnderCheck } from "@/lib/attachments/rules";
import type { Attachment } from "@/lib/attachments/schema";

/** Type, size, pages and state in words; then what the sender may want to mend. */
export function AttachmentFacts({
  attachment,
  isForCitizen,
}: {
  attachment: Attachment;
  isForCitizen: boolean;
}) {
  const t = useTranslations("attachments");
  const refusals = useTranslations("refusals");
  const { mediaType, size, pageCount, scanState, refusal } = attachment;
  const isPdf = mediaType === "application/pdf";
  return (
    <>
      <p className="text-small text-ink-soft">
        {!isUnderCheck(scanState) && refusal === null && (
          <>
            <TypeWord mediaType={mediaType} /> ·{" "}
          </>
        )}
        <FileSize bytes={size} />
        {pageCount !== null && ` · ${t("pages", { count: pageCount })}`}
        {" · "}
        <span className={classNames(scanState === "refused" && "font-semibold text-failed")}>
          {t(scanState)}
        </span>
      </p>
      {refusal !== null && (
        <div className="text-small">
          <p className="text-failed">{t("refusedKept", { reason: refusals(refusal) })}</p>
          <SupportCode code={refusal} />
        </div>
      )}
      {isForCitizen && !isPdf && refusal === null && !isUnderCheck(scanState) && (
        <p className="text-small font-semibold text-attention">{t("notPdf")}</p>
      )}
      {attachment.isTagged === false && <Advice title={t("untaggedTitle")} words={t("untagged")} />}
      {attachment.isPdfA === false && <Advice title={t("notPdfATitle")} words={t("notPdfA")} />}
    </>
  );
}

/** What it means and what to do stands one click away: it is said for each file. */
function Advice({ title, words }: { title: string; words: string }) {
  return (
    <div className="mt-1 text-small">
      <Details summary={title}>
        <p>{words}</p>
      </Details>
    </div>
  );
}

function TypeWord({ mediaType }: { mediaType: string }) {
  const t = useTranslations("attachments.type");
  return t(WORDS[mediaType] ?? "unknown");
}

const OPEN_DOCUMENT = "application/vnd.oasis.opendocument";
const OFFICE = "application/vnd.openxmlformats-officedocument";
const WORDS: Record<string, "pdf" | "csv" | "text" | "odt" | "ods" | "odp" | "xlsx" | "docx"> = {
  "application/pdf": "pdf",
  "text/csv": "csv",
  "text/plain": "text",
  [`${OPEN_DOCUMENT}.text`]: "odt",
  [`${OPEN_DOCUMENT}.spreadsheet`]: "ods",
  [`${OPEN_DOCUMENT}.presentation`]: "odp",
  [`${OFFICE}.spreadsheetml.sheet`]: "xlsx",
  [`${OFFICE}.wordprocessingml.document`]: "docx",
};
