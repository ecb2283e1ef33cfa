import "server-only";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor } from "@/lib/db";
import type { Problem } from "@/lib/errors";
import { languagesAllowed } from "@/lib/message-types/rules";
import { languagesWritten, withoutLanguage } from "@/lib/messages/languages/rules";
import { writtenSchema, type MessageLanguage } from "@/lib/messages/languages/schema";
import {
  optionChange,
  readWritable,
  saveDraft,
  touchDraft,
  type Saved,
} from "@/lib/messages/mutations";
import { readRecipientsAgain } from "@/lib/recipients/reading/mutations";
import { refuse, type Result } from "@/lib/result";
import { readTemplateOfDraft } from "@/lib/templates/data";
import { emptyText } from "@/lib/templates/rules";

/** Lets a further language in, with the template's text in it where there is one. */
export async function addLanguage(
  actor: PersonActor,
  { language, ...ref }: MessageLanguage,
): Promise<Result<Saved, Problem>> {
  return withActor(actor, async (tx) => {
    const message = await readWritable(tx, actor, ref.messageId);
    if (!message) return refuse({ code: "not_found" });
    const type = await tx.messageType.findUniqueOrThrow({ where: { id: message.messageTypeId } });
    if (message.language === null || !languagesAllowed(type.languages).includes(language))
      return refuse({ code: "invalid_input", fields: { language: "language_not_allowed" } });
    const written = writtenSchema.parse(message);
    if (languagesWritten(written).includes(language)) return touchDraft(tx, actor, ref);
    const template = await readTemplateOfDraft(tx, actor, message);
    const text = template?.content.texts[language] ?? emptyText();
    const saved = await saveDraft(tx, actor, ref, {
      otherTexts: { ...written.otherTexts, [language]: text },
    });
    if (saved.ok) await readRecipientsAgain(tx, ref.messageId);
    return saved;
  });
}

/**
 * Takes the text in this language out. Who was typed in for it gets the main text; a row of a
 * spreadsheet that says this language is told as one that cannot be sent to.
 */
export async function removeLanguage(
  actor: PersonActor,
  { language, ...ref }: MessageLanguage,
): Promise<Result<Saved, Problem>> {
  return withActor(actor, async (tx) => {
    const message = await readWritable(tx, actor, ref.messageId);
    if (!message) return refuse({ code: "not_found" });
    const written = writtenSchema.parse(message);
    const left = languagesWritten(written).filter((other) => other !== language);
    if (left.length === 0)
      return refuse({ code: "invalid_input", fields: { language: "language_missing" } });
    const after = withoutLanguage(written, language);
    const words = optionChange(message, written, after);
    const saved = await saveDraft(tx, actor, ref, { ...after, ...words });
    if (!saved.ok) return saved;
    const { messageId } = ref;
    await tx.messageRecipient.updateMany({
      // In one language alone nobody has another.
      where: { messageId, row: null, ...(left.length === 1 ? {} : { language }) },
      data: { language: null },
    });
    await readRecipientsAgain(tx, messageId);
    return saved;
  });
}
