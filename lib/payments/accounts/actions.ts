"use server";

import { redirect } from "next/navigation";
import { action, textOf } from "@/lib/auth/gate";
import type { Problem } from "@/lib/errors";
import * as mutations from "@/lib/payments/accounts/mutations";
import { accountRefSchema, addAccountSchema } from "@/lib/payments/accounts/schema";

const add = action("account:manage", addAccountSchema, mutations.addAccount);
const archive = action("account:manage", accountRefSchema, mutations.archiveAccount);
const bringBack = action("account:manage", accountRefSchema, mutations.bringBackAccount);

/** What a form without JavaScript gets back: nothing yet, or what is wrong. */
export type FormAnswer = Problem | null;

export async function addAccount(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const added = await add({
    serviceId: textOf(form, "serviceId"),
    iban: textOf(form, "iban"),
    bic: textOf(form, "bic"),
    beneficiary: textOf(form, "beneficiary"),
  });
  if (!added.ok) return added.refusal;
  redirect("/accounts");
}

/** Archives or brings back, as the pressed button says. */
export async function shelveAccount(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const shelve = textOf(form, "shelve") === "archive" ? archive : bringBack;
  const shelved = await shelve({ accountId: textOf(form, "accountId") });
  if (!shelved.ok) return shelved.refusal;
  redirect("/accounts");
}
