import type { Problem } from "@/lib/errors";
import { layoutOf, printedText } from "@/lib/letters/layout";
import type { LetterInput, Logo } from "@/lib/letters/schema";
import { drawQrCode } from "@/lib/qr-code";
import { ok, refuse, type Result } from "@/lib/result";
import { compilePdf, compileSvg, TypstError, type CompileRequest } from "@/lib/typst/compile";
import { missingGlyphs } from "@/lib/typst/glyphs";

const EXTENSIONS: Record<Logo["mediaType"], string> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/svg+xml": "svg",
};

/**
 * The letter as PDF/A-2a: tagged, with language and title. The same letter at the same time stamp
 * gives the same bytes. Throws `TypstError`, with code `refused` when the text has a character that
 * the fonts lack or the logo is no image.
 */
export async function renderLetter(letter: LetterInput, timestamp: Date): Promise<Uint8Array> {
  return compilePdf(requestFor(letter, timestamp));
}

/** The pages of that same PDF as a picture (SVG), for the preview beside the form. Throws as above. */
export async function drawLetter(letter: LetterInput, timestamp: Date): Promise<Uint8Array> {
  return compileSvg(requestFor(letter, timestamp));
}

/**
 * Sets a letter, and tells what its text cannot from what is no fault of the text. A sender's own PDF
 * is set already: nothing comes of it here.
 */
export async function setLetter(
  letter: LetterInput,
  make: (letter: LetterInput) => Promise<Uint8Array>,
): Promise<Result<Uint8Array<ArrayBuffer>, Problem>> {
  if (letter.own) return ok(new Uint8Array());
  const glyphs = missingGlyphs(printedText(letter));
  if (glyphs.length > 0)
    return refuse({ code: "letter_missing_glyphs", fields: { text: glyphs.join(" ") } });
  try {
    return ok(new Uint8Array(await make(letter)));
  } catch (error) {
    if (error instanceof TypstError) return refuse({ code: "letter_failed" });
    throw error;
  }
}

function requestFor(letter: LetterInput, timestamp: Date): CompileRequest {
  if (letter.own) throw new Error("the sender's own PDF is the letter: none is made beside it");
  const layout = layoutOf(letter);
  const { logo } = letter.sender;
  const path = logo ? `letters/files/logo.${EXTENSIONS[logo.mediaType]}` : null;
  return {
    template: "letter",
    inputs: {
      ...layout,
      logo: path ? `/${path}` : null,
      reply: layout.reply && {
        ...layout.reply,
        link: layout.reply.link && {
          ...layout.reply.link,
          drawing: drawQrCode(layout.reply.link.url),
        },
      },
      payments: layout.payments.map((each) => ({ ...each, drawing: drawQrCode(each.code) })),
    },
    standard: "a-2a",
    timestamp,
    files: logo && path ? [{ path, bytes: logo.bytes }] : [],
  };
}
