"use server";

import { redirect } from "next/navigation";
import { addressWith } from "@/lib/address";
import { action, textOf } from "@/lib/auth/gate";
import type { Problem } from "@/lib/errors";
import * as findings from "@/lib/proofs/findings/mutations";
import { orderFindingSchema, type OrderFinding } from "@/lib/proofs/findings/schema";

const order = action("audit:prove", orderFindingSchema, findings.orderFinding);

/** The form's own: works before any script arrived. The number is posted, and stands in no address. */
export async function askForFinding(_last: Problem | null, form: FormData): Promise<Problem> {
  const text = (name: keyof OrderFinding) => textOf(form, name);
  const ordered = await order({
    // What no choice offers is refused like any other misshapen input.
    kind: text("kind") as OrderFinding["kind"],
    number: text("number"),
    from: text("from"),
    to: text("to"),
    reason: text("reason"),
    language: text("language") as OrderFinding["language"],
  });
  if (!ordered.ok) return ordered.refusal;
  redirect(addressWith("/proofs/findings", { asked: ordered.value.findingId }));
}
