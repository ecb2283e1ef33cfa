import { useTranslations } from "next-intl";

/** What was noted with the act, under the names it is kept by: for who compares it with the database. */
export function RecordDetails({ detail }: { detail: Record<string, unknown> }) {
  const t = useTranslations("audit.record");
  const entries = Object.entries(detail).filter(([, value]) => value !== null);
  if (entries.length === 0) return <p className="text-ink-soft">{t("noDetails")}</p>;
  return (
    <dl className="grid gap-y-2 text-small">
      {entries.map(([name, value]) => (
        <div key={name} className="grid gap-x-6 md:grid-cols-[minmax(12rem,30%)_1fr]">
          <dt>
            <code className="break-all text-ink-soft">{name}</code>
          </dt>
          <dd className="min-w-0">
            <code className="break-all">
              {typeof value === "string" ? value : JSON.stringify(value)}
            </code>
          </dd>
        </div>
      ))}
    </dl>
  );
}
