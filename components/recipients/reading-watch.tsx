"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFreshPage } from "@/components/layout/use-fresh-page";
import { ProgressBar } from "@/components/ui/progress-bar";
import { readingQuery } from "@/lib/recipients/files/queries";
import { isUnpacking } from "@/lib/attachments/personal/rules";
import type { Reading } from "@/lib/recipients/files/schema";

/** How far the reading is; the page follows as soon as it has something new to show. */
export function ReadingWatch({
  messageId,
  lockNumber,
  fileName,
  archiveName,
  known,
}: {
  messageId: string;
  lockNumber: number;
  fileName: string;
  /** Of the ZIP beside it, whose files are looked at first. */
  archiveName: string | null;
  /** As the page shows it. */
  known: Reading;
}) {
  const t = useTranslations("sheets");
  const { data, refetch } = useQuery(readingQuery({ messageId, lockNumber }, known));
  const isNews =
    data.state !== known.state ||
    data.archive?.state !== known.archive?.state ||
    (data.unchecked === 0) !== (known.unchecked === 0);
  useFreshPage(isNews, refetch);
  const { archive } = data;
  if (archive && isUnpacking(archive.state))
    return (
      <Watched
        words={t("archive.unpacking", { file: archiveName ?? "" })}
        counted={t("archive.unpackingFiles", {
          checked: archive.checked,
          count: archive.fileCount,
        })}
        hint={t("archive.unpackingHint")}
        share={archive.fileCount === 0 ? undefined : archive.checked / archive.fileCount}
      />
    );
  if (data.state !== "waiting" && data.state !== "reading") return null;
  return (
    <Watched
      words={t("reading", { file: fileName })}
      counted={t("readingRows", { count: data.rowsRead })}
      hint={t("readingHint")}
      share={data.state === "waiting" ? undefined : data.progress / 1000}
    />
  );
}

function Watched({
  words,
  counted,
  hint,
  share,
}: {
  words: string;
  counted: string;
  hint: string;
  /** Undefined: nobody knows yet. */
  share: number | undefined;
}) {
  return (
    <div role="status" className="mb-5">
      <label htmlFor="reading" className="flex flex-wrap justify-between gap-x-4">
        <span className="font-semibold break-all">{words}</span>
        <span className="tabular-nums">{counted}</span>
      </label>
      <ProgressBar id="reading" value={share} />
      <p className="mt-2 text-small text-ink-soft">{hint}</p>
    </div>
  );
}
