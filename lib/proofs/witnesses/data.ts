import "server-only";
import { withoutActor } from "@/lib/db";
import { utf8, decodeUtf8, type Bytes } from "@/lib/proofs/bytes";
import { formatLogKey } from "@/lib/proofs/checkpoint";
import { addCosignatures } from "@/lib/proofs/cosignature";
import { readWitnesses } from "@/lib/proofs/data";
import { ROTATION_SEPARATOR } from "@/lib/proofs/log-watch";

/** A witness, and the last state of the log that it signed. */
export type Witness = {
  name: string;
  /** The verifier key line. */
  key: string;
  seen: { size: number; at: Date } | null;
};

/** In the order of the installation's list. Public. */
export async function listWitnesses(): Promise<Witness[]> {
  const rows = await readNewest();
  return rows.map(({ name, key, newest }) => ({
    name,
    key,
    seen: newest && { size: Number(newest.checkpoint.size), at: newest.cosignedAt },
  }));
}

/**
 * For each witness its verifier key line and the newest checkpoint that it signed, with its line alone;
 * between two, as between rotations, a separator. Public.
 */
export async function witnessesFile(): Promise<Bytes> {
  const rows = await readNewest();
  const blocks = rows.map(({ key, newest }) => {
    const note = newest && decodeUtf8(addCosignatures(newest.checkpoint.note, [newest.line]));
    return `${key}\n${note ?? ""}`;
  });
  return utf8(blocks.join(ROTATION_SEPARATOR));
}

async function readNewest() {
  const witnesses = await readWitnesses();
  return withoutActor(null, async (tx) => {
    const rows = [];
    for (const { key: witness } of witnesses) {
      const key = await formatLogKey(witness, "witness");
      const newest = await tx.witnessCosignature.findFirst({
        where: { key },
        orderBy: { receivedAt: "desc" },
        include: { checkpoint: { select: { size: true, note: true } } },
      });
      rows.push({ name: witness.name, key, newest });
    }
    return rows;
  });
}
