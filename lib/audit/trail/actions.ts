"use server";

import { redirect } from "next/navigation";
import * as trail from "@/lib/audit/trail/mutations";
import { addressWithoutQuery } from "@/lib/audit/trail/rules";
import {
  auditFilterSchema,
  auditRecordRefSchema,
  auditSearchSchema,
} from "@/lib/audit/trail/schema";
import { action } from "@/lib/auth/gate";

export const viewTrail = action("audit:read", auditFilterSchema, trail.viewTrail);
export const viewAuditRecord = action("audit:read", auditRecordRefSchema, trail.viewAuditRecord);

const findAddress = action("audit:read", auditSearchSchema, trail.findTrailAddress);

/** The form posts, with or without JavaScript, and lands on the address of what it asked for. */
export async function searchTrail(form: FormData): Promise<never> {
  const sent: unknown = form instanceof FormData ? Object.fromEntries(form) : {};
  const search = auditSearchSchema.parse(sent);
  const found = await findAddress(search);
  if (found.ok) redirect(found.value);
  // What was typed may be a number: it never stands in an address.
  // Neither a number nor a reference of the organisation: said at the field, with the filters kept.
  redirect(addressWithoutQuery(search, { isUnknown: found.refusal.code === "not_found" }));
}
