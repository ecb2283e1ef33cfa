import { z } from "zod";
import { ADDRESS_LINE_LIMIT, ADDRESS_LINES_LIMIT } from "@/lib/messages/schema";
import { printableLine, printableLines } from "@/lib/printable";
import type { Localized } from "@/lib/text/localized";

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];
/** How often a service opens on one day, at most. */
export const SPANS_A_DAY = 2;
export const SERVICE_NAME_LIMIT = 120;
export const HOURS_NOTE_LIMIT = 120;

/** `HH:MM`, as a clock shows it. */
const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "hours_invalid");
const spanSchema = z
  .object({ from: clockTime, until: clockTime })
  .refine(({ from, until }) => from < until, "hours_invalid");
export type Span = z.infer<typeof spanSchema>;

const spansOfDay = z
  .array(spanSchema)
  .max(SPANS_A_DAY)
  .refine(
    (spans) => spans.every((span, at) => at === 0 || (spans[at - 1]?.until ?? "") < span.from),
    {
      error: "hours_invalid",
    },
  );
const noteLine = line(HOURS_NOTE_LIMIT);

/** When a service is open; a day without spans is one on which it is closed. */
export const openingHoursSchema = z.object({
  days: z.object({
    mon: spansOfDay,
    tue: spansOfDay,
    wed: spansOfDay,
    thu: spansOfDay,
    fri: spansOfDay,
    sat: spansOfDay,
    sun: spansOfDay,
  }),
  /** A free line in the letter's language, such as "on appointment only"; empty: none. */
  note: z.object({ nl: noteLine, fr: noteLine, de: noteLine }),
});
export type OpeningHours = z.infer<typeof openingHoursSchema>;

function line(limit: number) {
  return z
    .string()
    .max(2000, "too_long")
    .transform(printableLine)
    .pipe(z.string().max(limit, "too_long"));
}

const required = line(SERVICE_NAME_LIMIT).pipe(z.string().min(1, "name_missing"));
const addressSchema = z
  .string()
  .max(2000, "too_long")
  .transform(printableLines)
  .pipe(
    z
      .array(z.string().max(ADDRESS_LINE_LIMIT, "address_line_long"))
      .max(ADDRESS_LINES_LIMIT, "address_lines"),
  );

/** Empty means none. */
const optionalText = <S extends z.ZodType<string, string>>(shape: S) =>
  z
    .string()
    .trim()
    .max(2000, "too_long")
    .transform((text) => text || null)
    .pipe(shape.nullable());

const contactSchema = {
  contactEmail: optionalText(z.email("email_invalid").max(254, "email_invalid")),
  contactPhone: optionalText(z.string().regex(/^\+?[\d][\d ()./-]{5,30}$/, "phone_invalid")),
  website: optionalText(
    z
      .url({ protocol: /^https?$/, hostname: z.regexes.domain, error: "website_invalid" })
      .max(400, "website_invalid"),
  ),
};

/** What an administrator says about a service, as often as they like. */
const serviceFactsSchema = z.object({
  /** Where none is given in English, the Dutch one stands. */
  name: z
    .object({ nl: required, fr: required, de: required, en: line(SERVICE_NAME_LIMIT) })
    .transform((name): Localized => ({ ...name, en: name.en || name.nl })),
  addressLines: addressSchema.refine((lines) => lines.length > 0, "address_missing"),
  /** Empty: where the letters come from. */
  replyAddressLines: addressSchema,
  ...contactSchema,
  openingHours: openingHoursSchema.nullable(),
});
export type ServiceFacts = z.infer<typeof serviceFactsSchema>;

/**
 * The eBox's name of a sub-box. Its documentation shows letters, digits and underscores; GENERAL is
 * the box that everything goes to which no rule sends elsewhere.
 */
const partitionSchema = z
  .string()
  .trim()
  .regex(/^[A-Za-z][A-Za-z0-9_]{1,49}$/, "partition_invalid")
  .refine((partition) => partition.toUpperCase() !== "GENERAL", "partition_reserved");

export const addServiceSchema = serviceFactsSchema.extend({ partition: partitionSchema });
export type NewService = z.infer<typeof addServiceSchema>;

export const changeServiceSchema = serviceFactsSchema.extend({
  serviceId: z.uuid(),
  lockNumber: z.int32().positive(),
});
export type ServiceChange = z.infer<typeof changeServiceSchema>;

export const serviceIdSchema = z.uuid();
export const serviceRefSchema = z.object({ serviceId: serviceIdSchema });

/** A service as its administrator sees it. */
export type ManagedService = ServiceFacts & {
  id: string;
  partition: string;
  lockNumber: number;
  archivedAt: Date | null;
};
