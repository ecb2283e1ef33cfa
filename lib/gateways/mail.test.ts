import { createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { environment } from "@/lib/env";
import { startTestSandbox, type TestSandbox } from "@/scripts/test-sandbox";
import { openMailClient, type Mail } from "./mail";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox(environment().DATA_DIR);
});
afterAll(() => sandbox.close());

const mail: Mail = {
  id: "018f3c5e",
  to: "luc@maanrode.example",
  subject:
    "État du journal – 3 inscriptions, żółw, et un sujet assez long pour être plié en deux lignes",
  text: "Een regel met é en €.\n.een punt vooraan\n\nEinde.\n",
  language: "fr",
  attachments: [
    {
      name: "checkpoint",
      mediaType: "application/octet-stream",
      bytes: Buffer.from([0, 255, 46, 10]),
    },
  ],
};

const settings = { from: "portal@sandbox.example", isTlsRequired: false, timeoutMs: 400 };
const address = () => process.env.SMTP_URL ?? "";

test("a mail arrives as it was written, with what is attached", async () => {
  const client = openMailClient({ ...settings, url: address() });
  expect(await client.send(mail)).toEqual({ ok: true, value: null });
  const [received] = await sandbox.mails();
  expect(received).toMatchObject({
    messageId: "<018f3c5e@sandbox.example>",
    from: "portal@sandbox.example",
    to: ["luc@maanrode.example"],
    subject: mail.subject,
    text: mail.text,
    attachments: [{ name: "checkpoint", content: "AP8uCg==" }],
  });
});

test("nothing goes out in the clear where that is not allowed", async () => {
  const before = (await sandbox.mails()).length;
  const client = openMailClient({ ...settings, url: address(), isTlsRequired: true });
  expect(await client.send(mail)).toMatchObject({ refusal: { code: "mail_unreachable" } });
  expect(await sandbox.mails()).toHaveLength(before);
});

/** Answers each line that begins like this with that; null breaks the line. */
async function against(answers: Record<string, string | null>): Promise<unknown> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("data", (data) => {
      for (const line of String(data).split("\r\n").filter(Boolean)) {
        const verb = Object.keys(answers).find((start) => line.startsWith(start));
        if (verb === undefined) continue;
        const answer = answers[verb];
        if (answer) socket.write(`${answer}\r\n`);
        else socket.destroy();
      }
    });
    socket.write("220 hello\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const client = openMailClient({ ...settings, url: `smtp://127.0.0.1:${port}` });
  const sent = await client.send({
    ...mail,
    subject: "x",
    text: "body-of-the-mail\n",
    attachments: [],
  });
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  return sent;
}

describe("a mail server that does not take it is told by what it did", () => {
  const polite = { EHLO: "250 hello", MAIL: "250 ok", RCPT: "250 ok", DATA: "354 go on" };

  test.each([
    ["no such address", { ...polite, RCPT: "550 5.1.1 no such user" }, "mail_refused"],
    ["later, please", { ...polite, RCPT: "451 4.3.0 try again later" }, "mail_deferred"],
    ["not this content", { ...polite, "body-of": "554 5.7.1 spam" }, "mail_refused"],
    ["the line broke early", { ...polite, MAIL: null }, "mail_unreachable"],
    ["the line broke at the end", { ...polite, "body-of": null }, "mail_outcome_unknown"],
    ["silence from the start", {}, "mail_unreachable"],
  ])("%s", async (_, answers, code) => {
    expect(await against(answers)).toMatchObject({ ok: false, refusal: { code } });
  });

  test("nobody there", async () => {
    const client = openMailClient({ ...settings, url: "smtp://127.0.0.1:9" });
    expect(await client.send(mail)).toMatchObject({ refusal: { code: "mail_unreachable" } });
  });
});
