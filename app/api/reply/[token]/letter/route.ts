import { problem } from "@/lib/auth/gate";
import { recipientRoute } from "@/lib/auth/recipient";
import { download } from "@/lib/download";
import { openOwnLetter } from "@/lib/replies/requests/mutations";

export const GET = recipientRoute(async (actor) => {
  const letter = await openOwnLetter(actor, "pdf");
  return letter.ok ? download(letter.value, "inline") : problem(letter.refusal);
});
