import "server-only";
import { drawQrCode } from "@/lib/qr-code";
import { compilePdf, type CompileRequest, type TemplateName } from "@/lib/typst/compile";
import { missingGlyphs } from "@/lib/typst/glyphs";
import { printable } from "@/lib/printable";
import { utf8, type Bytes } from "./bytes";
import { proofLayout, type PaperInput, type ProofInput } from "./proof-layout";

/** Where the attached files lie during the compilation, below `lib`. */
const FILES = "proofs/files";

const FIRST_PAGE = "first-page.webp";

export type Attached = {
  name: string;
  bytes: Bytes;
  mediaType: string;
  relationship: "data" | "supplement";
};

/**
 * The readable proof as PDF/A-3a: tagged, and carrying the evidence that it tells of, the proofs of
 * its place in the log, the checkpoint with its time stamp, and the log's key. Not sealed yet.
 */
export async function renderProof(input: ProofInput, timestamp: Date): Promise<Bytes> {
  return new Uint8Array(await compilePdf(proofRequest(input, timestamp)));
}

/** What the compiler is asked for. */
export function proofRequest(input: ProofInput, timestamp: Date): CompileRequest {
  const layout = { ...proofLayout(input), firstPage: `/${FILES}/${FIRST_PAGE}` };
  const files = [...evidenceFiles(input), ...paperFiles(input)];
  const { firstPage } = input;
  const pictures = firstPage ? [{ path: `${FILES}/${FIRST_PAGE}`, bytes: firstPage }] : [];
  return paperRequest("proof", layout, files, timestamp, pictures);
}

/** A sealed paper of the portal: what it says, and the files that it carries. */
export function paperRequest(
  template: TemplateName,
  layout: { verify: { link: string } },
  attached: readonly Attached[],
  timestamp: Date,
  pictures: NonNullable<CompileRequest["files"]> = [],
): CompileRequest {
  return {
    template,
    inputs: {
      ...writable(layout),
      drawing: drawQrCode(layout.verify.link),
      files: attached.map(({ name, mediaType, relationship }) => ({
        name,
        mediaType,
        relationship,
        path: `/${FILES}/${name}`,
      })),
    },
    standard: "a-3a",
    timestamp,
    files: [
      ...attached.map(({ name, bytes }) => ({ path: `${FILES}/${name}`, bytes })),
      ...pictures,
    ],
  };
}

function evidenceFiles({ evidence }: ProofInput): Attached[] {
  return evidence.flatMap((piece) => [
    { ...piece.evidence, mediaType: "application/jose+json", relationship: "data" as const },
    { ...piece.logProof, mediaType: "text/plain", relationship: "supplement" as const },
  ]);
}

/** The state of the log that everything in it is proved against, and the log's key. */
export function paperFiles({ checkpoint, stamp, log }: PaperInput): Attached[] {
  const supplement = "supplement" as const;
  return [
    {
      name: "checkpoint",
      bytes: checkpoint.note,
      mediaType: "text/plain",
      relationship: supplement,
    },
    ...(stamp
      ? [
          {
            name: "checkpoint.tsr",
            bytes: stamp.token,
            mediaType: "application/timestamp-reply",
            relationship: supplement,
          },
        ]
      : []),
    { name: "key", bytes: utf8(`${log.key}\n`), mediaType: "text/plain", relationship: supplement },
  ];
}

/**
 * A proof must come out whatever a file is called. A character that the fonts lack is written as its
 * number, which says exactly what stands in the evidence; it is never left out and never a box.
 */
function writable<T>(value: T): T;
function writable(value: unknown): unknown {
  if (typeof value === "string") return spellMissing(printable(value));
  if (Array.isArray(value)) return value.map((item: unknown) => writable(item));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, writable(item)]));
}

function spellMissing(text: string): string {
  const missing = new Set(missingGlyphs(text));
  if (missing.size === 0) return text;
  return Array.from(text, (character) =>
    missing.has(character)
      ? `[U+${character.codePointAt(0)?.toString(16).toUpperCase()}]`
      : character,
  ).join("");
}
