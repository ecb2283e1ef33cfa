import { X509Certificate } from "node:crypto";
import { compactVerify, flattenedVerify, importX509 } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { utf8, type Bytes } from "./bytes";
import { evidencePayload } from "./evidence-writer";
import { makeFacts, makeTestKeys, type TestKeys } from "./fixtures";
import { compactOf, sealEvidence, verifySealedEvidence } from "./jws";

let keys: TestKeys;
let file: Bytes;
const at = new Date("2026-11-23T10:00:00.500Z");

beforeAll(async () => {
  keys = await makeTestKeys();
  const [facts] = await makeFacts({ letter: utf8("letter"), attachment: utf8("attachment") });
  if (!facts) throw new Error("There are no facts.");
  file = await sealEvidence(evidencePayload(facts), keys.signer, at);
});
afterAll(() => keys.remove());

const text = () => new TextDecoder().decode(file);

describe("an evidence file", () => {
  test("is whole as it was sealed", async () => {
    const verified = await verifySealedEvidence(file);
    if (!verified.ok) throw new Error(verified.refusal);
    expect(verified.value.claimedAt).toEqual(new Date("2026-11-23T10:00:00.000Z"));
    expect(verified.value.record.MessageIdentifier).toBe("MR-2026-01187/041");
    expect(verified.value.compact).toBe(compactOf(file));
  });

  test("is accepted by another library, flattened and compact", async () => {
    const [leaf] = keys.signer.certificateChain;
    const pem = new X509Certificate(Buffer.from(leaf ?? "")).toString();
    const key = await importX509(pem, "ES256");
    const parsed = JSON.parse(text()) as Parameters<typeof flattenedVerify>[0];
    expect((await flattenedVerify(parsed, key)).protectedHeader?.alg).toBe("ES256");
    expect((await compactVerify(compactOf(file), key)).protectedHeader.cty).toBe("json");
  });

  test("with one bit flipped in any of its bytes is refused", async () => {
    let whole = 0;
    for (const [index, byte] of file.entries()) {
      const changed = file.slice();
      changed[index] = byte ^ (1 << ((index * 5) % 8));
      if ((await verifySealedEvidence(changed)).ok) whole += 1;
    }
    expect(whole).toBe(0);
  });

  test("may gain later time stamps, which leave its place in the log alone", async () => {
    const later = utf8(text().replace("{", '{"header":{"etsiU":["AAAA"]},'));
    const verified = await verifySealedEvidence(later);
    expect(verified.ok && verified.value.laterStamps).toBe(1);
    expect(compactOf(later)).toBe(compactOf(file));
  });

  test.each([
    ["a line end after it", (whole: string) => `${whole}\n`],
    ["a space in it", (whole: string) => whole.replace(":", ": ")],
    ["a key twice", (whole: string) => whole.replace("{", '{"payload":"",')],
    ["another key", (whole: string) => whole.replace(/}$/, ',"zz":""}')],
    ["another header", (whole: string) => whole.replace("{", '{"header":{"kid":"x"},')],
    ["padding", (whole: string) => whole.replace(/"}$/, '="}')],
    ["a byte order mark", (whole: string) => `\ufeff${whole}`],
    ["nothing in it", () => ""],
  ])("with %s is refused", async (_, change) => {
    expect(await verifySealedEvidence(utf8(change(text())))).toEqual({
      ok: false,
      refusal: "seal_malformed",
    });
  });

  test("sealed by a stranger's key under our certificate is refused", async () => {
    const stranger = await makeTestKeys();
    const certificateChain = keys.signer.certificateChain;
    const [facts] = await makeFacts({ letter: utf8("letter"), attachment: utf8("other") });
    if (!facts) throw new Error("There are no facts.");
    const forged = await sealEvidence(
      evidencePayload(facts),
      { certificateChain, sign: (bytes) => stranger.signer.sign(bytes) },
      at,
    );
    await stranger.remove();
    expect(await verifySealedEvidence(forged)).toEqual({
      ok: false,
      refusal: "seal_signature_wrong",
    });
  });
});
