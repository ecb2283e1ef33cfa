/** Publications for tests: what a careful sender would send, and what a test changes about it. */
import { sha256Base64url } from "../digest";
import { MAANRODE, REGISTRY, type TestSandbox } from "../test-sandbox";

export const DIRK = "08040901112";
export const toBakery = { recipient: { eboxType: "enterprise", enterpriseNumber: "0000000295" } };
export const LETTER = Buffer.from("%PDF-1.7 a letter");

interface PublicationFile {
  name: string;
  fileName?: string;
  mediaType?: string;
  content: Uint8Array;
}

export const letterFile: PublicationFile = {
  name: "upfile1",
  fileName: "brief.pdf",
  mediaType: "application/pdf",
  content: LETTER,
};

export const letterAttachment = {
  httpPartName: "upfile1",
  isMainContent: true,
  isAttachmentSigned: false,
  digest: { digestMethod: "sha_256", digestValue: sha256Base64url(LETTER) },
};

export const annexInfo = (httpPartName: string) => ({
  httpPartName,
  isMainContent: false,
  isAttachmentSigned: false,
});

export function message(differences: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    sender: { eboxType: "enterprise", enterpriseNumber: MAANRODE, partition: "FINANCE" },
    recipient: { eboxType: "citizen", ssin: DIRK },
    subject: { nl: "Aanslagbiljet gemeentebelasting" },
    messageTypeId: "MUNICIPAL_TAX",
    senderApplicationId: "maanrode:portal:sender",
    attachments: [letterAttachment],
    isReplyAuthorized: true,
    ...differences,
  };
}

interface PublicationOptions {
  files?: PublicationFile[];
  /** The header as sent, quotes included. */
  idempotencyKey?: string;
  isJsonLast?: boolean;
  token?: string;
  /** After the address: the published samples end it with a slash. */
  addressEnd?: string;
}

/** By hand, so that a part may lack what FormData would always add. */
function encodeParts(json: unknown, files: PublicationFile[], isJsonLast: boolean): Buffer {
  const jsonPart = Buffer.from(
    `--edge\r\nContent-Disposition: form-data; name="messageToPublish"\r\n\r\n${JSON.stringify(json)}\r\n`,
  );
  const fileParts = files.map(({ name, fileName, mediaType, content }) =>
    Buffer.concat([
      Buffer.from(`--edge\r\nContent-Disposition: form-data; name="${name}"`),
      Buffer.from(fileName === undefined ? "" : `; filename="${encodeURIComponent(fileName)}"`),
      Buffer.from(mediaType === undefined ? "" : `\r\nContent-Type: ${mediaType}`),
      Buffer.from("\r\n\r\n"),
      content,
      Buffer.from("\r\n"),
    ]),
  );
  const parts = isJsonLast ? [...fileParts, jsonPart] : [jsonPart, ...fileParts];
  return Buffer.concat([...parts, Buffer.from("--edge--\r\n")]);
}

export async function publish(
  sandbox: TestSandbox,
  json: unknown,
  options: PublicationOptions = {},
) {
  const response = await fetch(
    `${sandbox.url}${REGISTRY}/ebox/messages${options.addressEnd ?? ""}`,
    {
      method: "POST",
      headers: {
        authorization: `Bearer ${options.token ?? (await sandbox.token())}`,
        "content-type": "multipart/form-data; boundary=edge",
        ...(options.idempotencyKey !== undefined && { "idempotency-key": options.idempotencyKey }),
      },
      body: Uint8Array.from(
        encodeParts(json, options.files ?? [letterFile], options.isJsonLast ?? false),
      ),
    },
  );
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

/** A call of the registry with this token, or a new one of Maanrode. */
export async function call(
  sandbox: TestSandbox,
  path: string,
  options: RequestInit & { token?: string } = {},
) {
  const { token, ...rest } = options;
  return fetch(`${sandbox.url}${REGISTRY}${path}`, {
    ...rest,
    headers: {
      authorization: `Bearer ${token ?? (await sandbox.token())}`,
      "content-type": "application/json",
    },
  });
}
