import type { AnswerEntry } from "@/lib/replies/answers/schema";
import type { AskedReply } from "@/lib/replies/options/schema";
import type { Letter, LetterLanguage } from "@/lib/letters/schema";

/** What a recipient keeps of an answer, as addresses name it. */
export const RECEIPT_FILES = ["answer", "evidence", "log-proof"] as const;
export type ReceiptFile = (typeof RECEIPT_FILES)[number];

/** What the recipient sees once it is known that the message is theirs. */
export type ReplyRequestView = {
  deliveryId: string;
  reference: string;
  subject: string;
  language: LetterLanguage;
  recipientName: string;
  isEnterprise: boolean;
  organisationName: string;
  serviceName: string;
  /** As the letter names it. */
  contact: Letter["sender"]["contact"];
  sentAt: Date;
  hasLetter: boolean;
  /** When the letter and what was answered to it were erased; null: they are there. */
  contentErasedAt: Date | null;
  asked: AskedReply;
  isChangeable: boolean;
  closesAt: Date | null;
  /** The newest counts; null: not answered yet. */
  answer: {
    id: string;
    number: number;
    answeredAt: Date;
    entries: AnswerEntry[];
    /** Its evidence stands in the log. */
    isSealed: boolean;
  } | null;
};

/** Names of the controls of an answer begin with this: they never meet those of the form itself. */
export const ANSWER_PREFIX = "answer.";
