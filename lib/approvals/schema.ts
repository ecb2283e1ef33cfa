import { z } from "zod";
import { planSchema, sharedFactsSchema } from "@/lib/messages/orders/schema";
import { messageIdSchema, TASKS } from "@/lib/messages/schema";
import { printable } from "@/lib/printable";
import type { Localized } from "@/lib/text/localized";

/** Everything that would go out, as it stood when somebody was asked to approve it. */
export const askedSchema = z.object({
  facts: sharedFactsSchema,
  plan: planSchema,
  paperWanted: z.boolean(),
  attachments: z.array(
    /** `sha256`: hexadecimal. */
    z.object({ fileName: z.string(), sha256: z.string(), size: z.number() }),
  ),
  recipients: z.object({
    count: z.number(),
    /** Hexadecimal SHA-256 over each of them with all that their letter has of them. */
    digest: z.string(),
    /** Of those typed by hand, the same of each; null: they come from a spreadsheet. */
    people: z.array(z.object({ name: z.string(), digest: z.string() })).nullable(),
  }),
});
export type Asked = z.infer<typeof askedSchema>;

export const COMMENT_LIMIT = 2000;

/** What somebody said to a part of the message. */
export const commentSchema = z.object({
  place: z.enum(TASKS),
  text: z.string().max(COMMENT_LIMIT).transform(printable).pipe(z.string().trim().min(1)),
});
export type Comment = z.infer<typeof commentSchema>;
export const commentsSchema = z.array(commentSchema).max(TASKS.length);

/** `round`: the one that was looked at; what was asked since is not decided unseen. */
const decisionRef = { messageId: messageIdSchema, round: z.int32().positive() };
export const approveSchema = z.object(decisionRef);
export const sendBackSchema = z.object({ ...decisionRef, comments: commentsSchema });

export type ApprovalState = "waiting" | "approved" | "sent_back" | "withdrawn";

/** Why somebody else has to approve. */
export type ApprovalReason = "type" | "recipients" | "registered";

/** What the check page says of four eyes. */
export type ApprovalWanted = { reasons: ApprovalReason[]; approvers: string[] };

/** A message that waits for approval, as the list of them shows it. */
export type WaitingApproval = {
  messageId: string;
  reference: string;
  subject: string;
  type: Localized;
  askedBy: string;
  askedAt: Date;
  round: number;
  recipients: number;
  isRegistered: boolean;
  /** The actor wrote in it: somebody else decides. */
  isOwn: boolean;
};
