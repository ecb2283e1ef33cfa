import { z } from "zod";
import {
  EVIDENCE_POLICY_URI,
  EVIDENCE_VERSION,
  EXTENSION_NAME,
  IDENTITY_ATTRIBUTES,
} from "@/lib/proofs/schema";

/** Why a key was not changed. */
export type RotationRefusal =
  /** It holds the old key in memory and would go on with it. */
  | "worker_running"
  /** Nothing was signed yet: lay another key, nobody relies on this one. */
  | "nothing_signed"
  /** The newest state is not signed by a key of ours. */
  | "log_inconsistent"
  /** The new key and its certificate do not belong together, or are not for seals. */
  | "seal_unfit";

/** The event of a statement about the portal's own keys, in our namespace. */
export const KEY_ROTATION_URI = "urn:ebox-sender-portal:event:KeyRotation";

const identitySchema = z.strictObject({
  Identity: z.strictObject({
    Attribute: z
      .array(
        z.strictObject({
          Name: z.enum(IDENTITY_ATTRIBUTES),
          FriendlyName: z.string(),
          AttributeValue: z.array(z.string()).min(1),
        }),
      )
      .min(1),
  }),
});

/**
 * That a new key seals from now on: the field names of ETSI EN 319 522-3 as evidence has them, without a
 * message. Sender and recipient are the portal itself, for it states this to whoever relies on it.
 */
export const keyRotationSchema = z.strictObject({
  version: z.literal(EVIDENCE_VERSION),
  EvidenceIdentifier: z.string().startsWith("urn:uuid:"),
  ERDSEventId: z.literal(KEY_ROTATION_URI),
  EventTime: z.iso.datetime({ precision: 3 }),
  EvidenceIssuerPolicyID: z.strictObject({ PolicyID: z.tuple([z.literal(EVIDENCE_POLICY_URI)]) }),
  EvidenceIssuerDetails: identitySchema,
  SenderDetails: identitySchema,
  RecipientDetails: z.tuple([identitySchema]),
  Extensions: z.strictObject({
    Extension: z.tuple([
      z.strictObject({
        isCritical: z.literal(false),
        Name: z.literal(EXTENSION_NAME),
        Environment: z.enum(["test", "production"]),
        /** SHA-256 of the certificate that sealed until now, which seals this, in hexadecimal. */
        OlderCertificate: z.hex().length(64),
        /** The same of the one that seals from now on, and its chain, DER in base64, leaf first. */
        NewerCertificate: z.hex().length(64),
        NewerChain: z.array(z.base64()).min(1),
      }),
    ]),
  }),
});
export type KeyRotationRecord = z.infer<typeof keyRotationSchema>;
