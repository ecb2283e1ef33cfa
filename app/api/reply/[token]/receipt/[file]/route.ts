import { problem } from "@/lib/auth/gate";
import { recipientRoute } from "@/lib/auth/recipient";
import { download } from "@/lib/download";
import { downloadReceipt } from "@/lib/replies/requests/mutations";
import { RECEIPT_FILES } from "@/lib/replies/requests/schema";

export const GET = recipientRoute<{ token: string; file: string }>(async (actor, params) => {
  const file = RECEIPT_FILES.find((name) => name === params.file);
  if (!file) return problem({ code: "not_found" });
  const receipt = await downloadReceipt(actor, file);
  return receipt.ok ? download(receipt.value) : problem(receipt.refusal);
});
