import { useTranslations } from "next-intl";
import { MessageAction } from "@/components/messages/message-action";
import { Notification } from "@/components/ui/notification";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { matchColumns } from "@/lib/recipients/files/actions";
import { columnPlaces, isColumnTarget } from "@/lib/recipients/files/rules";
import type { Findings, RecipientFileView, RecipientNeeds } from "@/lib/recipients/files/schema";

/** Which column gives what: found by name, and to be changed by hand. */
export function ColumnForm({
  messageId,
  lockNumber,
  file: { header },
  needs,
  findings: { match },
  archiveName,
}: {
  messageId: string;
  lockNumber: number;
  file: RecipientFileView;
  needs: RecipientNeeds;
  findings: Findings;
  /** Of the ZIP beside the spreadsheet; null: none. */
  archiveName: string | null;
}) {
  const t = useTranslations("sheets");
  const nameOf = (place: string) => (isColumnTarget(place) ? t(`target.${place}`) : place);
  const columns = header.map((name, index) => ({
    value: String(index),
    label: name || t("match.nameless", { number: index + 1 }),
  }));
  const isMissing = (label: string) => match.missing.includes(label);
  return (
    <MessageAction action={matchColumns} messageId={messageId} lockNumber={lockNumber}>
      {match.missing.length > 0 && (
        <Notification
          kind="error"
          title={t("match.missing", {
            count: match.missing.length,
            names: match.missing.map(nameOf).join(", "),
          })}
        >
          <p>{t("match.missingLead")}</p>
          {archiveName !== null && match.missing.some((place) => place === "attachments") && (
            <p className="mt-2">
              {t.rich("match.archiveLead", {
                file: archiveName,
                link: (words) => (
                  <a href="#archive" className="text-link">
                    {words}
                  </a>
                ),
              })}
            </p>
          )}
        </Notification>
      )}
      <div className="grid gap-x-6 sm:grid-cols-2">
        {columnPlaces(needs, match).map(({ place, label, column }) => (
          <Select
            key={place}
            id={`column-${place}`}
            name={`column ${place}`}
            label={nameOf(label)}
            error={isMissing(label) ? t("match.choose") : undefined}
            defaultValue={column === null ? "none" : String(column)}
            options={[{ value: "none", label: t("match.none") }, ...columns]}
          />
        ))}
      </div>
      {match.ignored.length > 0 && (
        <p className="mb-5 text-small text-ink-soft">
          {t("ignoredColumns", {
            count: match.ignored.length,
            names: match.ignored.map((column) => columns[column]?.label ?? "").join(", "),
          })}
        </p>
      )}
      <SubmitButton variant="secondary">{t("match.save")}</SubmitButton>
    </MessageAction>
  );
}
