/** Apart from the other rules: pages that one reads take it along, and need no reader of answers. */

/** Whether what came in was seen to; something newer is not handled by what was done before. */
export function handlingState(
  handledAt: Date | null,
  newestAt: Date | null,
): "nothing" | "open" | "changed" | "handled" {
  if (!newestAt) return "nothing";
  if (!handledAt) return "open";
  return handledAt < newestAt ? "changed" : "handled";
}
