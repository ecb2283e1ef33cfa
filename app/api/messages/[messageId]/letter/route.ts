import { problem, route } from "@/lib/auth/gate";
import { getPreview } from "@/lib/messages/data";
import { renderLetter } from "@/lib/letters/letter";
import { TypstError } from "@/lib/typst/compile";

/** The PDF that the recipient would open if the message were sent now. */
export const GET = route<{ messageId: string }>(
  "message:read",
  async (actor, _request, { messageId }) => {
    const preview = await getPreview(actor, messageId);
    if (!preview) return problem({ code: "not_found" });
    try {
      const pdf = await renderLetter(preview.letter, preview.at);
      return new Response(new Uint8Array(pdf), {
        headers: {
          "content-type": "application/pdf",
          "content-disposition": `inline; filename="${preview.reference}.pdf"`,
          "cache-control": "no-store",
        },
      });
    } catch (error) {
      if (!(error instanceof TypstError)) throw error;
      return problem({
        code: error.code === "refused" ? "letter_missing_glyphs" : "letter_failed",
      });
    }
  },
);
