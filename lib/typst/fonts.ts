import { join } from "node:path";

/** The faces that letters and proofs use; a fresh machine has no fonts of its own. */
const FACES = ["400Regular", "400Regular_Italic", "600SemiBold", "600SemiBold_Italic"];

const PACKAGE = "node_modules/@expo-google-fonts/source-sans-3";

/** Absolute paths; found from the working directory because bundlers move this module elsewhere. */
export function fontFiles(): string[] {
  return FACES.map((face) =>
    join(/* turbopackIgnore: true */ process.cwd(), PACKAGE, face, `SourceSans3_${face}.ttf`),
  );
}
