import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as pkijs from "pkijs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestSandbox, type TestSandbox } from "../test-sandbox";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
  const authority = await fetch(`${sandbox.url}/tsa/ca.pem`);
  writeFileSync(path.join(sandbox.folder, "ca.pem"), await authority.text());
  writeFileSync(path.join(sandbox.folder, "document"), "what was sent");
});
afterAll(() => sandbox.stop());

function openssl(...parameters: string[]): string {
  return execFileSync("openssl", ["ts", ...parameters], {
    cwd: sandbox.folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function ask(query: Uint8Array): Promise<Buffer> {
  const response = await fetch(`${sandbox.url}/tsa`, {
    method: "POST",
    headers: { "content-type": "application/timestamp-query" },
    body: Uint8Array.from(query),
  });
  expect(response.headers.get("content-type")).toBe("application/timestamp-reply");
  return Buffer.from(await response.arrayBuffer());
}

async function stampWith(...parameters: string[]): Promise<string> {
  openssl("-query", "-data", "document", ...parameters, "-out", "query");
  writeFileSync(
    path.join(sandbox.folder, "reply"),
    await ask(readFileSync(path.join(sandbox.folder, "query"))),
  );
  return openssl("-reply", "-in", "reply", "-text");
}

describe("the time-stamp authority", () => {
  it.each(["-sha256", "-sha384", "-sha512"])(
    "gives a token for %s that openssl verifies",
    async (digest) => {
      const text = await stampWith(digest, "-cert");
      expect(text).toContain("Status: Granted");
      expect(text).toMatch(/Nonce: 0x/);
      expect(
        openssl("-verify", "-queryfile", "query", "-in", "reply", "-CAfile", "ca.pem"),
      ).toContain("OK");
    },
  );

  it("leaves certificates out when they are not asked for", async () => {
    await stampWith("-sha256");
    const withoutCertificates = readFileSync(path.join(sandbox.folder, "reply")).length;
    await stampWith("-sha256", "-cert");
    expect(readFileSync(path.join(sandbox.folder, "reply")).length).toBeGreaterThan(
      withoutCertificates + 500,
    );
  });

  it("never gives a serial number twice, not even after a restart", async () => {
    const serial = (text: string) => Number(/Serial number: (0x[0-9A-F]+)/.exec(text)?.[1]);
    const first = serial(await stampWith("-sha256", "-cert"));
    await sandbox.restart();
    expect(serial(await stampWith("-sha256", "-cert"))).toBe(first + 1);
    expect(
      openssl("-verify", "-queryfile", "query", "-in", "reply", "-CAfile", "ca.pem"),
    ).toContain("OK");
  });

  it("rejects a digest it does not accept", async () => {
    expect(await stampWith("-sha1")).toMatch(
      /Rejected[\s\S]*unrecognized or unsupported algorithm/,
    );
  });

  it("rejects a policy that is not its own", async () => {
    expect(await stampWith("-sha256", "-tspolicy", "1.2.3.4")).toMatch(
      /Rejected[\s\S]*not supported by the TSA/,
    );
  });

  it("rejects what is no request", async () => {
    const reply = await ask(Buffer.from("no request"));
    const { status } = pkijs.TimeStampResp.fromBER(Uint8Array.from(reply).buffer);
    expect(status.status).toBe(pkijs.PKIStatus.rejection);
  });

  it("refuses another content type", async () => {
    const response = await fetch(`${sandbox.url}/tsa`, { method: "POST", body: "x" });
    expect(response.status).toBe(415);
  });
});
