import { useTranslations } from "next-intl";
import { FileSize } from "@/components/attachments/file-size";
import { Button } from "@/components/ui/button";
import { SectionHeading } from "@/components/ui/section-heading";
import type { GivenFile } from "@/lib/proofs/given-files";
import type { Report } from "@/lib/proofs/report";
import { visibleName } from "@/lib/visible-text";

/** What the verdict is about, file by file; `digests` are in the same order. */
export function FilesGiven({
  files,
  digests,
  onLeaveOut,
}: {
  files: readonly GivenFile[];
  digests: Report["digests"];
  onLeaveOut: (file: GivenFile) => void;
}) {
  const t = useTranslations("proofs.verify");
  return (
    <section aria-labelledby="files-given" className="mb-4">
      <SectionHeading id="files-given">{t("given")}</SectionHeading>
      <ul className="rounded border border-line bg-paper">
        {files.map((file, index) => (
          <li
            key={index}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line px-4 py-3 last:border-b-0 md:px-7"
          >
            <div className="min-w-0">
              <p className="font-semibold break-words">
                <bdi>{visibleName(file.name)}</bdi>{" "}
                <span className="text-small font-normal text-ink-soft">
                  <FileSize bytes={file.bytes.length} />
                </span>
              </p>
              <p className="text-small text-ink-soft">
                {t("digest")}{" "}
                <code className="font-mono text-tiny break-all">{digests[index]?.sha256}</code>
              </p>
            </div>
            <span data-print="hidden">
              <Button variant="quiet" size="small" icon="close" onClick={() => onLeaveOut(file)}>
                <span aria-hidden="true">{t("leaveOutShort")}</span>
                <span className="sr-only">{t("leaveOut", { name: visibleName(file.name) })}</span>
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
