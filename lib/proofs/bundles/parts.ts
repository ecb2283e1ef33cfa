/** From what is known of a delivery to the files of its bundle, in their order. */
import { encodeHex, utf8, type Bytes } from "../bytes";
import { mailboxAnswersOf } from "../evidence";
import type { EvidenceRecord } from "../schema";
import { MEMBER, mailboxMember, partOf, type BundlePart } from "./layout";

export type BundleContents = {
  guide: Bytes;
  /** The readable proof, the letter and the attachments, wherever they lie. */
  documents: readonly BundlePart[];
  evidence: readonly {
    record: EvidenceRecord;
    evidence: { name: string; bytes: Bytes };
    logProof: { name: string; bytes: Bytes };
  }[];
  checkpoint: Bytes;
  /** The RFC 3161 token over the checkpoint. */
  stamp: Bytes;
  /** The verifier key line. */
  logKey: string;
  /** PEM by what they are for: `seal`, `timestamp`. */
  certificates: Readonly<Record<string, string>>;
};

export async function bundleParts(contents: BundleContents): Promise<BundlePart[]> {
  const text = (name: string, bytes: Bytes) => partOf(name, "text/plain", bytes);
  const parts = [
    await text(MEMBER.guide, contents.guide),
    ...contents.documents,
    await text(MEMBER.checkpoint, contents.checkpoint),
    await partOf(MEMBER.stamp, "application/timestamp-reply", contents.stamp),
    await text(MEMBER.logKey, utf8(`${contents.logKey}\n`)),
  ];
  for (const { evidence, logProof } of contents.evidence) {
    const path = (name: string) => `evidence/${name}`;
    parts.push(await partOf(path(evidence.name), "application/jose+json", evidence.bytes));
    parts.push(await text(path(logProof.name), logProof.bytes));
  }
  parts.push(...(await mailboxParts(contents.evidence.map(({ record }) => record))));
  for (const [name, pem] of Object.entries(contents.certificates)) {
    const path = `certificates/${name}.pem`;
    parts.push(await partOf(path, "application/x-pem-file", utf8(pem)));
  }
  return parts;
}

/** Each answer once, though several pieces of evidence hold it; one that never came has no file. */
async function mailboxParts(records: readonly EvidenceRecord[]): Promise<BundlePart[]> {
  const answers = new Map(
    records
      .flatMap(mailboxAnswersOf)
      .filter(({ body }) => body.length > 0)
      .map((answer) => [encodeHex(answer.sha256), answer]),
  );
  return Promise.all(
    [...answers.values()].map(({ call, status, body }, index) =>
      partOf(mailboxMember(index + 1, call, status), "application/json", body),
    ),
  );
}
