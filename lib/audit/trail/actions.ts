"use server";

import { redirect } from "next/navigation";
import * as trail from "@/lib/audit/trail/mutations";
import {
  auditFilterSchema,
  auditRecordRefSchema,
  auditSearchSchema,
  type RefusedSearch,
} from "@/lib/audit/trail/schema";
import { action } from "@/lib/auth/gate";

export const viewTrail = action("audit:read", auditFilterSchema, trail.viewTrail);
export const viewAuditRecord = action("audit:read", auditRecordRefSchema, trail.viewAuditRecord);

const findAddress = action("audit:read", auditSearchSchema, trail.findTrailAddress);

/**
 * The form posts, with or without JavaScript, and lands on the address of what it asked for. What was typed
 * may be a number and stands in no address: where nothing can be looked for, it comes back in the answer.
 */
export async function searchTrail(
  last: RefusedSearch | null,
  form: FormData,
): Promise<RefusedSearch> {
  const sent: unknown = form instanceof FormData ? Object.fromEntries(form) : {};
  const search = auditSearchSchema.parse(sent);
  const found = await findAddress(search);
  if (found.ok) redirect(found.value);
  return { search, code: found.refusal.code, attempt: (last?.attempt ?? 0) + 1 };
}
