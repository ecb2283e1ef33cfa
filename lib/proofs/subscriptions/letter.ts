/** The e-mail that brings a state of the log to whoever asked for it: what is public anyway, and no name. */
import { decodeUtf8, encodeBase64, type Bytes } from "@/lib/proofs/bytes";
import type { Checkpoint } from "@/lib/proofs/checkpoint";
import type { Language } from "@/lib/text/languages";
import { translator } from "@/lib/text/translate";

export type CheckpointLetter = {
  id: string;
  to: string;
  language: Language;
  portalUrl: string;
  checkpoint: Checkpoint;
  /** As the log signed it: what the time stamp is over. */
  note: Bytes;
  /** The same with the witnesses' lines. */
  cosigned: Bytes;
  stamp: { token: Bytes; at: Date };
};

export function checkpointMail(letter: CheckpointLetter) {
  const { id, to, language, portalUrl, checkpoint, note, cosigned, stamp } = letter;
  const t = translator(language, "proofs.checkpointMail");
  const { origin, size } = checkpoint;
  const root = encodeBase64(checkpoint.root);
  const paragraphs = [
    t("says", { log: origin, size }),
    t("root", { root }),
    t("stamped", { when: stamp.at }),
    `${t("signed")}\n\n${(decodeUtf8(cosigned) ?? "").trimEnd()}`,
    t("keep"),
    `${t("check")}\n\nopenssl ts -verify -data checkpoint -in checkpoint.tsr -token_in -CAfile timestamp-ca.pem\nnpm run monitor -- ${portalUrl}/log`,
    t("why", { address: `${portalUrl}/proofs/checkpoints` }),
  ];
  return {
    id,
    to,
    language,
    subject: t("subject", { log: origin, size }),
    text: `${paragraphs.join("\n\n")}\n`,
    attachments: [
      { name: "checkpoint", mediaType: "application/octet-stream", bytes: note },
      { name: "checkpoint.tsr", mediaType: "application/timestamp-reply", bytes: stamp.token },
    ],
  };
}
