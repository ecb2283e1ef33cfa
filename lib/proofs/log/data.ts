import "server-only";
import { withoutActor, type Transaction } from "@/lib/db";
import { decodeUtf8, encodeBase64, utf8, type Bytes } from "@/lib/proofs/bytes";
import { fingerprint, holderName, parsePemCertificates } from "@/lib/proofs/certificate";
import { parseCheckpoint } from "@/lib/proofs/checkpoint";
import { getCheckpoint, getStampedCheckpoint, getTrust, proveRecord } from "@/lib/proofs/data";
import { readFindingFiles } from "@/lib/proofs/findings/data";
import type { RecordRow } from "@/lib/proofs/log-record";
import { ROTATION_SEPARATOR } from "@/lib/proofs/log-watch";
import type { RecordKind } from "@/lib/proofs/log/schema";
import { parseTimestamp } from "@/lib/proofs/timestamp-token";

/** The newest checkpoint in a form to read. `stamped` is about an older one while a stamp is due. */
export type LogHead = {
  origin: string;
  size: number;
  /** Base64, as the checkpoint writes it. */
  root: string;
  /** The verifier key line. */
  key: string;
  stamped: { at: Date; size: number } | null;
  /** Whom a stranger has to trust besides the key, so that they can compare. */
  sealAuthorities: Authority[];
  stampAuthorities: Authority[];
};

/** SHA-256 of the certificate, in hexadecimal. */
export type Authority = { holder: string; fingerprint: string };

/** Whom a check at this portal believes: the files themselves, and their names and fingerprints. */
export type LogAnchors = {
  trust: Awaited<ReturnType<typeof getTrust>>;
  sealAuthorities: Authority[];
  stampAuthorities: Authority[];
};

/** Public. */
export async function getLogAnchors(): Promise<LogAnchors> {
  const trust = await getTrust();
  return {
    trust,
    sealAuthorities: await authoritiesOf(trust.sealCa),
    stampAuthorities: await authoritiesOf(trust.timestampCa),
  };
}

/** Public; null as long as nothing was sealed. */
export async function getLogHead(): Promise<LogHead | null> {
  const note = await getCheckpoint();
  if (!note) return null;
  const [stamped, { trust, ...authorities }] = await Promise.all([stampOf(), getLogAnchors()]);
  return { ...headOf(note), key: trust.logKey, stamped, ...authorities };
}

/** How the log stood at the end of a day in Brussels, and how many entries came on it. */
export type LogDay = { day: Date; size: number; added: number };

const DAYS_SHOWN = 14;

/** The last days on which anything was entered, newest first. Public. */
export function listLogDays(): Promise<LogDay[]> {
  return withoutActor(null, async (tx) => {
    // By the last state before each midnight: a busy log signs more states a day than a page may count.
    const rows = await tx.$queryRaw<{ day: Date; size: bigint; before: bigint }[]>`
      SELECT day AT TIME ZONE 'Europe/Brussels' AS day, size, before FROM (
        SELECT day,
          coalesce((SELECT c.size FROM "Checkpoint" c
            WHERE c."createdAt" < (day + interval '1 day') AT TIME ZONE 'Europe/Brussels'
            ORDER BY c."createdAt" DESC LIMIT 1), 0) AS size,
          coalesce((SELECT c.size FROM "Checkpoint" c
            WHERE c."createdAt" < day AT TIME ZONE 'Europe/Brussels'
            ORDER BY c."createdAt" DESC LIMIT 1), 0) AS before
        FROM date_trunc('day', now() AT TIME ZONE 'Europe/Brussels') AS today,
          generate_series(today - interval '1 day' * ${DAYS_SHOWN - 1}::int, today, '1 day') AS day
      ) AS days WHERE size > before ORDER BY day DESC`;
    return rows.map(({ day, size, before }) => ({
      day,
      size: Number(size),
      added: Number(size - before),
    }));
  });
}

/** The file that `ROTATION_SEPARATOR` tells of, oldest first. Public. */
export async function listLogKeyRotations(): Promise<Bytes> {
  const rows = await withoutActor(null, (tx) =>
    tx.logKeyRotation.findMany({ orderBy: { rotatedAt: "asc" } }),
  );
  return utf8(
    rows.map(({ key, note }) => `${key}\n${decodeUtf8(note) ?? ""}`).join(ROTATION_SEPARATOR),
  );
}

/** What the portal stated about itself: the sealed file, and the proof that it stands in the log. */
export type PublicStatement = {
  event: string;
  statedAt: string;
  /** The flattened JWS, as text: its bytes count. */
  file: string;
  /** A C2SP tlog-proof; null until the sequencer's next round. */
  logProof: string | null;
};

/** Public, newest first. */
export function listStatements(): Promise<PublicStatement[]> {
  return withoutActor(null, async (tx) => {
    const rows = await tx.statement.findMany({ orderBy: { statedAt: "desc" }, take: 100 });
    const statements: PublicStatement[] = [];
    for (const { id, event, file, statedAt } of rows) {
      const proof = await proveRecord(tx, { kind: "statement", recordId: id });
      statements.push({
        event,
        statedAt: statedAt.toISOString(),
        file: decodeUtf8(file) ?? "",
        logProof: proof && decodeUtf8(proof.bytes),
      });
    }
    return statements;
  });
}

function authoritiesOf(pems: readonly string[]): Promise<Authority[]> {
  const certificates = pems.flatMap((pem) => parsePemCertificates(pem) ?? []);
  return Promise.all(
    certificates.map(async (certificate) => ({
      holder: holderName(certificate),
      fingerprint: await fingerprint(certificate),
    })),
  );
}

function headOf(note: Uint8Array): Pick<LogHead, "origin" | "size" | "root"> {
  const parsed = parseCheckpoint(note);
  if (!parsed.ok) throw new Error("a stored checkpoint is not what was signed");
  const { origin, size, root } = parsed.value.checkpoint;
  return { origin, size, root: encodeBase64(root) };
}

async function stampOf(): Promise<LogHead["stamped"]> {
  const stamped = await getStampedCheckpoint();
  if (!stamped) return null;
  const token = await parseTimestamp(stamped.token);
  return token.ok ? { at: token.value.time, size: headOf(stamped.note).size } : null;
}

/** The rows of one kind as they stand now, of those of these ids that are there. */
export function readRows(
  tx: Transaction,
  kind: RecordKind,
  ids: readonly string[],
): Promise<(RecordRow & { id: string })[]> {
  if (ids.length === 0) return Promise.resolve([]);
  const those = { where: { id: { in: [...ids] } } };
  switch (kind) {
    case "audit_record":
      return tx.auditRecord.findMany(those);
    case "delivery_event":
      return tx.deliveryEvent.findMany(those);
    case "message":
      return tx.message.findMany(those);
    case "statement":
      return tx.statement.findMany(those);
    case "finding":
      return readFindingFiles(tx, ids);
    case "checkpoint":
      return tx.checkpoint.findMany(those);
  }
}
