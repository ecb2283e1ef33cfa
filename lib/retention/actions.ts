"use server";

import { redirect } from "next/navigation";
import { action, textOf } from "@/lib/auth/gate";
import type { Problem } from "@/lib/errors";
import { changeHousePolicy } from "@/lib/retention/mutations";
import { housePolicySchema } from "@/lib/retention/schema";

const change = action("retention:manage", housePolicySchema, changeHousePolicy);

const FIELDS = ["draftsDays", "recipientFilesDays", "noticeDays"] as const;
type TypedHouse = Record<(typeof FIELDS)[number], string>;

/** What a form without JavaScript gets back: nothing yet, or what is wrong and what was typed. */
type HouseAnswer = { problem: Problem; typed: TypedHouse } | null;

export async function saveHousePolicy(_before: HouseAnswer, form: FormData): Promise<HouseAnswer> {
  const typed = Object.fromEntries(
    FIELDS.map((name) => [name, textOf(form, name).trim()]),
  ) as TypedHouse;
  const days = (text: string) => (text === "" ? Number.NaN : Number(text));
  const changed = await change({
    lockNumber: Number(textOf(form, "lockNumber")),
    draftsDays: days(typed.draftsDays),
    recipientFilesDays: days(typed.recipientFilesDays),
    noticeDays: days(typed.noticeDays),
  });
  if (!changed.ok) return { problem: changed.refusal, typed };
  redirect("/retention?changed=policy");
}
