import "server-only";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor, type Transaction } from "@/lib/db";
import { decryptBytes, decryptNumber } from "@/lib/number-vault";
import type { Bytes } from "@/lib/proofs/bytes";
import { orderFindingSchema, type Finding } from "@/lib/proofs/findings/schema";
import { maskNumber } from "@/lib/recipients/rules";

/** The certificates that this person asked for, newest first. */
export async function listFindings(actor: PersonActor): Promise<Finding[]> {
  const rows = await withActor(actor, (tx) =>
    tx.finding.findMany({
      where: ownFindings(actor),
      orderBy: [{ orderedAt: "desc" }, { id: "desc" }],
      take: 20,
      omit: { file: true },
    }),
  );
  return rows.map((row) => {
    const { kind, language } = orderFindingSchema.shape;
    const recipientKind = kind.parse(row.recipientKind);
    return {
      id: row.id,
      orderedAt: row.orderedAt,
      number: maskNumber(recipientKind, decryptNumber(row.recipientNumberEncrypted)),
      from: row.fromDay,
      to: row.toDay,
      reason: row.reason,
      language: language.parse(row.language),
      found: row.sha256 ? row.found : null,
      size: row.size,
    };
  });
}

/** Whose certificates a person sees: their own, of the organisation that is acted for. */
export function ownFindings(actor: PersonActor) {
  return {
    orderedById: actor.personId,
    organisationId: actor.actingFor.organisationId ?? "",
  };
}

/** The sealed files of findings, as they were sealed; one that cannot be read any more is empty. */
export async function readFindingFiles(
  tx: Transaction,
  ids: readonly string[],
): Promise<{ id: string; file: Bytes; statedAt: Date | null }[]> {
  const rows = await tx.finding.findMany({
    where: { id: { in: [...ids] }, file: { not: null } },
    select: { id: true, file: true, statedAt: true },
  });
  return rows.map(({ file, ...row }) => ({ ...row, file: decryptedOrEmpty(file) }));
}

function decryptedOrEmpty(file: Bytes | null): Bytes {
  try {
    return file ? decryptBytes(file) : new Uint8Array();
  } catch {
    return new Uint8Array();
  }
}
