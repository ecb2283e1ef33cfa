import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestSandbox, type TestSandbox } from "../test-sandbox";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.stop());

it("tells the list of the time-stamp authority, as openssl reads and checks it", async () => {
  const at = (name: string) => path.join(sandbox.folder, name);
  const authority = await fetch(`${sandbox.url}/tsa/ca.pem`);
  writeFileSync(at("ca.pem"), await authority.text());
  const answer = await fetch(`${sandbox.url}/crl/timestamp`);
  expect(answer.headers.get("content-type")).toBe("application/pkix-crl");
  writeFileSync(at("list.crl"), Buffer.from(await answer.arrayBuffer()));
  const said = execFileSync(
    "sh",
    ["-c", "openssl crl -in list.crl -inform DER -CAfile ca.pem -text -noout 2>&1"],
    { cwd: sandbox.folder, encoding: "utf8" },
  );
  expect(said).toContain("verify OK");
  expect(said).toContain("Next Update");
  expect(said).toContain("No Revoked Certificates");
});

it("tells none of an authority that it was not given", async () => {
  expect((await fetch(`${sandbox.url}/crl/seal`)).status).toBe(404);
});
