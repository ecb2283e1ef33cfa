import type { ArchiveView, PersonalAttachment } from "@/lib/attachments/personal/schema";
import type { Attachment, OwnLetter } from "@/lib/attachments/schema";
import type { UnopenedRule } from "@/lib/follow-ups/schema";
import type { LetterLanguage } from "@/lib/letters/schema";
import type { Origin } from "@/lib/messages/origins";
import type { DraftFacts, LetterPlace } from "@/lib/messages/rules";
import type { RecipientFileView } from "@/lib/recipients/files/schema";
import type { Reachability, RecipientKind } from "@/lib/recipients/schema";
import type { MessageState } from "@/lib/messages/schema";
import type { ReceiptRule } from "@/lib/receipts/schema";
import type { Localized } from "@/lib/text/localized";

/** A draft as the composer's components see it. */
export type DraftView = Omit<DraftFacts, "attachments" | "archive" | "recipients"> & {
  id: string;
  reference: string;
  state: MessageState;
  environment: "test" | "production";
  lockNumber: number;
  savedAt: Date;
  authorName: string;
  messageType: {
    name: Localized;
    legalBasis: string | null;
    languages: readonly LetterLanguage[];
    unopened: UnopenedRule | null;
    receipt: ReceiptRule | null;
    validityNumber: number;
    validityUnit: string;
  };
  sender: {
    organisationName: Localized;
    serviceName: Localized;
    iban: string | null;
    bic: string | null;
  };
  recipient: {
    id: string;
    position: number;
    kind: RecipientKind;
    name: string;
    language: LetterLanguage | null;
    reachability: Reachability | "unknown";
    number: string;
    addressLines: string[];
    attention: string;
    checkedAt: Date | null;
  } | null;
  recipients: Omit<DraftFacts["recipients"], "file"> & { file: RecipientFileView | null };
  /** Which of the recipients' letters is shown, counted from 1, and the positions beside it. */
  shown: LetterPlace | null;
  /** In which language. */
  shownIn: LetterLanguage | null;
  attachments: Attachment[];
  archive: ArchiveView | null;
  /** Those that the recipient whose letter is shown gets alone. */
  personalFiles: PersonalAttachment[];
  ownLetter: OwnLetter | null;
};

/** The letter as it can be seen now, under its subject with the values of whom it is for. */
export type LetterView = { subject: string } &
  /** No language yet, hence no letter. */
  (
    | { kind: "none" }
    /** Characters that the letter's fonts lack: it cannot be made with them. */
    | { kind: "unprintable"; characters: string[] }
    /** The sender's own PDF. */
    | { kind: "own"; pageCount: number }
    | { kind: "shown"; hasGaps: boolean; origins: Origin[] }
  );
