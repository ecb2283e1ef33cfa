/** A right as one value of a field: `sender:<service>`, or `auditor:` for the whole organisation. */
import type { Right } from "@/lib/members/schema";

export function rightValue({ role, serviceId }: Right): string {
  return `${role}:${serviceId ?? ""}`;
}

/** What the field holds, not yet checked; a value that says nothing is refused by the schema. */
export function rightOf(value: string): Right {
  const [role = "", serviceId = ""] = value.split(":", 2);
  return { role: role as Right["role"], serviceId: serviceId || null };
}
