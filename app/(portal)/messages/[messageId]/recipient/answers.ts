import type { KnownBox } from "@/components/recipients/box-status";
import type { LetterLanguage } from "@/lib/letters/schema";
import { isInSeveral, languageFor, languagesWritten } from "@/lib/messages/languages/rules";
import type { Draft } from "@/lib/messages/data";
import type { DraftRecipient } from "@/lib/recipients/data";
import type { RecipientAnswers } from "@/lib/recipients/answers";
import { formatNumber } from "@/lib/recipients/rules";

/** A recipient as the form holds them; empty for one who is only now typed in. */
export function recipientAnswers(
  draft: Draft,
  recipient: DraftRecipient | null,
): {
  answers: RecipientAnswers;
  known: KnownBox | null;
  languages: readonly LetterLanguage[];
  isInSeveral: boolean;
} {
  return {
    languages: isInSeveral(draft) ? languagesWritten(draft) : draft.messageType.languages,
    isInSeveral: isInSeveral(draft),
    answers: {
      kind: recipient?.kind ?? "citizen",
      number: recipient ? formatNumber(recipient.kind, recipient.number) : "",
      name: recipient?.name ?? "",
      address: recipient?.addressLines.join("\n") ?? "",
      attention: recipient?.attention ?? "",
      language: languageFor(draft, recipient) ?? "",
      values: recipient?.values ?? {},
    },
    known: recipient && {
      kind: recipient.kind,
      digits: recipient.number,
      reachability: recipient.reachability,
      checkedAt: recipient.checkedAt?.toISOString() ?? null,
    },
  };
}
