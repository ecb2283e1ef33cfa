import { problem, route } from "@/lib/auth/gate";
import { drawLetter } from "@/lib/letters/letter";
import { getPreview } from "@/lib/messages/data";
import { TypstError } from "@/lib/typst/compile";

/** The same letter as a picture, for the preview beside the form: it is fetched after each save. */
export const GET = route<{ messageId: string }>(
  "message:read",
  async (actor, _request, { messageId }) => {
    const preview = await getPreview(actor, messageId);
    if (!preview) return problem({ code: "not_found" });
    try {
      const picture = await drawLetter(preview.letter, preview.at);
      return new Response(new Uint8Array(picture), {
        headers: { "content-type": "image/svg+xml", "cache-control": "no-store" },
      });
    } catch (error) {
      if (!(error instanceof TypstError)) throw error;
      return problem({
        code: error.code === "refused" ? "letter_missing_glyphs" : "letter_failed",
      });
    }
  },
  { live: true },
);
