import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256Base64url } from "../digest";
import { startTestSandbox, TIDES, type TestSandbox } from "../test-sandbox";
import {
  annexInfo,
  letterAttachment,
  letterFile,
  message,
  publish,
  toBakery,
} from "./test-publication";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox({ SANDBOX_MAXIMUM_BYTES: "100000" });
});
afterAll(() => sandbox.stop());

describe("a publication is refused", () => {
  const digestOf = (content: string) => ({
    digestMethod: "sha_256",
    digestValue: sha256Base64url(Buffer.from(content)),
  });
  const mimeMessage =
    "Attachment mime type is not valid. See spec for list of available mime types";
  const languagesMessage = "Multiple languages provided when only one expected";
  const recipientWith = (enterpriseNumber: string) => ({
    recipient: { eboxType: "enterprise", enterpriseNumber },
  });

  it.each([
    ["null", { bodyContent: null }, "INVALID_INPUT", /^Invalid Schema at bodyContent/],
    ["an unknown property", { colour: "red" }, "INVALID_INPUT", /^Invalid Schema/],
    ["a v2 name", { replyAuthorized: true }, "INVALID_INPUT", /^Invalid Schema/],
    ["no subject", { subject: undefined }, "INVALID_INPUT", /^Invalid Schema at subject/],
    [
      "a language it does not know",
      { subject: { en: "Tax" } },
      "INVALID_INPUT",
      /^Invalid Schema at subject/,
    ],
    ["two languages", { subject: { nl: "a", fr: "b" } }, "NOT_IMPLEMENTED", languagesMessage],
    [
      "a text in another language",
      { bodyContent: { fr: "b" } },
      "NOT_IMPLEMENTED",
      languagesMessage,
    ],
    ["no language", { subject: {} }, "INVALID_INPUT", /No language/],
    ["structured data", { structuredData: {} }, "NOT_IMPLEMENTED", /structuredData/],
    [
      "a subject of 401 characters",
      { subject: { nl: "x".repeat(401) } },
      "INVALID_INPUT",
      /Subject is longer/,
    ],
    [
      "an attention name of 101 characters",
      { forTheAttentionOf: { ssin: "08040901112", label: "x".repeat(101) } },
      "INVALID_INPUT",
      /^Invalid Schema at forTheAttentionOf.label/,
    ],
    [
      "an attention number that fails its check",
      { forTheAttentionOf: { ssin: "71022722580" } },
      "INVALID_INPUT",
      /ssin/,
    ],
    [
      "a business value of 257 characters",
      { businessDataList: [{ key: "K", values: [{ nl: "x".repeat(257) }] }] },
      "INVALID_INPUT",
      /business data value/,
    ],
    [
      "a citizen's number that fails its check",
      { recipient: { eboxType: "citizen", ssin: "71022722580" } },
      "INVALID_INPUT",
      "71022722580 is not a valid ssin",
    ],
    [
      "a citizen who did not accept the box",
      { recipient: { eboxType: "citizen", ssin: "04022901784" } },
      "INVALID_INPUT",
      /not accepted/,
    ],
    [
      "an enterprise that is no longer active",
      recipientWith("0000000493"),
      "INVALID_INPUT",
      "0000000493 is not a valid company",
    ],
    [
      "an enterprise nobody knows",
      recipientWith("0852093431"),
      "INVALID_INPUT",
      "0852093431 is not a valid company",
    ],
    [
      "an enterprise without a box",
      recipientWith("0000000790"),
      "INVALID_INPUT",
      "0000000790 has no e-Box",
    ],
    [
      "another sender than the token's",
      {
        sender: { eboxType: "enterprise", enterpriseNumber: TIDES },
        senderApplicationId: "tides:portal:sender",
      },
      "INVALID_SENDER",
      "Invalid sender: user credentials does not match payload",
    ],
    [
      "an application of another",
      { senderApplicationId: "tides:portal:sender" },
      "INVALID_SENDER",
      "Invalid message configuration",
    ],
    [
      "a type that is not configured",
      { messageTypeId: "PARKING" },
      "INVALID_SENDER",
      "Invalid message configuration",
    ],
    [
      "no main content",
      { attachments: [annexInfo("upfile1")] },
      "INVALID_INPUT",
      "No main content attachment. Exactly one is expected",
    ],
    [
      "two main contents",
      { bodyContent: { nl: "Beste" }, isBodyMainContent: true },
      "INVALID_INPUT",
      "Too many main content. Exactly one is expected",
    ],
    [
      "a file not described",
      { attachments: [], bodyContent: { nl: "x" }, isBodyMainContent: true },
      "INVALID_INPUT",
      "Json Attachments number is inconsistent with number of parts",
    ],
    [
      "a description of another file",
      { attachments: [{ ...letterAttachment, httpPartName: "upfile9" }] },
      "INVALID_INPUT",
      "Some json attachment info do not match any file upload part",
    ],
    [
      "a main text without text",
      { isBodyMainContent: true, attachments: [annexInfo("upfile1")] },
      "INVALID_INPUT",
      /isBodyMainContent/,
    ],
    [
      "another digest",
      { attachments: [{ ...letterAttachment, digest: digestOf("other") }] },
      "DIGEST_DO_NOT_MATCH",
      "Issue with Digest",
    ],
    [
      "a digest in hexadecimal",
      {
        attachments: [
          {
            ...letterAttachment,
            digest: { digestMethod: "sha_256", digestValue: "ab".repeat(32) },
          },
        ],
      },
      "DIGEST_DO_NOT_MATCH",
      "Issue with Digest",
    ],
    [
      "an original nobody sent",
      { originalMessageId: "unknown" },
      "INVALID_INPUT",
      /originalMessageId/,
    ],
  ])("with %s", async (_what, differences, code, text) => {
    const { status, body } = await publish(sandbox, message(differences));
    expect(body).toEqual({
      id: expect.any(String) as unknown,
      code,
      message: expect.stringMatching(text) as unknown,
      environment: "simulation",
    });
    expect(status).toBe(400);
  });

  it.each([
    ["anything but PDF to a citizen", {}, { ...letterFile, mediaType: "text/plain" }, mimeMessage],
    [
      "a media type nobody may send",
      toBakery,
      { ...letterFile, mediaType: "image/png" },
      mimeMessage,
    ],
    [
      "a part without media type",
      {},
      { ...letterFile, mediaType: undefined },
      "Missing mediaType or fileName in part",
    ],
    [
      "a part without file name",
      {},
      { ...letterFile, fileName: undefined },
      "Missing mediaType or fileName in part",
    ],
    [
      "a file name of 256 characters",
      {},
      { ...letterFile, fileName: `${"x".repeat(252)}.pdf` },
      /File name/,
    ],
  ])("with %s", async (_what, differences, file, text) => {
    const { status, body } = await publish(sandbox, message(differences), { files: [file] });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringMatching(text) as unknown,
    });
  });

  it("when it is larger than the maximum", async () => {
    const files = [{ ...letterFile, content: Buffer.alloc(100_001) }];
    const { status, body } = await publish(sandbox, message(), { files });
    expect(status).toBe(413);
    expect(body.code).toBe("PAYLOAD_TOO_LARGE");
  });
});
