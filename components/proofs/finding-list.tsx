import { useTranslations } from "next-intl";
import { RefreshWhile } from "@/components/messages/refresh-while";
import { DateTime } from "@/components/ui/date-time";
import { DownloadLink } from "@/components/ui/download-link";
import { EmptyState } from "@/components/ui/empty-state";
import { SectionHeading } from "@/components/ui/section-heading";
import { Tag } from "@/components/ui/tag";
import type { Finding } from "@/lib/proofs/findings/schema";
import { noonOf } from "@/lib/format";
import { visibleText } from "@/lib/visible-text";

/** The certificates that somebody asked for, and their files once they are made. */
export function FindingList({ findings }: { findings: readonly Finding[] }) {
  const t = useTranslations("proofs.findings");
  if (findings.length === 0) {
    return (
      <EmptyState title={t("emptyTitle")} icon="court">
        {t("empty")}
      </EmptyState>
    );
  }
  return (
    <section aria-labelledby="mine">
      {findings.some(({ found }) => found === null) && <RefreshWhile />}
      <SectionHeading id="mine">{t("mine")}</SectionHeading>
      <ul className="grid gap-4">
        {findings.map((finding) => (
          <li key={finding.id} className="rounded border border-line bg-paper px-4 py-5 md:px-7">
            <FindingCard finding={finding} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function FindingCard({ finding }: { finding: Finding }) {
  const t = useTranslations("proofs.findings");
  const { id, number, from, to, reason, found, size, orderedAt } = finding;
  const file = (name: string) => `/api/findings/${id}/${name}`;
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="text-h3 font-semibold tabular-nums">{number}</h3>
        {found === null ? (
          <Tag tone="way">{t("making")}</Tag>
        ) : (
          <Tag tone="opened" icon="check">
            {t("found", { count: found })}
          </Tag>
        )}
      </div>
      <p>{t("period", { from: noonOf(from), to: noonOf(to) })}</p>
      <p className="text-small text-ink-soft">
        <bdi>{visibleText(reason)}</bdi>
        {" · "}
        <DateTime value={orderedAt} />
      </p>
      {found === null ? (
        <p className="mt-3 text-small">{t("waiting")}</p>
      ) : (
        <div className="mt-3 flex flex-wrap gap-x-6 gap-y-2">
          <DownloadLink
            href={file("certificate")}
            label={t("pdf")}
            format="PDF"
            {...(size !== null && { bytes: size })}
          />
          <DownloadLink href={file("statement")} label={t("statement")} format="JSON" />
          <DownloadLink href={file("log-proof")} label={t("logProof")} format="TXT" />
        </div>
      )}
    </>
  );
}
