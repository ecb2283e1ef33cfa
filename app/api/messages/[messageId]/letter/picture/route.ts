import { problem, route } from "@/lib/auth/gate";
import { download } from "@/lib/download";
import { makePreview } from "@/lib/messages/data";
import { askedLetterSchema } from "@/lib/messages/schema";

/** The same letter as a picture, for the preview beside the form: it is fetched after each save. */
export const GET = route<{ messageId: string }>(
  "message:read",
  async (actor, request, { messageId }) => {
    const picture = await makePreview(
      actor,
      messageId,
      "picture",
      askedLetterSchema.parse(Object.fromEntries(request.nextUrl.searchParams)),
    );
    return picture.ok ? download(picture.value, "inline") : problem(picture.refusal);
  },
  { live: true },
);
