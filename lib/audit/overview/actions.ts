"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { addressWith } from "@/lib/address";
import * as overview from "@/lib/audit/overview/mutations";
import {
  overviewFilterSchema,
  savedViewRefSchema,
  savedViewSchema,
  selectionSchema,
} from "@/lib/audit/overview/schema";
import { action, textOf } from "@/lib/auth/gate";
import { languageOf } from "@/lib/text/languages";

export const viewOverview = action("audit:prove", overviewFilterSchema, overview.viewOverview);

const order = action("audit:prove", selectionSchema, overview.orderSelection);
const save = action("audit:prove", savedViewSchema, overview.saveView);
const remove = action("audit:prove", savedViewRefSchema, overview.removeView);

/** The filters that a form of the page carries with it. */
function filterOf(form: FormData) {
  return overviewFilterSchema.parse(
    Object.fromEntries(new URLSearchParams(textOf(form, "query")).entries()),
  );
}

export async function orderSelected(form: FormData): Promise<never> {
  const filter = filterOf(form);
  const language = languageOf(textOf(form, "language"));
  const ordered = await order({ filter, language });
  if (ordered.ok) redirect("/proofs/bundles");
  redirect(addressWith("/proofs", { ...filter, order: ordered.refusal.code }));
}

export async function saveThisView(form: FormData): Promise<never> {
  const filter = filterOf(form);
  const saved = await save({ name: textOf(form, "name"), filter });
  revalidatePath("/proofs");
  redirect(addressWith("/proofs", { ...filter, view: saved.ok ? "saved" : "refused" }));
}

export async function removeThisView(form: FormData): Promise<never> {
  await remove({ viewId: textOf(form, "viewId") });
  revalidatePath("/proofs");
  redirect(addressWith("/proofs", { ...filterOf(form), view: "removed" }));
}
