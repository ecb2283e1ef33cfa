import { problem } from "@/lib/auth/gate";
import { recipientRoute } from "@/lib/auth/recipient";
import { download } from "@/lib/download";
import { openOwnLetter } from "@/lib/replies/requests/mutations";

export const GET = recipientRoute(async (actor) => {
  const picture = await openOwnLetter(actor, "picture");
  return picture.ok ? download(picture.value, "inline") : problem(picture.refusal);
});
