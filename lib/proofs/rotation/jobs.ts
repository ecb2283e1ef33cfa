import "server-only";
import { createPrivateKey, generateKeyPairSync, randomUUID, X509Certificate } from "node:crypto";
import { access, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import canonicalize from "canonicalize";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import { environment } from "@/lib/env";
import { openLogSigner, openSealSigner, type LogSigner } from "@/lib/gateways/signer";
import { readOptionalText } from "@/lib/optional-file";
import { ok, refuse, type Result } from "@/lib/result";
import { encodeBase64, encodeHex, sha256, utf8, type Bytes } from "@/lib/proofs/bytes";
import { maySeal, parseCertificate } from "@/lib/proofs/certificate";
import {
  assembleNote,
  formatLogKey,
  logKeyId,
  parseCheckpoint,
  verifyCheckpoint,
} from "@/lib/proofs/checkpoint";
import { OLDER_KEYS_FILE } from "@/lib/proofs/data";
import { LAST_CHECKPOINT_FILE, replaceFile, type LogKeeper } from "@/lib/proofs/jobs";
import { compactOf, sealEvidence } from "@/lib/proofs/jws";
import {
  KEY_ROTATION_URI,
  keyRotationSchema,
  type KeyRotationRecord,
  type RotationRefusal,
} from "@/lib/proofs/rotation/schema";
import {
  EVIDENCE_POLICY_URI,
  EVIDENCE_VERSION,
  EXTENSION_NAME,
  IDENTITY_ATTRIBUTES,
} from "@/lib/proofs/schema";
import { WORKER_LOCK } from "@/lib/worker-lock";

const NEXT_KEY_FILE = "log.key.next";
const NEXT_SEAL = "next";

/**
 * Gives the log a new key: one state is signed by the old key and by the new one, so that whoever believes
 * the old one may believe the new one. The old private key is gone afterwards. Stopped anywhere, the next
 * run finishes it. Answers the verifier lines.
 */
export async function rotateLogKey(
  actor: SystemActor,
  keeper: LogKeeper,
): Promise<Result<{ older: string; key: string }, RotationRefusal>> {
  const { keysDir, logKey } = keeper;
  const next = await openNextKey(keysDir, logKey.name);
  const key = await formatLogKey(next);
  const signed = await withActor(actor, async (tx) => {
    if (!(await isWithoutWorker(tx))) return refuse<RotationRefusal>("worker_running");
    const both = await signWithBoth(tx, keeper, next);
    if (!both.ok) return both;
    const data = { key, note: both.value, rotatedAt: now() };
    await tx.logKeyRotation.createMany({ data, skipDuplicates: true });
    return both;
  });
  if (!signed.ok) return signed;
  const older = await formatLogKey(logKey);
  return whileNoWorker(actor, async () => {
    await replaceFile(path.join(keysDir, LAST_CHECKPOINT_FILE), signed.value);
    await addOlderKey(keysDir, older);
    await replaceFile(path.join(keysDir, "log.vkey"), utf8(`${key}\n`));
    await rename(path.join(keysDir, NEXT_KEY_FILE), path.join(keysDir, "log.key"));
    return { older, key };
  });
}

/**
 * Files change only while no worker can begin: one that begins waits until they are whole. One that began
 * since the statement was written refuses this; run again when it is stopped, the rotation goes on from there.
 */
function whileNoWorker<T>(
  actor: SystemActor,
  work: () => Promise<T>,
): Promise<Result<T, RotationRefusal>> {
  return withActor(actor, async (tx) =>
    (await isWithoutWorker(tx)) ? ok(await work()) : refuse("worker_running"),
  );
}

/** Made once; one that an interrupted run left is used. */
async function openNextKey(keysDir: string, name: string): Promise<LogSigner> {
  const file = path.join(keysDir, NEXT_KEY_FILE);
  if (!(await exists(file))) {
    const { privateKey } = generateKeyPairSync("ed25519");
    const pem = privateKey.export({ format: "pem", type: "pkcs8" });
    await writeFile(file, pem, { mode: 0o600, flush: true });
  }
  return { ...(await openLogSigner(keysDir, NEXT_KEY_FILE)), name };
}

/**
 * Has another key seal from now on: `next.key.pem` and `next.chain.pem` in the folder of keys. That it does
 * is stated in the log, sealed by the old key, before the new one takes its place.
 */
export async function rotateSeal(
  actor: SystemActor,
  { seal, keysDir }: Pick<LogKeeper, "seal" | "keysDir">,
): Promise<Result<{ older: string; newer: string }, RotationRefusal>> {
  const next = await openSealSigner(keysDir, NEXT_SEAL).catch(() => null);
  const [olderDer, newerDer] = [seal.certificateChain[0], next?.certificateChain[0]];
  const certificate = newerDer && parseCertificate(newerDer);
  if (!next || !olderDer || !newerDer || !certificate || !maySeal(certificate)) {
    return refuse("seal_unfit");
  }
  const [older, newer] = [await hexDigest(olderDer), await hexDigest(newerDer)];
  const at = now();
  const id = randomUUID();
  const record = rotationRecord(id, at, { older, newer, chain: next.certificateChain });
  const file = await sealEvidence(utf8(canonicalize(record) ?? ""), seal, at);
  const stated = await withActor(actor, async (tx) => {
    if (!(await isWithoutWorker(tx))) return refuse<RotationRefusal>("worker_running");
    // An interrupted run has stated it already.
    if (await isStated(tx, { older, newer })) return ok(undefined);
    await tx.statement.createMany({ data: { id, event: "KeyRotation", file, statedAt: at } });
    return ok(undefined);
  });
  if (!stated.ok) return stated;
  return whileNoWorker(actor, async () => {
    // The worker refuses a pair that does not fit, so that a crash between the two cannot go unseen.
    await takePlace(keysDir, "chain");
    // The key of a token stays where it is, and is found by the certificate.
    if (await exists(path.join(keysDir, `${NEXT_SEAL}.key.pem`))) await takePlace(keysDir, "key");
    return { older, newer };
  });
}

/**
 * Lays the new key to its certificate when a rotation was interrupted between the two: the one moment in which
 * nothing seals. Answers whether it was.
 */
export async function finishSealRotation(keysDir: string): Promise<boolean> {
  const next = path.join(keysDir, `${NEXT_SEAL}.key.pem`);
  const isBetween =
    (await exists(next)) && !(await exists(path.join(keysDir, `${NEXT_SEAL}.chain.pem`)));
  if (!isBetween) return false;
  const chain = await readFile(path.join(keysDir, "seal.chain.pem"), "utf8");
  if (!new X509Certificate(chain).checkPrivateKey(createPrivateKey(await readFile(next)))) {
    return false;
  }
  await takePlace(keysDir, "key");
  return true;
}

function takePlace(keysDir: string, part: "chain" | "key"): Promise<void> {
  return rename(
    path.join(keysDir, `${NEXT_SEAL}.${part}.pem`),
    path.join(keysDir, `seal.${part}.pem`),
  );
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function isStated(
  tx: Transaction,
  { older, newer }: { older: string; newer: string },
): Promise<boolean> {
  const rows = await tx.statement.findMany({ where: { event: "KeyRotation" } });
  return rows.some(({ file }) => {
    const [, payload = ""] = compactOf(file).split(".");
    const record = keyRotationSchema.safeParse(
      JSON.parse(Buffer.from(payload, "base64url").toString("utf8")),
    );
    const [told] = record.data?.Extensions.Extension ?? [];
    return told?.OlderCertificate === older && told.NewerCertificate === newer;
  });
}

function rotationRecord(
  id: string,
  at: Date,
  { older, newer, chain }: { older: string; newer: string; chain: readonly Bytes[] },
): KeyRotationRecord {
  const { PORTAL_ENVIRONMENT, PORTAL_URL } = environment();
  const attribute = (FriendlyName: keyof typeof IDENTITY_ATTRIBUTES, value: string) => ({
    Name: IDENTITY_ATTRIBUTES[FriendlyName],
    FriendlyName,
    AttributeValue: [value],
  });
  const portal = {
    Identity: {
      Attribute: [attribute("commonName", "eBox Sender Portal"), attribute("address", PORTAL_URL)],
    },
  };
  return keyRotationSchema.parse({
    version: EVIDENCE_VERSION,
    EvidenceIdentifier: `urn:uuid:${id}`,
    ERDSEventId: KEY_ROTATION_URI,
    EventTime: at.toISOString(),
    EvidenceIssuerPolicyID: { PolicyID: [EVIDENCE_POLICY_URI] },
    EvidenceIssuerDetails: portal,
    SenderDetails: portal,
    RecipientDetails: [portal],
    Extensions: {
      Extension: [
        {
          isCritical: false,
          Name: EXTENSION_NAME,
          Environment: PORTAL_ENVIRONMENT,
          OlderCertificate: older,
          NewerCertificate: newer,
          NewerChain: chain.map(encodeBase64),
        },
      ],
    },
  });
}

async function hexDigest(bytes: Bytes): Promise<string> {
  return encodeHex(await sha256(bytes));
}

/** Every worker holds the lock while it lives; held for the rest of the transaction, none can begin. */
async function isWithoutWorker(tx: Transaction): Promise<boolean> {
  const [row] = await tx.$queryRaw<
    { free: boolean }[]
  >`SELECT pg_try_advisory_xact_lock(${WORKER_LOCK}::bigint) AS free`;
  return row?.free ?? false;
}

async function signWithBoth(
  tx: Transaction,
  { logKey, olderKeys = [] }: LogKeeper,
  next: LogSigner,
): Promise<Result<Bytes, RotationRefusal>> {
  const newest = await tx.checkpoint.findFirst({ orderBy: { size: "desc" } });
  if (!newest) return refuse("nothing_signed");
  const verified = await verifyCheckpoint(newest.note, [logKey, ...olderKeys]);
  const parsed = parseCheckpoint(newest.note);
  if (!verified.ok || !parsed.ok) return refuse("log_inconsistent");
  const { text } = parsed.value;
  const signatures = await Promise.all(
    [logKey, next].map(async (signer) => ({
      name: signer.name,
      keyId: await logKeyId(signer),
      signature: await signer.sign(text),
    })),
  );
  return ok(assembleNote(text, signatures));
}

async function addOlderKey(keysDir: string, line: string): Promise<void> {
  const file = path.join(keysDir, OLDER_KEYS_FILE);
  const known = (await readOptionalText(file)) ?? "";
  if (known.split("\n").includes(line)) return;
  await replaceFile(file, utf8(`${line}\n${known}`));
}
