import { useTranslations } from "next-intl";
import { Notification } from "@/components/ui/notification";
import { NOTE_LANGUAGES } from "@/lib/services/answers";
import { WEEKDAYS } from "@/lib/services/schema";

/** What somebody else has saved while this was typed, field by field. */
export function MeanwhilePanel({ fields }: { fields: Readonly<Record<string, string>> }) {
  const t = useTranslations("services");
  const labelOf = useFieldLabel();
  const entries = Object.entries(fields);
  return (
    <Notification kind="attention" title={t("meanwhile.title")}>
      <p>{t("meanwhile.body")}</p>
      {entries.length > 0 && (
        <dl className="mt-2 grid gap-1">
          {entries.map(([field, value]) => (
            <div key={field}>
              <dt className="inline font-semibold">{labelOf(field)}: </dt>
              <dd className="inline whitespace-pre-line">{value || t("meanwhile.empty")}</dd>
            </div>
          ))}
        </dl>
      )}
    </Notification>
  );
}

const PLAIN = {
  addressLines: "address",
  replyAddressLines: "replyAddress",
  contactEmail: "email",
  contactPhone: "phone",
  website: "website",
} as const;

function useFieldLabel(): (field: string) => string {
  const t = useTranslations("services");
  return (field) => {
    const [first = "", second = "", third = ""] = field.split(".");
    const day = WEEKDAYS.find((each) => each === first);
    const end = third === "from" ? "from" : "until";
    if (day)
      return t(`hours.label.${end}`, { day: t(`day.${day}`), number: String(Number(second) + 1) });
    const language = NOTE_LANGUAGES.find((each) => each === (first === "name" ? second : third));
    if (first === "name") return t(`form.name.${language ?? "en"}`);
    if (first === "openingHours" && language) return t(`form.note.${language}`);
    const plain = Object.entries(PLAIN).find(([name]) => name === first)?.[1];
    return t(`form.${plain ?? "partition"}`);
  };
}
