"use server";

import { redirect } from "next/navigation";
import { action } from "@/lib/auth/gate";
import { findSearchAddress } from "@/lib/deliveries/data";
import * as deliveries from "@/lib/deliveries/mutations";
import {
  deliveryRefSchema,
  historyFilterSchema,
  historySearchSchema,
} from "@/lib/deliveries/schema";
import { ok } from "@/lib/result";

export const viewDelivery = action("delivery:read", deliveryRefSchema, deliveries.viewDelivery);
export const viewHistory = action("delivery:read", historyFilterSchema, deliveries.viewHistory);
export const showNumber = action("delivery:read", deliveryRefSchema, deliveries.showNumber);

const findAddress = action("delivery:read", historySearchSchema, async (actor, search) =>
  ok(await findSearchAddress(actor, search)),
);

/** The search form posts, with or without JavaScript, and lands on the address of what it asked for. */
export async function searchHistory(form: FormData): Promise<never> {
  const sent: unknown = form instanceof FormData ? Object.fromEntries(form) : {};
  const found = await findAddress(historySearchSchema.parse(sent));
  redirect(found.ok ? found.value : "/messages");
}
