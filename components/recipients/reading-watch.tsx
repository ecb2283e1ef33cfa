"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { ProgressBar } from "@/components/ui/progress-bar";
import { readingQuery } from "@/lib/recipients/files/queries";
import type { Reading } from "@/lib/recipients/files/schema";

/** How far the reading is; the page follows as soon as it has something new to show. */
export function ReadingWatch({
  messageId,
  fileName,
  known,
}: {
  messageId: string;
  fileName: string;
  /** As the page shows it. */
  known: Reading;
}) {
  const t = useTranslations("sheets");
  const router = useRouter();
  const { data } = useQuery(readingQuery(messageId, known));
  const isNews = data.state !== known.state || (data.unchecked === 0) !== (known.unchecked === 0);
  useEffect(() => {
    if (isNews) router.refresh();
  }, [isNews, router]);
  if (data.state !== "waiting" && data.state !== "reading") return null;
  const share = data.progress / 1000;
  return (
    <div role="status" className="mb-5">
      <label htmlFor="reading" className="flex flex-wrap justify-between gap-x-4">
        <span className="font-semibold break-all">{t("reading", { file: fileName })}</span>
        <span className="tabular-nums">{t("readingRows", { count: data.rowsRead })}</span>
      </label>
      <ProgressBar id="reading" value={data.state === "waiting" ? undefined : share} />
      <p className="mt-2 text-small text-ink-soft">{t("readingHint")}</p>
    </div>
  );
}
