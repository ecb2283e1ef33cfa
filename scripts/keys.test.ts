import { X509Certificate } from "node:crypto";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ensureKeys } from "./keys";

let keysDir: string;

beforeEach(async () => {
  keysDir = join(await mkdtemp(join(tmpdir(), "keys-")), "keys");
});

afterEach(async () => {
  await rm(join(keysDir, ".."), { recursive: true });
});

function order() {
  return {
    keysDir,
    portalUrl: "https://portal.example/",
    organisations: [{ enterpriseNumber: "0000000097", name: "Stad Maanrode" }],
  };
}

const read = (name: string) => readFile(join(keysDir, name), "utf8");

describe("keys of a fresh installation", () => {
  test("the seal's certificate names the organisation and chains to the seal authority", async () => {
    await ensureKeys(order());
    const seal = new X509Certificate(await read("seal.chain.pem"));
    const authority = new X509Certificate(await read("seal-ca.pem"));
    expect(seal.subject.split("\n")).toContain("organizationIdentifier=NTRBE-0000000097");
    expect(seal.checkIssued(authority) && seal.verify(authority.publicKey)).toBe(true);
  });

  test("the log is named after the portal's host", async () => {
    await ensureKeys(order());
    expect(await read("log.name")).toBe("portal.example/log\n");
  });

  test("the log's public key lies beside it as one line to hand out", async () => {
    await ensureKeys(order());
    expect(await read("log.vkey")).toMatch(
      /^portal\.example\/log\+[0-9a-f]{8}\+A[A-Za-z0-9+/=]{43}\n$/,
    );
  });

  test("nobody but the owner can read keys and secrets", async () => {
    await ensureKeys(order());
    expect((await stat(keysDir)).mode & 0o777).toBe(0o700);
    for (const name of ["seal.key.pem", "log.key", "mailbox/0000000097.key.pem", "secrets.env"]) {
      expect((await stat(join(keysDir, name))).mode & 0o777).toBe(0o600);
    }
  });

  test("two processes that start together end with the same keys, and a third changes nothing", async () => {
    const [first, second] = await Promise.all([ensureKeys(order()), ensureKeys(order())]);
    expect(second).toEqual(first);
    const before = await read("seal.key.pem");
    await ensureKeys(order());
    expect(await read("seal.key.pem")).toBe(before);
  });

  test("an organisation admitted later gets its own mailbox key", async () => {
    await ensureKeys(order());
    const organisations = [{ enterpriseNumber: "0000000196", name: "Agence des Marées" }];
    await ensureKeys({ ...order(), organisations });
    const client = new X509Certificate(await read("mailbox/0000000196.cert.pem"));
    expect(client.subject).toContain("cbe-number:0000000196");
    expect(client.verify(new X509Certificate(await read("mailbox/authority.pem")).publicKey)).toBe(
      true,
    );
  });
});
