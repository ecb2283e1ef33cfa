/** The lists of revoked certificates of the sandbox's authorities (RFC 5280, section 5), over HTTP. */
import { readFileSync } from "node:fs";
import path from "node:path";
import * as asn1js from "asn1js";
import * as pkijs from "pkijs";
import { bytesAnswer, emptyAnswer, type Answer } from "../http/answer";
import { route, type Route } from "../http/router";
import { identityFromPem, type Identity } from "../tsa/certificates";

const HOUR = 3_600_000;
const LASTS_HOURS = 24;
const CRL_NUMBER = "2.5.29.20";

/** Nobody is revoked. A folder without the authority's key tells no list of it. */
export function revocationRoutes({
  timestamp,
  sealFolder,
}: {
  timestamp: Identity;
  sealFolder: string | undefined;
}): Route[] {
  return [
    route("GET", "/crl/timestamp", async () => listAnswer(timestamp)),
    route("GET", "/crl/seal", async () => {
      const seal = await readSealAuthority(sealFolder);
      return seal ? listAnswer(seal) : emptyAnswer(404);
    }),
  ];
}

async function readSealAuthority(folder: string | undefined): Promise<Identity | null> {
  if (folder === undefined) return null;
  try {
    const read = (name: string) => readFileSync(path.join(folder, name), "utf8");
    return await identityFromPem(read("seal-ca.key.pem") + read("seal-ca.pem"));
  } catch {
    return null;
  }
}

async function listAnswer({ certificate, privateKey }: Identity): Promise<Answer> {
  const now = Date.now();
  const list = new pkijs.CertificateRevocationList({ version: 1, issuer: certificate.subject });
  list.thisUpdate = timeOf(new Date(now - HOUR));
  list.nextUpdate = timeOf(new Date(now + LASTS_HOURS * HOUR));
  list.crlExtensions = new pkijs.Extensions({
    extensions: [
      new pkijs.Extension({
        extnID: CRL_NUMBER,
        critical: false,
        extnValue: new asn1js.Integer({ value: Math.floor(now / 1000) }).toBER(false),
      }),
    ],
  });
  await list.sign(privateKey, "SHA-256");
  return bytesAnswer(
    "application/pkix-crl",
    Buffer.from((list.toSchema() as asn1js.Sequence).toBER(false)),
  );
}

/** UTCTime, as RFC 5280 wants it until 2049. */
function timeOf(moment: Date): pkijs.Time {
  return new pkijs.Time({ type: pkijs.TimeType.UTCTime, value: moment });
}
