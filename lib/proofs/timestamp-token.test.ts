import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeBase64, utf8, type Bytes } from "./bytes";
import { parsePemCertificates, type Certificate } from "./certificate";
import { makeTestAuthority, makeTestKeys, type TestAuthority } from "./fixtures";
import { checkTimestampChain, verifyTimestamp } from "./timestamp-token";

const bytes = utf8("the checkpoint");
let authority: TestAuthority;
let token: Bytes;
let anchors: Certificate[];

beforeAll(async () => {
  authority = await makeTestAuthority();
  token = await authority.stamp(bytes);
  anchors = parsePemCertificates(authority.caPem) ?? [];
});
afterAll(() => authority.remove());

/** A token over the one letter "x", whose authority writes the inner octet string in pieces. */
const TOKEN_IN_PIECES = [
  "MIIGCAYJKoZIhvcNAQcCoIIF+TCCBfUCAQMxDzANBglghkgBZQMEAgEFADCBggYLKoZIhvcNAQkQAQSgcyRxBG8wbQIB",
  "AQYKKwYBBAGGjR8BATAxMA0GCWCGSAFlAwQCAQUABCAtcRZCtyawRAFifKn7rDL1yFMPsZA8xNsCJYcXkhpIgQIBGxgP",
  "MjAyNjExMjMwNjIxMjZaMAMCAQECEGP5r6NdhcD8BcGVEO5ynmygggP4MIICCzCCAbCgAwIBAgIQVr8NqazmX0F2dcun",
  "R1m30jAKBggqhkjOPQQDAjBRMQswCQYDVQQGEwJCRTEgMB4GA1UECgwXU2FuZGJveCwgZm9yIHRlc3RzIG9ubHkxIDAe",
  "BgNVBAMMF1NhbmRib3ggVGltZS1TdGFtcCBSb290MB4XDTI2MTEyMjA2MTgxMFoXDTQ2MTEyMzA2MTgxMFowUTELMAkG",
  "A1UEBhMCQkUxIDAeBgNVBAoMF1NhbmRib3gsIGZvciB0ZXN0cyBvbmx5MSAwHgYDVQQDDBdTYW5kYm94IFRpbWUtU3Rh",
  "bXAgVW5pdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABC+oCTwB+Fi11YcICJ6qRY12Fl6VpGGLoEgaWdWmKOztII10",
  "O9tV5WNRrVaMPpDhZqiFmfBGkCpHTO4vBU6cvY6jajBoMBYGA1UdJQEB/wQMMAoGCCsGAQUFBwMIMA4GA1UdDwEB/wQE",
  "AwIHgDAdBgNVHQ4EFgQUdZcUlYqkXXG+p8/SlKqFsNIKnTYwHwYDVR0jBBgwFoAUt5q1APt1hF+ubDfxOd9To8tJBzUw",
  "CgYIKoZIzj0EAwIDSQAwRgIhAKqQCEF5XTuHIZL+IX/RlOsQ7ouXYiNCyj3WXUlf1X27AiEA+zi9byhQUMY5PLEUq48n",
  "I8znlGXAPPcm9qBnSmoSUjEwggHlMIIBi6ADAgECAhBU8E7ntuq7knz1nddCL9snMAoGCCqGSM49BAMCMFExCzAJBgNV",
  "BAYTAkJFMSAwHgYDVQQKDBdTYW5kYm94LCBmb3IgdGVzdHMgb25seTEgMB4GA1UEAwwXU2FuZGJveCBUaW1lLVN0YW1w",
  "IFJvb3QwHhcNMjYxMTIyMDYxODEwWhcNNDYxMTIzMDYxODEwWjBRMQswCQYDVQQGEwJCRTEgMB4GA1UECgwXU2FuZGJv",
  "eCwgZm9yIHRlc3RzIG9ubHkxIDAeBgNVBAMMF1NhbmRib3ggVGltZS1TdGFtcCBSb290MFkwEwYHKoZIzj0CAQYIKoZI",
  "zj0DAQcDQgAESK8w1RSQrZrrMNUbAj+uNpiSM/1ZfjE7smbKo9SXO1An0hLOranc2pM0DG0HbtercoWoNqrbb6o6WZRb",
  "54yzu6NFMEMwEgYDVR0TAQH/BAgwBgEB/wIBADAOBgNVHQ8BAf8EBAMCAQYwHQYDVR0OBBYEFLeatQD7dYRfrmw38Tnf",
  "U6PLSQc1MAoGCCqGSM49BAMCA0gAMEUCIHoQtTs/b+PQEVl1bXApQK8Wk4I1ci5hpYu+Wz62hOenAiEA5pzq9DboNSBW",
  "e6YWjku+TaV74VbnGqRIKgZR1qof5bkxggFcMIIBWAIBATBlMFExCzAJBgNVBAYTAkJFMSAwHgYDVQQKDBdTYW5kYm94",
  "LCBmb3IgdGVzdHMgb25seTEgMB4GA1UEAwwXU2FuZGJveCBUaW1lLVN0YW1wIFJvb3QCEFa/Dams5l9BdnXLp0dZt9Iw",
  "DQYJYIZIAWUDBAIBBQCggYYwGgYJKoZIhvcNAQkDMQ0GCyqGSIb3DQEJEAEEMC8GCSqGSIb3DQEJBDEiBCC6vSFdPEoH",
  "lVUQkWBIzsuCnf0ZQhSu20kZcYRBTyHWJjA3BgsqhkiG9w0BCRACLzEoMCYwJDAiBCAL4A1k/dQlGcjzklVd/x0qg4Kd",
  "bxKGRloeQO2OBq93zDAKBggqhkjOPQQDAgRIMEYCIQCh9FTzAU5DP0LvIXNA6nYfTyRMzJA0Z8xKypxF0WZjmgIhAP05",
  "aJDwxycUB22AAeTlvCct8BNAKNiv82UzfzA0GuCB",
].join("");

describe("a time-stamp token", () => {
  test("of openssl's authority proves that its bytes existed at its time", async () => {
    const verified = await verifyTimestamp(token, bytes);
    if (!verified.ok) throw new Error(verified.refusal);
    expect(Math.abs(verified.value.time.getTime() - Date.now())).toBeLessThan(120_000);
    expect((await checkTimestampChain(verified.value, anchors)).problem).toBeNull();
  });

  test("written in pieces, as some authorities do, is read all the same", async () => {
    const der = decodeBase64(TOKEN_IN_PIECES) ?? new Uint8Array();
    const verified = await verifyTimestamp(der, utf8("x"));
    expect(verified.ok && verified.value.time).toEqual(new Date("2026-11-23T06:21:26.000Z"));
  });

  test("about other bytes says so", async () => {
    expect(await verifyTimestamp(token, utf8("other"))).toEqual({
      ok: false,
      refusal: "timestamp_of_other_bytes",
    });
  });

  test("of an authority that one does not trust says so", async () => {
    const keys = await makeTestKeys();
    const strangers = parsePemCertificates(keys.sealCaPem) ?? [];
    await keys.remove();
    const verified = await verifyTimestamp(token, bytes);
    if (!verified.ok) throw new Error(verified.refusal);
    const { problem } = await checkTimestampChain(verified.value, strangers);
    expect(problem).toBe("authority_untrusted");
  });

  test.each([
    ["nothing", () => new Uint8Array()],
    ["text", () => utf8("<html></html>")],
    ["a byte more", (der: Bytes) => new Uint8Array([...der, 0])],
    ["a byte less", (der: Bytes) => der.slice(0, -1)],
  ])("that is %s is malformed", async (_, change) => {
    expect(await verifyTimestamp(change(token), bytes)).toEqual({
      ok: false,
      refusal: "timestamp_malformed",
    });
  });
});
