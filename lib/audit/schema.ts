/** The acts that go into the audit trail. */
export const AUDIT_ACTS = [
  "signed_in",
  "signed_out",
  "acting_for_changed",
  "deliveries_listed",
  "deliveries_searched",
  "replies_listed",
  "message_started",
  "message_discarded",
  "message_sent",
  "test_sent",
  "message_ordered",
  "message_taken_back",
  "approval_asked",
  "approval_withdrawn",
  "message_approved",
  "message_sent_back",
  "sending_begun",
  "sending_paused",
  "sending_resumed",
  "sending_cancelled",
  "delivery_cancelled",
  "template_created",
  "template_copied",
  "template_published",
  "template_restored",
  "template_archived",
  "template_brought_back",
  "attachment_added",
  "attachment_checked",
  "main_content_chosen",
  "message_type_changed",
  "four_eyes_changed",
  "service_added",
  "service_changed",
  "service_archived",
  "service_brought_back",
  "account_added",
  "account_archived",
  "account_brought_back",
  "person_invited",
  "invitation_renewed",
  "invitation_revoked",
  "invitation_link_made",
  "invitation_taken",
  "invitation_confirmed",
  "invitation_refused",
  "right_given",
  "right_taken",
  "person_deactivated",
  "rights_review_started",
  "rights_reviewed",
  "people_exported",
  "attachment_removed",
  "delivery_viewed",
  "number_shown",
  "proof_downloaded",
  "bundles_ordered",
  "finding_ordered",
  "finding_downloaded",
  "letter_viewed",
  "box_checked",
  "boxes_checked",
  "recipient_recalled",
  "recipients_added",
  "recipients_removed",
  "recipients_returned",
  "personal_files_added",
  "personal_files_removed",
  "personal_files_checked",
  "letters_printed",
  "reply_read",
  "reply_page_viewed",
  "reply_answered",
  "reply_assigned",
  "reply_handled",
  "reply_reopened",
  "answers_viewed",
  "answers_exported",
  "delivery_published",
  "delivery_failed",
  "delivery_outcome_unknown",
  "delivery_on_paper",
  "delivery_opened",
  "delivery_expired",
  "delivery_replied",
  "delivery_not_opened",
  "delivery_left",
  "reminder_ordered",
  "reminders_stopped",
  "follow_up_decided",
  "mailbox_called",
  "mailbox_polled",
  "audit_listed",
  "audit_searched",
  "audit_record_viewed",
  "audit_exported",
  "deliveries_exported",
  "sample_drawn",
  "view_saved",
  "view_removed",
  "contents_erased",
  "replies_erased",
  "recipient_file_erased",
  "retention_changed",
  "hold_placed",
  "hold_lifted",
  "erasures_exported",
  "checkpoints_subscribed",
  "checkpoints_unsubscribed",
] as const;
export type AuditAct = (typeof AUDIT_ACTS)[number];

/** By which somebody looked at something, or took it out, and changed nothing. */
export const LOOKS = [
  "deliveries_listed",
  "deliveries_searched",
  "replies_listed",
  "delivery_viewed",
  "number_shown",
  "letter_viewed",
  "proof_downloaded",
  "bundles_ordered",
  "finding_ordered",
  "finding_downloaded",
  "reply_read",
  "answers_viewed",
  "answers_exported",
  "audit_listed",
  "audit_searched",
  "audit_record_viewed",
  "audit_exported",
  "deliveries_exported",
  "sample_drawn",
  "erasures_exported",
  "people_exported",
] as const satisfies readonly AuditAct[];

/** What the portal and the eBox said to each other. */
export const MAILBOX_ACTS = [
  "mailbox_called",
  "mailbox_polled",
  "delivery_published",
  "delivery_failed",
  "delivery_outcome_unknown",
  "delivery_opened",
  "delivery_expired",
  "delivery_replied",
  "box_checked",
  "boxes_checked",
] as const satisfies readonly AuditAct[];

/** What may be noted: texts, numbers, and lists and objects of them. */
export type Noted = string | number | boolean | null | Noted[] | { [name: string]: Noted };

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
    | "service"
    | "organisation"
    | "audit_record"
    | "bundle_order"
    | "finding"
    | "view"
    | "hold"
    | "subscription"
    | "person"
    | "invitation";
  subjectId: string | null;
  organisationId?: string;
  serviceId?: string;
  /** Keyed hash of the number of whom it is about. */
  numberHash?: Uint8Array<ArrayBuffer>;
  /** Never content, never a number. */
  detail?: Record<string, Noted>;
};
