/** Opening hours in words, a line for each group of days that are alike; pure. */
import type { LetterLanguage } from "@/lib/letters/schema";
import { WEEKDAYS, type OpeningHours, type Span, type Weekday } from "@/lib/services/schema";

type Words = {
  /** Days that follow each other. */
  through: (first: string, last: string) => string;
  clock: (hours: number, minutes: string) => string;
  span: (from: string, until: string) => string;
  after: string;
};

const WORDS: Record<LetterLanguage, Words> = {
  nl: {
    through: (first, last) => `${first} tot ${last}`,
    clock: (hours, minutes) => `${hours}.${minutes}`,
    span: (from, until) => `${from} tot ${until} uur`,
    after: ": ",
  },
  fr: {
    through: (first, last) => `${first} à ${last}`,
    clock: (hours, minutes) => `${hours} h ${minutes}`.replace(" 00", ""),
    span: (from, until) => `de ${from} à ${until}`,
    after: "\u00a0: ",
  },
  de: {
    through: (first, last) => `${first} bis ${last}`,
    clock: (hours, minutes) => `${hours}.${minutes}`,
    span: (from, until) => `${from} bis ${until} Uhr`,
    after: ": ",
  },
};

/** As letters and the reply page tell them; nothing where nothing was said. */
export function openingLines(hours: OpeningHours, language: LetterLanguage): string[] {
  const words = WORDS[language];
  const and = new Intl.ListFormat(language, { type: "conjunction" });
  const lines = groupsOf(hours).map(({ first, last, spans }) => {
    const days = first === last ? dayName(first, language) : between(first, last, language);
    const times = spans.map(({ from, until }) => words.span(clock(from), clock(until)));
    return `${capital(days)}${words.after}${and.format(times)}`;
  });
  const note = hours.note[language];
  return note ? [...lines, note] : lines;

  function clock(time: string): string {
    return words.clock(Number(time.slice(0, 2)), time.slice(3));
  }
}

type Group = { first: Weekday; last: Weekday; spans: readonly Span[] };

/** Days after each other with the same hours stand together; those on which it is closed are left out. */
function groupsOf({ days }: OpeningHours): Group[] {
  const groups: (Group & { next: number })[] = [];
  WEEKDAYS.forEach((day, at) => {
    const spans = days[day];
    const open = groups.at(-1);
    if (spans.length === 0) return;
    if (open && open.next === at && isSame(open.spans, spans)) {
      open.last = day;
      open.next = at + 1;
    } else groups.push({ first: day, last: day, spans, next: at + 1 });
  });
  return groups;
}

function isSame(one: readonly Span[], other: readonly Span[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function between(first: Weekday, last: Weekday, language: LetterLanguage): string {
  const isNext = WEEKDAYS.indexOf(last) === WEEKDAYS.indexOf(first) + 1;
  const names = [dayName(first, language), dayName(last, language)] as const;
  return isNext
    ? new Intl.ListFormat(language, { type: "conjunction" }).format(names)
    : WORDS[language].through(...names);
}

/** 1 January 2024 was a Monday. */
function dayName(day: Weekday, language: LetterLanguage): string {
  const at = new Date(Date.UTC(2024, 0, 1 + WEEKDAYS.indexOf(day)));
  return new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(at);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
