"use server";

import { revalidatePath } from "next/cache";
import { action, textOf } from "@/lib/auth/gate";
import type { Problem } from "@/lib/errors";
import * as bundles from "@/lib/proofs/bundles/mutations";
import { bundleOrderRefSchema } from "@/lib/proofs/bundles/schema";

const stop = action("proof:read", bundleOrderRefSchema, bundles.stopBundleOrder);

const again = action("proof:read", bundleOrderRefSchema, bundles.orderLeftOut);

/** What was left out, ordered as a file of its own; in the same way. */
export async function orderAgain(_last: Problem | null, form: FormData): Promise<Problem | null> {
  const ordered = await again({ orderId: textOf(form, "orderId") });
  if (!ordered.ok) return ordered.refusal;
  revalidatePath("/proofs/bundles");
  return null;
}

/** The form's own: works before any script arrived. */
export async function stopOrder(_last: Problem | null, form: FormData): Promise<Problem | null> {
  const stopped = await stop({ orderId: textOf(form, "orderId") });
  if (!stopped.ok) return stopped.refusal;
  revalidatePath("/proofs/bundles");
  return null;
}
