import type { Messages } from "use-intl/core";

/**
 * Every refusal of the product, once: its code, the HTTP status it answers with, and (through the
 * type) a sentence in the catalogues. A code without a row does not compile.
 */
export type RefusalCode = keyof Messages["refusals"];

const STATUS: Record<RefusalCode, number> = {
  session_ended: 401,
  not_found: 404,
  not_allowed: 403,
  conflict: 409,
  invalid_input: 400,
  too_many_requests: 429,
  wrong_origin: 403,
  already_sent: 409,
  message_incomplete: 422,
  plan_impossible: 422,
  approver_missing: 409,
  approval_decided: 409,
  approval_own: 403,
  approval_outdated: 409,
  comment_missing: 422,
  sending_over: 409,
  sending_outdated: 409,
  confirmation_missing: 422,
  letter_missing_glyphs: 422,
  letter_failed: 500,
  registered_stopped: 503,
  recipients_in_file: 409,
  recipients_limit: 422,
  recipients_too_large: 413,
  recipients_infected: 422,
  recipients_scan_failed: 503,
  archive_too_large: 413,
  attachment_too_large: 413,
  attachment_empty: 422,
  attachment_type: 422,
  attachment_encrypted: 422,
  attachment_damaged: 422,
  attachment_active: 422,
  attachment_infected: 422,
  attachment_limit: 422,
  attachment_name: 422,
  attachment_name_taken: 409,
  attachment_no_letter: 422,
  account_exists: 409,
  right_of_oneself: 403,
  right_held: 409,
  administrators_too_few: 409,
  invitation_waiting: 409,
  invitation_changed: 409,
  review_incomplete: 409,
  type_changed: 409,
  service_changed: 409,
  service_archived: 409,
  service_busy: 409,
  service_last: 409,
  follow_up_closed: 409,
  follow_up_no_address: 422,
  account_unknown: 422,
  upload_incomplete: 409,
  proof_not_ready: 425,
  content_erased: 410,
  selection_too_large: 422,
  search_unknown: 422,
  template_incomplete: 422,
  template_unchanged: 409,
  answer_incomplete: 422,
  reply_closed: 409,
  reply_given: 409,
  reply_changed: 409,
  reply_handling_changed: 409,
};

export function statusOf(code: RefusalCode): number {
  return STATUS[code];
}

/** What a form or a caller gets back: the code, and which fields it is about. */
export type Problem = { code: RefusalCode; fields?: Record<string, string> };
