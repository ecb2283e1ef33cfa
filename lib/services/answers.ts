import type { z } from "zod";
import {
  SPANS_A_DAY,
  WEEKDAYS,
  type addServiceSchema,
  type ManagedService,
  type OpeningHours,
  type Weekday,
} from "@/lib/services/schema";

/** The page's fields as they are typed, by their names in the form. */
export type TypedService = Record<string, string>;

const SPANS = Array.from({ length: SPANS_A_DAY }, (_, at) => at);

export const NOTE_LANGUAGES = ["nl", "fr", "de"] as const;
const NAME_LANGUAGES = [...NOTE_LANGUAGES, "en"] as const;

/** The name of the field with the beginning or the end of a day's first or second span. */
export function spanField(day: Weekday, span: number, end: "from" | "until"): string {
  return `${day}.${span}.${end}`;
}

export const SERVICE_FIELDS: readonly string[] = [
  "partition",
  ...NAME_LANGUAGES.map((language) => `name.${language}`),
  "addressLines",
  "replyAddressLines",
  "contactEmail",
  "contactPhone",
  "website",
  ...WEEKDAYS.flatMap((day) =>
    SPANS.flatMap((span) => [spanField(day, span, "from"), spanField(day, span, "until")]),
  ),
  ...NOTE_LANGUAGES.map((language) => `openingHours.note.${language}`),
];

export const EMPTY_SERVICE: TypedService = Object.fromEntries(
  SERVICE_FIELDS.map((field) => [field, ""]),
);

export function typedOfService(service: ManagedService): TypedService {
  const { name, openingHours } = service;
  const spans: (readonly [string, string])[] = WEEKDAYS.flatMap((day) =>
    (openingHours?.days[day] ?? []).flatMap(({ from, until }, span) => [
      [spanField(day, span, "from"), from] as const,
      [spanField(day, span, "until"), until] as const,
    ]),
  );
  return {
    ...EMPTY_SERVICE,
    partition: service.partition,
    ...Object.fromEntries(NAME_LANGUAGES.map((language) => [`name.${language}`, name[language]])),
    addressLines: service.addressLines.join("\n"),
    replyAddressLines: service.replyAddressLines.join("\n"),
    contactEmail: service.contactEmail ?? "",
    contactPhone: service.contactPhone ?? "",
    website: service.website ?? "",
    ...Object.fromEntries(spans),
    ...Object.fromEntries(
      NOTE_LANGUAGES.map((each) => [`openingHours.note.${each}`, openingHours?.note[each] ?? ""]),
    ),
  };
}

export function serviceInput(typed: TypedService): z.input<typeof addServiceSchema> {
  const text = (field: string) => typed[field] ?? "";
  const hours: OpeningHours = {
    days: {
      mon: spansOf("mon"),
      tue: spansOf("tue"),
      wed: spansOf("wed"),
      thu: spansOf("thu"),
      fri: spansOf("fri"),
      sat: spansOf("sat"),
      sun: spansOf("sun"),
    },
    note: {
      nl: text("openingHours.note.nl"),
      fr: text("openingHours.note.fr"),
      de: text("openingHours.note.de"),
    },
  };
  const isTold =
    WEEKDAYS.some((day) => hours.days[day].length > 0) ||
    NOTE_LANGUAGES.some((language) => hours.note[language].trim() !== "");
  return {
    partition: text("partition"),
    name: {
      nl: text("name.nl"),
      fr: text("name.fr"),
      de: text("name.de"),
      en: text("name.en"),
    },
    addressLines: text("addressLines"),
    replyAddressLines: text("replyAddressLines"),
    contactEmail: text("contactEmail"),
    contactPhone: text("contactPhone"),
    website: text("website"),
    openingHours: isTold ? hours : null,
  };

  /** One that was begun and not ended stays, so that it is told. */
  function spansOf(day: Weekday) {
    return SPANS.map((span) => ({
      from: clockTimeOf(text(spanField(day, span, "from"))),
      until: clockTimeOf(text(spanField(day, span, "until"))),
    })).filter(({ from, until }) => from !== "" || until !== "");
  }
}

/** As people write a time: 9, 9.30, 9:30, 9u30, 9 h 30; what is none stays, so that it is told. */
function clockTimeOf(typed: string): string {
  const written = /^(\d{1,2})(?: ?[:.hu] ?(\d{2})?)?$/i.exec(typed.trim());
  if (!written) return typed.trim();
  return `${(written[1] ?? "").padStart(2, "0")}:${written[2] ?? "00"}`;
}

/** Which fields somebody else's save left otherwise than they stand here. */
export function fieldsApart(typed: TypedService, theirs: TypedService): string[] {
  return SERVICE_FIELDS.filter((field) => (typed[field] ?? "") !== (theirs[field] ?? ""));
}
