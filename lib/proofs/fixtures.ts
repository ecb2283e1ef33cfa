/**
 * Whole keys, authorities and evidence for tests: real certificates, and a time-stamp authority
 * that is openssl's, so that what we write is read by somebody else's code.
 */
import { execFile } from "node:child_process";
import { generateKeyPairSync, sign } from "node:crypto";
import { createServer } from "node:http";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { openLogSigner, openSealSigner, type LogSigner, type Signer } from "@/lib/gateways/signer";
import {
  generateEcKeyPair,
  issueCertificate,
  privateKeyPem,
  toPem,
  type DistinguishedName,
} from "@/scripts/certificates";
import { ensureKeys } from "@/scripts/keys";
import { ok } from "@/lib/result";
import { bundleGuide } from "./bundles/guide";
import { MEMBER, attachmentMember, frameBundle, partOf, type BundlePart } from "./bundles/layout";
import { bundleParts } from "./bundles/parts";
import { encodeHex, sha256, utf8, type Bytes } from "./bytes";
import { fingerprint, holderName, parseCertificate } from "./certificate";
import {
  assembleNote,
  formatCheckpoint,
  formatLogKey,
  logKeyId,
  parseCheckpoint,
} from "./checkpoint";
import { cosignedText, formatCosignature, type WitnessKey } from "./cosignature";
import { readEvidence } from "./evidence";
import type { DeliveryFacts, EvidenceFacts } from "./evidence-facts";
import { evidencePayload } from "./evidence-writer";
import { sealDetached } from "./cms-seal";
import { compactOf, sealEvidence, type SealingKey, type Stamping } from "./jws";
import {
  EMPTY_FRONTIER,
  appendLeaves,
  completeSubtrees,
  foldSubtrees,
  inclusionRanges,
  type SubtreeAddress,
} from "./merkle";
import type { ProofInput } from "./proof-layout";
import { evidenceFileName } from "./rules";
import { CANCELLED_REASON } from "./schema";
import { parseTimestamp } from "./timestamp-token";
import { evidenceLeafHash, formatTlogProof } from "./tlog-proof";

const run = promisify(execFile);

export type TestKeys = {
  directory: string;
  signer: Signer;
  logSigner: LogSigner;
  sealCaPem: string;
  remove: () => Promise<void>;
};

export async function makeTestKeys(): Promise<TestKeys> {
  const directory = await mkdtemp(join(tmpdir(), "proofs-"));
  await ensureKeys({
    keysDir: directory,
    portalUrl: "https://portal.example",
    organisations: [{ enterpriseNumber: "0000000097", name: "Stad Maanrode" }],
  });
  return {
    directory,
    signer: await openSealSigner(directory),
    logSigner: await openLogSigner(directory),
    sealCaPem: await readFile(join(directory, "seal-ca.pem"), "utf8"),
    remove: () => rm(directory, { recursive: true }),
  };
}

export type TestAuthority = {
  directory: string;
  caPem: string;
  /** The DER of a TimeStampResp to the DER of a TimeStampReq. */
  respond: (query: Uint8Array) => Promise<Bytes>;
  /** The DER of a token over these bytes. */
  stamp: (bytes: Bytes) => Promise<Bytes>;
  /** The same over bytes that have this SHA-256. */
  stampDigest: (digest: Uint8Array) => Promise<Bytes>;
  /** Answers over HTTP until closed. */
  listen: () => Promise<{ url: string; close: () => Promise<void> }>;
  remove: () => Promise<void>;
};

export async function makeTestAuthority(): Promise<TestAuthority> {
  const directory = await mkdtemp(join(tmpdir(), "tsa-"));
  const at = (name: string) => join(directory, name);
  const caPem = await issueAuthority(at);
  await writeFile(at("openssl.cnf"), authorityConfiguration(directory));
  let turn = Promise.resolve();

  /** One at a time: openssl keeps its serial number in a file. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work);
    turn = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  const reply = (query: Uint8Array, ...options: string[]) =>
    inTurn(async () => {
      await writeFile(at("query.tsq"), query);
      const common = ["ts", "-reply", "-config", at("openssl.cnf"), "-queryfile", at("query.tsq")];
      await run("openssl", [...common, "-out", at("reply.tsr"), ...options]);
      return new Uint8Array(await readFile(at("reply.tsr")));
    });

  const stampDigest = async (bytes: Uint8Array) => {
    const digest = Buffer.from(bytes).toString("hex");
    const query = at(`${digest}.tsq`);
    await run("openssl", ["ts", "-query", "-digest", digest, "-sha256", "-cert", "-out", query]);
    return reply(await readFile(query), "-token_out");
  };

  return {
    directory,
    caPem,
    respond: (query) => reply(query),
    stamp: async (bytes) => stampDigest(await sha256(bytes)),
    stampDigest,
    listen: async () => {
      const server = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        request.on("end", () => {
          void reply(Buffer.concat(chunks)).then((answer) => {
            response.writeHead(200, { "content-type": "application/timestamp-reply" });
            response.end(answer);
          });
        });
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      return {
        url: `http://127.0.0.1:${port}/tsa`,
        close: () => new Promise((resolve) => server.close(() => resolve())),
      };
    },
    remove: () => rm(directory, { recursive: true }),
  };
}

export type TestWitness = {
  key: WitnessKey;
  /** The verifier key line. */
  line: string;
  /** Its signature line over this note, without a line end. */
  cosign: (note: Bytes, at: Date) => Promise<string>;
};

/** A witness that signs whatever it is asked to. */
export async function makeTestWitness(name: string): Promise<TestWitness> {
  const pair = generateKeyPairSync("ed25519");
  const spki = pair.publicKey.export({ format: "der", type: "spki" });
  const key = { name, publicKey: new Uint8Array(spki.subarray(-32)) };
  return {
    key,
    line: await formatLogKey(key, "witness"),
    cosign: async (note, at) => {
      const parsed = parseCheckpoint(note);
      if (!parsed.ok) throw new Error(parsed.refusal);
      const seconds = Math.floor(at.getTime() / 1000);
      const signature = sign(null, cosignedText(parsed.value.text, seconds), pair.privateKey);
      return formatCosignature(key, seconds, new Uint8Array(signature));
    },
  };
}

async function issueAuthority(at: (name: string) => string): Promise<string> {
  const [root, authority] = [await generateEcKeyPair(), await generateEcKeyPair()];
  const rootName: DistinguishedName = [
    ["country", "BE"],
    ["commonName", "Test time-stamp root"],
  ];
  const common = {
    issuer: { name: rootName, ...root },
    notBefore: new Date(Date.now() - 60 * 60_000),
    years: 2,
  };
  const rootDer = await issueCertificate({
    ...common,
    subject: rootName,
    publicKey: root.publicKey,
    usage: "authority",
  });
  const authorityDer = await issueCertificate({
    ...common,
    subject: [
      ["country", "BE"],
      ["organization", "Test time-stamp authority"],
      ["commonName", "Test time-stamp unit"],
    ],
    publicKey: authority.publicKey,
    usage: "seal",
    extendedKeyUsage: "timeStamping",
  });
  const caPem = toPem("CERTIFICATE", rootDer);
  await writeFile(at("ca.pem"), caPem);
  await writeFile(at("ca.key.pem"), await privateKeyPem(root.privateKey));
  await writeFile(at("tsa.pem"), toPem("CERTIFICATE", authorityDer));
  await writeFile(at("tsa.key.pem"), await privateKeyPem(authority.privateKey));
  await writeFile(at("serial"), "01\n");
  return caPem;
}

function authorityConfiguration(directory: string): string {
  return `[tsa]
default_tsa = unit
[unit]
dir = ${directory}
serial = $dir/serial
crypto_device = builtin
signer_cert = $dir/tsa.pem
certs = $dir/ca.pem
signer_key = $dir/tsa.key.pem
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`;
}

export const deliveryFacts: DeliveryFacts = {
  evidenceId: "018f3c5e-0000-7000-8000-000000000001",
  environment: "test",
  portalUrl: "https://portal.example",
  organisation: { enterpriseNumber: "0000000097", name: "Stad Maanrode" },
  service: { name: "Dienst Financiën" },
  recipient: {
    kind: "citizen",
    number: "09030301409",
    name: "Siobhán O'Neill-Van den Bossche 王",
  },
  reference: "MR-2026-01187/041",
  subject: "Afvalbelasting 2026, tweede aanslag",
  language: "nl",
  deliveryChoice: "registered_with_acknowledgement",
  sentAt: new Date("2026-11-02T13:03:07.000Z"),
};

const observedAt = new Date("2026-11-03T09:14:30.000Z");
const body = new TextEncoder().encode('{"messageId":"7b0e2c41"}');

/** What the recipient answered. */
export const replyText = utf8("Ik kom.");

/** One of each event, about the same delivery; digests are of the bytes that `documents` holds. */
export async function makeFacts(documents: {
  letter: Bytes;
  attachment: Bytes;
}): Promise<EvidenceFacts[]> {
  const answers = [
    {
      call: "publish" as const,
      status: 201,
      requestedAt: new Date("2026-11-02T13:03:07.500Z"),
      answeredAt: new Date("2026-11-02T13:03:08.000Z"),
      body,
      sha256: await sha256(body),
    },
  ];
  const orderedBy = {
    personId: "018f3c5e-0000-7000-8000-0000000000aa",
    name: "An Willems",
    signIn: {
      method: "eid",
      fasLevel: 500,
      level: "high" as const,
      at: new Date("2026-11-02T12:00:00.000Z"),
    },
  };
  const letter = {
    identifier: "letter.pdf",
    role: "main_content" as const,
    contentType: "application/pdf",
    size: documents.letter.length,
    sha256: await sha256(documents.letter),
  };
  const parts = [
    letter,
    {
      identifier: "tarief 2026.pdf",
      role: "attachment" as const,
      contentType: "application/pdf",
      size: documents.attachment.length,
      sha256: await sha256(documents.attachment),
    },
  ];
  const mailboxMessageId = "7b0e2c41";
  const reasons = [{ code: "urn:ebox-sender-portal:reason:not_reachable", details: ["no box"] }];
  const at = observedAt;
  const moment = {
    observedAt,
    occurredAt: null,
    notYetSeenAt: new Date("2026-11-03T09:04:30.000Z"),
  };
  const events = [
    {
      event: "SubmissionAcceptance" as const,
      at: deliveryFacts.sentAt,
      orderedBy,
      approvedBy: { personId: "018f3c5e-0000-7000-8000-0000000000bb", name: "Peter Maes" },
      parts,
    },
    { event: "Approval" as const, at: deliveryFacts.sentAt, approvedBy: orderedBy },
    {
      ...{ event: "SubmissionRejection" as const, at, cancelledBy: orderedBy },
      reasons: [{ code: CANCELLED_REASON }],
    },
    {
      event: "ContentConsignment" as const,
      observedAt: new Date("2026-11-02T13:03:08.000Z"),
      mailboxTime: null,
      mailboxMessageId,
      hasDigitalUser: true,
      isOutcomeLearnedLater: false,
      expiresAt: new Date("2027-11-02T13:03:08.000Z"),
      answers,
      parts,
    },
    { event: "ContentConsignmentFailure" as const, at, reasons, answers },
    { event: "ContentAccessTracking" as const, moment, mailboxMessageId, answers },
    { event: "ContentHandoverFailure" as const, at, observedAt, mailboxMessageId, answers },
    {
      event: "RelayToNonERDS" as const,
      at,
      reasons,
      printFile: { ...letter, role: "print_file" as const },
    },
    { event: "NotOpened" as const, at, afterDays: 14, mailboxMessageId, answers },
    { event: "Reminder" as const, at, reminderReference: "MR-2026-01201/001" },
    {
      ...{ event: "ContentErasure" as const, at, what: "contents" as const },
      ...{ keptMonths: 60, endedAt: observedAt },
    },
    {
      event: "Reply" as const,
      moment: { ...moment, occurredAt: new Date("2026-11-03T09:10:00.000Z") },
      mailboxMessageId: "9c1f",
      inReplyTo: mailboxMessageId,
      answers,
      parts: [
        {
          identifier: "reply.txt",
          role: "main_content" as const,
          contentType: "text/plain",
          size: replyText.length,
          sha256: await sha256(replyText),
        },
      ],
    },
    {
      event: "Outage" as const,
      affected: "mailbox" as const,
      from: at,
      to: null,
      observedAt,
      probes: [{ at, outcome: "no answer in 10 s" }],
    },
  ];
  return events.map((event, index) => ({
    ...deliveryFacts,
    ...event,
    evidenceId: `018f3c5e-0000-7000-8000-${String(index + 1).padStart(12, "0")}`,
  }));
}

/** The evidence of a whole delivery, sealed and in a log of its own, stamped: what a proof is made of. */
export async function makeProofInput(): Promise<{
  input: ProofInput;
  keys: TestKeys;
  authority: TestAuthority;
  documents: { letter: Bytes; attachment: Bytes };
  /** The authority's own stamps, without the detour over HTTP. */
  stamping: Stamping<never>;
  remove: () => Promise<void>;
}> {
  const [keys, authority] = [await makeTestKeys(), await makeTestAuthority()];
  const documents = {
    letter: utf8("%PDF-1.7 the letter"),
    attachment: utf8("%PDF-1.7 the attachment"),
  };
  const told = ["SubmissionAcceptance", "ContentConsignment", "ContentAccessTracking", "Reply"];
  const facts = (await makeFacts(documents)).filter(({ event }) => told.includes(event));
  const sealedAt = new Date();
  const salts = facts.map((_, index) => new Uint8Array(32).fill(index + 1));
  const files = await Promise.all(
    facts.map((fact) => sealEvidence(evidencePayload(fact), keys.signer, sealedAt)),
  );
  const leaves = await Promise.all(
    files.map((file, index) => evidenceLeafHash(salts[index] ?? new Uint8Array(), compactOf(file))),
  );
  const { frontier, completed } = await appendLeaves(EMPTY_FRONTIER, leaves);
  const root = await foldSubtrees(frontier.hashes);
  const { logSigner } = keys;
  const text = formatCheckpoint({ origin: logSigner.name, size: frontier.size, root });
  const signature = await logSigner.sign(text);
  const keyId = await logKeyId(logSigner);
  const note = assembleNote(text, [{ name: logSigner.name, keyId, signature }]);
  const token = await authority.stamp(note);
  const hashOf = ({ level, index }: SubtreeAddress) =>
    completed.find((node) => node.level === level && node.index === index)?.hash ??
    new Uint8Array();
  const evidence = await Promise.all(
    facts.map(async (fact, index) => {
      const bytes = files[index] ?? new Uint8Array();
      const record = readEvidence(evidencePayload(fact));
      if (!record.ok) throw new Error(record.refusal);
      const hashes = await Promise.all(
        inclusionRanges(index, frontier.size).map((range) =>
          foldSubtrees(completeSubtrees(range).map(hashOf)),
        ),
      );
      const salt = salts[index] ?? new Uint8Array();
      return {
        event: fact.event,
        record: record.value,
        leafIndex: index,
        sealedAt,
        evidence: { name: evidenceFileName(index + 1, fact.event, "evidence.json"), bytes },
        logProof: {
          name: evidenceFileName(index + 1, fact.event, "tlog-proof"),
          bytes: formatTlogProof({ salt, index, hashes, checkpoint: note }),
        },
      };
    }),
  );
  const stamp = await parseTimestamp(token);
  const seal = parseCertificate(keys.signer.certificateChain[0] ?? new Uint8Array());
  if (!stamp.ok || !seal) throw new Error("What was just made cannot be read.");
  return {
    input: {
      language: "nl",
      portalUrl: "https://portal.example",
      evidence,
      checkpoint: { size: frontier.size, root, note },
      stamp: { token, at: stamp.value.time, authority: holderName(stamp.value.authority) },
      log: { name: logSigner.name, key: await formatLogKey(logSigner) },
      seal: { holder: holderName(seal), fingerprint: await fingerprint(seal) },
      firstPage: null,
      newestDigest: encodeHex(await sha256(files.at(-1) ?? new Uint8Array())),
    },
    keys,
    authority,
    documents,
    stamping: async (digest) => ok(await authority.stampDigest(digest)),
    remove: async () => {
      await keys.remove();
      await authority.remove();
    },
  };
}

type MadeProof = Awaited<ReturnType<typeof makeProofInput>>;

/** The parts of that delivery's bundle; `proof` is its sealed PDF. */
export async function makeBundleParts(made: MadeProof, proof: Bytes): Promise<BundlePart[]> {
  const { input, documents, keys, authority } = made;
  const pdf = "application/pdf";
  const script = await readFile("lib/proofs/bundles/verify.sh", "utf8");
  const { language, portalUrl } = input;
  const reference = deliveryFacts.reference;
  return bundleParts({
    guide: bundleGuide({ language, portalUrl, reference, script }),
    documents: [
      await partOf(MEMBER.proof, pdf, proof),
      await partOf(MEMBER.letter, pdf, documents.letter),
      await partOf(attachmentMember(1, "tarief 2026 é.pdf"), pdf, documents.attachment),
    ],
    evidence: input.evidence,
    checkpoint: input.checkpoint.note,
    stamp: input.stamp?.token ?? new Uint8Array(),
    logKey: input.log.key,
    certificates: { seal: keys.sealCaPem, timestamp: authority.caPem },
  });
}

/** A bundle of these parts, sealed by this key, with the stamp of the delivery's authority. */
export async function makeBundle(
  made: MadeProof,
  parts: readonly BundlePart[],
  { key = made.keys.signer, isStamped = true }: { key?: SealingKey; isStamped?: boolean } = {},
): Promise<Bytes> {
  const stamp = isStamped ? made.stamping : null;
  const framed = await frameBundle(parts, (manifest) =>
    sealDetached(manifest, key, stamp, new Date()),
  );
  if (!framed.ok || framed.value.holes.length > 0) throw new Error("The bundle was not made.");
  return framed.value.frame;
}
