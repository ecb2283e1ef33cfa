/** RFC 3161: one request in, one response out. */
import { webcrypto } from "node:crypto";
import * as asn1js from "asn1js";
import * as pkijs from "pkijs";
import type { Identity } from "./certificates";

const POLICY = "1.3.6.1.4.1.99999.1.1";

const oids = {
  tstInfo: "1.2.840.113549.1.9.16.1.4",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingCertificateV2: "1.2.840.113549.1.9.16.2.47",
  signedData: "1.2.840.113549.1.7.2",
} as const;

/** Accepted digests and their length in bytes. */
const digests: Record<string, number> = {
  "2.16.840.1.101.3.4.2.1": 32,
  "2.16.840.1.101.3.4.2.2": 48,
  "2.16.840.1.101.3.4.2.3": 64,
};

/** PKIFailureInfo, RFC 3161 section 2.4.2: the number of the bit. */
const failures = {
  badAlg: 0,
  badRequest: 2,
  badDataFormat: 5,
  unacceptedPolicy: 15,
  unacceptedExtension: 16,
} as const;

type Failure = keyof typeof failures;

interface Stamped {
  der: Uint8Array;
  failure?: Failure;
}

const REJECTION = 2;

function rejection(failure: Failure): Stamped {
  const bit = failures[failure];
  const bytes = new Uint8Array(Math.floor(bit / 8) + 1);
  bytes[bytes.length - 1] = 0x80 >> (bit % 8);
  const status = new asn1js.Sequence({
    value: [
      new asn1js.Integer({ value: REJECTION }),
      new asn1js.Sequence({ value: [new asn1js.Utf8String({ value: failure })] }),
      new asn1js.BitString({ valueHex: bytes.buffer, unusedBits: 7 - (bit % 8) }),
    ],
  });
  return { der: new Uint8Array(new asn1js.Sequence({ value: [status] }).toBER()), failure };
}

function parseRequest(der: Uint8Array): pkijs.TimeStampReq | undefined {
  try {
    return pkijs.TimeStampReq.fromBER(Uint8Array.from(der).buffer);
  } catch {
    return undefined;
  }
}

function failureOf(request: pkijs.TimeStampReq): Failure | undefined {
  if (request.version !== 1) return "badRequest";
  const length = digests[request.messageImprint.hashAlgorithm.algorithmId];
  if (length === undefined) return "badAlg";
  if (request.messageImprint.hashedMessage.valueBlock.valueHexView.length !== length)
    return "badDataFormat";
  if (request.reqPolicy && request.reqPolicy !== POLICY) return "unacceptedPolicy";
  if (request.extensions !== undefined && request.extensions.length > 0)
    return "unacceptedExtension";
  return undefined;
}

/** `nextSerial` must never answer the same number twice, not even after a restart. */
export async function stamp(
  query: Uint8Array,
  stamper: Identity,
  authority: Identity,
  nextSerial: () => number,
): Promise<Stamped> {
  const request = parseRequest(query);
  if (request === undefined) return rejection("badDataFormat");
  const failure = failureOf(request);
  if (failure !== undefined) return rejection(failure);

  // Whole seconds: fractions of GeneralizedTime would have to lose their trailing zeros to be DER.
  const genTime = new Date(Math.floor(Date.now() / 1_000) * 1_000);
  const info = new pkijs.TSTInfo({
    version: 1,
    policy: POLICY,
    messageImprint: request.messageImprint,
    serialNumber: new asn1js.Integer({ value: nextSerial() }),
    genTime,
    accuracy: new pkijs.Accuracy({ seconds: 1 }),
    ...(request.nonce !== undefined && { nonce: request.nonce }),
  });
  const content = info.toSchema().toBER();
  const signed = new pkijs.SignedData({
    version: 3,
    encapContentInfo: new pkijs.EncapsulatedContentInfo({
      eContentType: oids.tstInfo,
      eContent: new asn1js.OctetString({ valueHex: content }),
    }),
    ...(request.certReq && { certificates: [stamper.certificate, authority.certificate] }),
    signerInfos: [
      new pkijs.SignerInfo({
        version: 1,
        sid: new pkijs.IssuerAndSerialNumber({
          issuer: stamper.certificate.issuer,
          serialNumber: stamper.certificate.serialNumber,
        }),
        signedAttrs: new pkijs.SignedAndUnsignedAttributes({
          type: 0,
          attributes: await signedAttributes(content, stamper),
        }),
      }),
    ],
  });
  await signed.sign(stamper.privateKey, 0, "SHA-256");
  const token = new pkijs.ContentInfo({
    contentType: oids.signedData,
    content: signed.toSchema(true),
  });
  const response = new pkijs.TimeStampResp({
    status: new pkijs.PKIStatusInfo({ status: pkijs.PKIStatus.granted }),
    timeStampToken: token,
  });
  return { der: new Uint8Array(response.toSchema().toBER()) };
}

async function signedAttributes(
  content: ArrayBuffer,
  stamper: Identity,
): Promise<pkijs.Attribute[]> {
  const certificate = stamper.certificate.toSchema().toBER();
  const attribute = (type: string, value: asn1js.BaseBlock) =>
    new pkijs.Attribute({ type, values: [value] });
  const digest = async (bytes: ArrayBuffer) =>
    new asn1js.OctetString({ valueHex: await webcrypto.subtle.digest("SHA-256", bytes) });
  // ESSCertIDv2 with its default algorithm, SHA-256, which DER leaves out (RFC 5816).
  const certificateId = new asn1js.Sequence({ value: [await digest(certificate)] });
  const attributes = [
    attribute(oids.contentType, new asn1js.ObjectIdentifier({ value: oids.tstInfo })),
    attribute(oids.messageDigest, await digest(content)),
    attribute(
      oids.signingCertificateV2,
      new asn1js.Sequence({ value: [new asn1js.Sequence({ value: [certificateId] })] }),
    ),
  ];
  // A DER SET is sorted by encoding; the signature is over that order.
  const encoding = (each: pkijs.Attribute) => Buffer.from(each.toSchema().toBER());
  return attributes.toSorted((left, right) => Buffer.compare(encoding(left), encoding(right)));
}
