/** What is known of an event when its evidence is written: the shapes that a record is made from. */
import type { z } from "zod";
import type { ASSURANCE_LEVEL_URIS, ErasedPart, partRoleSchema } from "./schema";

/** What every evidence of a delivery tells, whatever happened. */
export type DeliveryFacts = {
  /** A UUID, chosen by the caller. */
  evidenceId: string;
  environment: "test" | "production";
  portalUrl: string;
  organisation: { enterpriseNumber: string; name: string };
  service: { name: string };
  recipient: { kind: "citizen" | "enterprise"; number: string; name: string };
  /** The delivery's own reference, such as MR-2026-01187/041. */
  reference: string;
  subject: string;
  language: "nl" | "fr" | "de";
  deliveryChoice: "normal" | "registered" | "registered_with_acknowledgement";
  /** When the order was committed. */
  sentAt: Date;
  /** The identifier of an older evidence that this one adds to or corrects. */
  supersedes?: string;
};

export type PartFacts = {
  /** The file's name, as the recipient sees it. */
  identifier: string;
  role: z.infer<typeof partRoleSchema>;
  contentType: string;
  size: number;
  sha256: Uint8Array;
};

export type PersonFacts = { personId: string; name: string };

export type OrderFacts = PersonFacts & {
  /** How this person had signed in when giving the order. */
  signIn: { method: string; fasLevel: number; level: keyof typeof ASSURANCE_LEVEL_URIS; at: Date };
};

/** One answer of the mailbox; status 0 when none came. */
export type AnswerFacts = {
  call: "publish" | "status" | "reply";
  status: number;
  requestedAt: Date;
  answeredAt: Date;
  body: Uint8Array;
  sha256: Uint8Array;
};

export type ReasonFacts = { code: string; details?: string[] };

/** A moment that somebody else saw: theirs when they tell it, else the two observations around it. */
export type ObservedMoment = {
  observedAt: Date;
  occurredAt: Date | null;
  notYetSeenAt: Date | null;
};

export type EventFacts =
  | {
      event: "SubmissionAcceptance";
      at: Date;
      orderedBy: OrderFacts;
      approvedBy?: PersonFacts;
      parts: readonly PartFacts[];
    }
  /** A second pair of eyes let the order go. */
  | { event: "Approval"; at: Date; approvedBy: OrderFacts }
  /** Ordered, and taken back before the portal accepted it: nothing was made and nobody was called. */
  | {
      event: "SubmissionRejection";
      at: Date;
      cancelledBy: OrderFacts;
      reasons: readonly ReasonFacts[];
    }
  | {
      event: "ContentConsignment";
      observedAt: Date;
      /** When the mailbox says that it received the message, if it says so. */
      mailboxTime: Date | null;
      /** The mailbox took it after this and before `observedAt`, when its answer to that was lost. */
      notYetSeenAt?: Date | null;
      /** Null when the mailbox accepted but its answer was lost and asking did not tell. */
      mailboxMessageId: string | null;
      hasDigitalUser?: boolean;
      isOutcomeLearnedLater: boolean;
      expiresAt: Date | null;
      answers: readonly AnswerFacts[];
      parts: readonly PartFacts[];
    }
  | {
      event: "ContentConsignmentFailure";
      at: Date;
      reasons: readonly ReasonFacts[];
      answers: readonly AnswerFacts[];
    }
  | {
      event: "ContentAccessTracking";
      moment: ObservedMoment;
      mailboxMessageId: string;
      answers: readonly AnswerFacts[];
    }
  | {
      event: "ContentHandoverFailure";
      /** When the validity ended. */
      at: Date;
      observedAt: Date;
      mailboxMessageId: string | null;
      answers: readonly AnswerFacts[];
    }
  | {
      event: "RelayToNonERDS";
      at: Date;
      reasons: readonly ReasonFacts[];
      printFile: PartFacts;
    }
  /** The mailbox says that nobody has opened it so many days after it was made available. */
  | {
      event: "NotOpened";
      at: Date;
      afterDays: number;
      mailboxMessageId: string;
      answers: readonly AnswerFacts[];
    }
  /** Another message was ordered that reminds of this one. */
  | {
      event: "Reminder";
      at: Date;
      /** The reminder's own. */
      reminderReference: string;
    }
  | {
      event: "Reply";
      moment: ObservedMoment;
      mailboxMessageId: string;
      inReplyTo: string;
      answers: readonly AnswerFacts[];
      parts: readonly PartFacts[];
    }
  /** On the reply page, after signing in: seen by the portal itself. */
  | {
      event: "Reply";
      at: Date;
      answeredBy: Pick<OrderFacts, "name" | "signIn">;
      parts: readonly PartFacts[];
    }
  | {
      event: "Outage";
      affected: "mailbox" | "portal" | "timestamp";
      from: Date;
      to: Date | null;
      observedAt: Date;
      probes: readonly { at: Date; outcome: string }[];
    }
  /** What was sent, or what was replied, was erased under a policy; with what was sent goes what was replied. */
  | { event: "ContentErasure"; at: Date; what: ErasedPart; keptMonths: number; endedAt: Date };

export type EvidenceFacts = DeliveryFacts & EventFacts;
