import { useFormatter, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { DownloadLink } from "@/components/ui/download-link";
import type { Printing } from "@/lib/messages/paper/schema";

/** The letters for the printer: what is new, and what was taken out before and by whom. */
export function PrintRuns({ messageId, printing }: { messageId: string; printing: Printing }) {
  const t = useTranslations("messages.paper");
  const { dateTime } = useFormatter();
  const { fresh, printed } = printing;
  const address = `/api/messages/${messageId}/paper`;
  const count = fresh.reduce((sum, { letters }) => sum + letters, 0);
  return (
    <Card id="paper" heading={t("title")}>
      <p className="mb-3">{t("lead")}</p>
      <p className="font-semibold">{t("fresh", { count })}</p>
      <ul className="mt-1 grid gap-1.5">
        {fresh.map(({ run, letters }) => (
          <li key={run}>
            <DownloadLink
              href={`${address}?run=${run}`}
              label={t("print", { run, count: letters })}
              format="PDF"
            />
          </li>
        ))}
      </ul>
      {printed.length > 0 && (
        <>
          <p className="mt-4 font-semibold">{t("before")}</p>
          <ul className="mt-1 grid gap-3">
            {printed.map(({ run, letters, at, by }) => (
              <li key={run}>
                {t("taken", { run, count: letters, when: dateTime(at, "moment"), by })}
                <br />
                <DownloadLink
                  href={`${address}?run=${run}`}
                  label={t("again", { run })}
                  format="PDF"
                />
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="mt-4">
        <DownloadLink href={`${address}/list`} label={t("list")} format="XLSX" />
      </p>
    </Card>
  );
}
