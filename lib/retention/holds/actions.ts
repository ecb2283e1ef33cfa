"use server";

import { redirect } from "next/navigation";
import { action, textOf } from "@/lib/auth/gate";
import type { Problem } from "@/lib/errors";
import { liftHold, placeHold } from "@/lib/retention/holds/mutations";
import { liftHoldSchema, placeHoldSchema, type HoldKind } from "@/lib/retention/holds/schema";

const place = action("retention:manage", placeHoldSchema, placeHold);
const lift = action("retention:manage", liftHoldSchema, liftHold);

const FIELDS = ["kind", "reference", "number", "from", "to", "serviceId", "reason"] as const;
export type TypedHold = Record<(typeof FIELDS)[number], string>;

/** What a form without JavaScript gets back: nothing yet, or what is wrong and what was typed. */
type HoldAnswer = { problem: Problem; typed: TypedHold } | null;
type LiftAnswer = { problem: Problem; reason: string } | null;

export async function saveHold(_before: HoldAnswer, form: FormData): Promise<HoldAnswer> {
  const typed = Object.fromEntries(FIELDS.map((name) => [name, textOf(form, name)])) as TypedHold;
  const placed = await place({
    ...typed,
    kind: typed.kind as HoldKind,
    serviceId: typed.serviceId === "" ? null : typed.serviceId,
  });
  if (!placed.ok) return { problem: placed.refusal, typed };
  redirect("/retention?changed=held");
}

export async function saveLift(_before: LiftAnswer, form: FormData): Promise<LiftAnswer> {
  const reason = textOf(form, "reason");
  const lifted = await lift({ holdId: textOf(form, "holdId"), reason });
  if (!lifted.ok) return { problem: lifted.refusal, reason };
  redirect("/retention?changed=lifted");
}
