import { z } from "zod";
import { nameLinksSchema } from "@/lib/messages/body/names";
import { documentSchema } from "@/lib/messages/body/schema";
import { SUBJECT_LIMIT } from "@/lib/messages/schema";
import { printable, printableLine } from "@/lib/printable";

export const TEMPLATE_NAME_LIMIT = 120;
export const FOLDER_LIMIT = 60;
export const NOTE_LIMIT = 300;
const SAMPLES_LIMIT = 200;

/** The languages of letters, in the order in which they stand side by side. */
export const TEMPLATE_LANGUAGES = ["nl", "fr", "de"] as const;
export const templateLanguageSchema = z.enum(TEMPLATE_LANGUAGES);
export type TemplateLanguage = z.infer<typeof templateLanguageSchema>;

export const templateTextSchema = z.object({
  subject: z.string().max(SUBJECT_LIMIT),
  body: documentSchema,
});
export type TemplateText = z.infer<typeof templateTextSchema>;

/** What a version holds: its texts by language, each of which may be missing, and sample values. */
export const contentSchema = z.object({
  texts: z.object({
    nl: templateTextSchema.optional(),
    fr: templateTextSchema.optional(),
    de: templateTextSchema.optional(),
  }),
  /** By placeholder name. */
  samples: z.record(z.string(), z.string()),
  /** Which placeholders of its languages are one value; versions of before say nothing. */
  names: nameLinksSchema.optional(),
});
export type Content = z.infer<typeof contentSchema>;

export const templateIdSchema = z.uuid();
export const versionNumberSchema = z.coerce.number().int().min(1).max(1_000_000);

/** Every write names the template and the save it has seen. */
const templateRef = { templateId: templateIdSchema, lockNumber: z.int32().positive() };
export const templateRefSchema = z.object(templateRef);

const line = (most: number) =>
  z.string().max(2000).transform(printableLine).pipe(z.string().max(most, "too_long"));

const place = {
  name: line(TEMPLATE_NAME_LIMIT).pipe(z.string().min(1, "name_missing")),
  folder: line(FOLDER_LIMIT),
  /** null: for messages of any type. */
  messageTypeId: z.uuid("type_unknown").nullable(),
};

/** `copyOf`: the template whose texts it begins with. */
export const createTemplateSchema = z.object({ ...place, copyOf: templateIdSchema.nullable() });
export type NewTemplate = z.infer<typeof createTemplateSchema>;

export const arrangeTemplateSchema = z.object({ ...templateRef, ...place });
export type Arrangement = z.infer<typeof arrangeTemplateSchema>;

export const writeTemplateSchema = z.object({
  ...templateRef,
  language: templateLanguageSchema,
  subject: line(SUBJECT_LIMIT),
  body: documentSchema,
  samples: z
    .record(z.string().max(100), z.string().max(1000).transform(printable))
    .refine((samples) => Object.keys(samples).length <= SAMPLES_LIMIT, "too_many")
    .transform((samples) =>
      Object.fromEntries(
        Object.entries(samples).map(([name, value]) => [printableLine(name), value.trim()]),
      ),
    ),
  /** Absent: they stay as they are. */
  names: nameLinksSchema.optional(),
});
export type WrittenText = z.infer<typeof writeTemplateSchema>;

export const publishTemplateSchema = z.object({ ...templateRef, note: line(NOTE_LIMIT) });
export const restoreVersionSchema = z.object({
  ...templateRef,
  number: z.int32().positive(),
});

export const renameFolderSchema = z.object({
  folder: z.string().min(1).max(FOLDER_LIMIT),
  name: line(FOLDER_LIMIT).pipe(z.string().min(1, "name_missing")),
});
