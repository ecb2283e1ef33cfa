/** Lists of revoked certificates, made by openssl: another program than the one that reads them. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { encodeHex, type Bytes } from "../bytes";
import { readDer } from "../der";
import type { Certificate } from "../certificate";

const run = promisify(execFile);
const HOUR = 3_600_000;

export type ListOrder = {
  revoked?: readonly { certificate: Certificate; at: Date }[];
  thisUpdate?: Date;
  nextUpdate?: Date;
  isIndirect?: boolean;
};

/** The DER of a list by the authority whose PEM files these are. */
export async function makeRevocationList(
  files: { certificate: string; key: string },
  { revoked = [], thisUpdate, nextUpdate, isIndirect = false }: ListOrder = {},
): Promise<Bytes> {
  const directory = await mkdtemp(join(tmpdir(), "crl-"));
  const at = (name: string) => join(directory, name);
  const lines = revoked.map(
    ({ certificate, at: moment }) =>
      `R\t${timeOf(new Date(Date.now() + 24 * HOUR))}\t${timeOf(moment)}\t${serialOf(certificate)}\tunknown\t/CN=revoked\n`,
  );
  await writeFile(at("index.txt"), lines.join(""));
  await writeFile(at("number"), "01\n");
  const extensions = isIndirect ? "issuingDistributionPoint=critical,indirectCRL:TRUE\n" : "";
  await writeFile(
    at("openssl.cnf"),
    `[ca]\ndefault_ca=own\n[own]\ndatabase=${at("index.txt")}\ncrlnumber=${at("number")}\ndefault_md=sha256\ncrl_extensions=more\n[more]\nauthorityKeyIdentifier=keyid\n${extensions}`,
  );
  await run("openssl", [
    ...["ca", "-gencrl", "-config", at("openssl.cnf"), "-out", at("list.pem")],
    ...["-cert", files.certificate, "-keyfile", files.key],
    ...["-crl_lastupdate", timeOf(thisUpdate ?? new Date(Date.now() - HOUR))],
    ...["-crl_nextupdate", timeOf(nextUpdate ?? new Date(Date.now() + 24 * HOUR))],
  ]);
  await run("openssl", [
    ...["crl", "-in", at("list.pem"), "-outform", "DER", "-out", at("list.crl")],
  ]);
  const der = new Uint8Array(await readFile(at("list.crl")));
  await rm(directory, { recursive: true });
  return der;
}

/** YYMMDDHHMMSSZ */
function timeOf(moment: Date): string {
  return `${moment.toISOString().replaceAll(/[-:T]/g, "").slice(2, 14)}Z`;
}

function serialOf({ serialNumber }: Certificate): string {
  return encodeHex(readDer(serialNumber)?.content ?? new Uint8Array()).toUpperCase();
}
