/** What was frozen when a message was sent, as the letter is made from it. */
import { letterSchema, type LetterInput } from "@/lib/letters/schema";

export function letterInputOf(frozen: unknown, logo: Uint8Array | null): LetterInput {
  const letter = letterSchema.parse(frozen);
  return logo
    ? { ...letter, sender: { ...letter.sender, logo: { bytes: logo, mediaType: "image/png" } } }
    : letter;
}
