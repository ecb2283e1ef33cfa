/** The acts that go into the audit trail. */
export type AuditAct =
  | "signed_in"
  | "signed_out"
  | "acting_for_changed"
  | "deliveries_listed"
  | "deliveries_searched"
  | "replies_listed"
  | "message_started"
  | "message_discarded"
  | "message_sent"
  | "test_sent"
  | "template_created"
  | "template_copied"
  | "template_published"
  | "template_restored"
  | "template_archived"
  | "template_brought_back"
  | "attachment_added"
  | "attachment_checked"
  | "main_content_chosen"
  | "message_type_changed"
  | "four_eyes_changed"
  | "account_added"
  | "account_archived"
  | "account_brought_back"
  | "attachment_removed"
  | "delivery_viewed"
  | "number_shown"
  | "proof_downloaded"
  | "letter_viewed"
  | "box_checked"
  | "boxes_checked"
  | "recipient_recalled"
  | "recipients_added"
  | "recipients_removed"
  | "recipients_returned"
  | "personal_files_added"
  | "personal_files_removed"
  | "personal_files_checked"
  | "letters_printed"
  | "reply_read"
  | "reply_page_viewed"
  | "reply_answered"
  | "reply_assigned"
  | "reply_handled"
  | "reply_reopened"
  | "answers_viewed"
  | "answers_exported"
  | "delivery_published"
  | "delivery_failed"
  | "delivery_outcome_unknown"
  | "delivery_on_paper"
  | "delivery_opened"
  | "delivery_expired"
  | "delivery_replied"
  | "delivery_not_opened"
  | "delivery_left"
  | "reminder_ordered"
  | "reminders_stopped"
  | "follow_up_decided";

export type AuditEntry = {
  act: AuditAct;
  subjectKind:
    | "message"
    | "delivery"
    | "attachment"
    | "session"
    | "recipient"
    | "reply"
    | "template"
    | "account"
    | "message_type"
    | "organisation";
  subjectId: string | null;
  organisationId?: string;
  serviceId?: string;
  /** Keyed hash of the number of whom it is about. */
  numberHash?: Uint8Array<ArrayBuffer>;
  /** Never content, never a number. */
  detail?: Record<string, string | number | boolean | null>;
};
