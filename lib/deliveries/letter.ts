/** What was frozen when a message was sent, as the letter is made from it. */
import { z } from "zod";
import { ownLetterSchema, type OwnLetter } from "@/lib/attachments/schema";
import { letterName } from "@/lib/deliveries/rules";
import { letterSchema, type LetterInput } from "@/lib/letters/schema";

/** Hexadecimal digest of the logo at sending; null: none; absent: frozen before digests were kept. */
const frozenLogoSchema = z.object({
  logoSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullish(),
});

/**
 * The logo that the letter was checked with, which `read` finds by its digest. One that the service
 * has taken since then changes nothing.
 */
export async function frozenLogo(
  frozen: unknown,
  current: Uint8Array | null,
  read: (sha256: Uint8Array) => Promise<Uint8Array>,
): Promise<Uint8Array | null> {
  const { logoSha256 } = frozenLogoSchema.parse(frozen);
  if (logoSha256 === undefined) return current;
  return logoSha256 === null ? null : read(Buffer.from(logoSha256, "hex"));
}

export function letterInputOf(frozen: unknown, logo: Uint8Array | null): LetterInput {
  const letter = letterSchema.parse(frozen);
  return logo
    ? { ...letter, sender: { ...letter.sender, logo: { bytes: logo, mediaType: "image/png" } } }
    : letter;
}

const ownPartSchema = z.object({ own: ownLetterSchema.nullish() });

/** The PDF that the sender made the letter; null where it is made from the text. */
export function ownLetterOf(frozen: unknown): OwnLetter | null {
  return ownPartSchema.parse(frozen).own ?? null;
}

/** The name under which the recipient finds the letter. */
export function letterFileName({ letter, reference }: { letter: unknown; reference: string }) {
  return ownLetterOf(letter)?.fileName ?? letterName(reference);
}
