import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  call,
  DIRK,
  LETTER,
  letterAttachment,
  letterFile,
  message,
  publish,
} from "../registry/test-publication";
import { startTestSandbox, type TestSandbox } from "../test-sandbox";

let sandbox: TestSandbox;
let messageId: string;
const BOX = `/box/citizen/${DIRK}`;
const payment = {
  paymentDataId: "pay-1",
  amount: 100,
  vatAmount: 21,
  currency: "EUR",
  iban: "BE72000000001616",
  dueDate: "2027-01-31T00:00:00+01:00",
};

beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  messageId = await sent();
});

async function sent(differences: Record<string, unknown> = {}): Promise<string> {
  return (await publish(sandbox, message(differences))).body.messageId ?? "";
}

async function page(path: string): Promise<string> {
  return (await fetch(sandbox.url + path)).text();
}

interface KnownMessage {
  messageId: string;
  originalMessageId?: string;
  readAt?: string;
  payments: { amount: number; reference: string }[];
  bodyContent?: Record<string, string>;
  attachments: { fileName: string; attachmentId: string }[];
  recipient: Record<string, string>;
}

async function known(): Promise<KnownMessage[]> {
  const response = await sandbox.control("GET", "/messages?pageSize=10000");
  return ((await response.json()) as { items: KnownMessage[] }).items;
}

const find = async (id: string) => (await known()).find((each) => each.messageId === id);

describe("the test box", () => {
  it("shows who has one", async () => {
    const owners = await page("/box");
    expect(owners).toContain("Dirk Verhoeven");
    expect(owners).toContain("O&#39;Neill-Van den Bossche 王");
    expect(owners).toContain("Bakkerij De Zonnebloem");
    expect(owners).not.toContain("Hendrik De Smedt");
    expect(owners).not.toContain("Oude Molen NV");
  });

  it("shows sender, logo, registered mark and what is unread", async () => {
    await sent({ isRegisteredMail: true });
    const inbox = await page(BOX);
    expect(inbox).toContain("Stad Maanrode");
    expect(inbox).toContain('src="/box/logos/0000000097"');
    expect(inbox).toContain("Registered");
    expect(inbox).toContain("Unread");
    const logo = await fetch(`${sandbox.url}/box/logos/0000000097`);
    expect(logo.headers.get("content-type")).toBe("image/png");
  });

  it("does not count a message as read until the letter is opened", async () => {
    const opened = await page(`${BOX}/messages/${messageId}`);
    expect((await find(messageId))?.readAt).toBeUndefined();
    const link = /href="(\/box\/[^"]+\/attachments\/[^"]+)"/.exec(opened)?.[1] ?? "";
    const letter = await fetch(sandbox.url + link);
    expect(Buffer.from(await letter.arrayBuffer())).toEqual(LETTER);
    expect(letter.headers.get("content-disposition")).toContain("inline");
    expect((await find(messageId))?.readAt).toEqual(expect.any(String));
  });

  it("does not count an annex as read", async () => {
    const annex = { httpPartName: "upfile2", isMainContent: false, isAttachmentSigned: false };
    const files = [letterFile, { ...letterFile, name: "upfile2", fileName: "bijlage.pdf" }];
    const { body } = await publish(sandbox, message({ attachments: [letterAttachment, annex] }), {
      files,
    });
    const stored = await find(body.messageId ?? "");
    const attachment = stored?.attachments.find(({ fileName }) => fileName === "bijlage.pdf");
    await page(`${BOX}/messages/${body.messageId}/attachments/${attachment?.attachmentId}`);
    expect((await find(body.messageId ?? ""))?.readAt).toBeUndefined();
  });

  it("counts a text that is the main content as read when it is opened", async () => {
    const bodyContent = { nl: "Wij <b>verwachten</b> u." };
    const { body } = await publish(
      sandbox,
      message({ attachments: [], bodyContent, isBodyMainContent: true }),
      {
        files: [],
      },
    );
    const at = `${BOX}/messages/${body.messageId}`;
    expect(await page(at)).not.toContain("verwachten");
    expect((await find(body.messageId ?? ""))?.readAt).toBeUndefined();
    expect(await page(`${at}/text`)).toContain("Wij &lt;b&gt;verwachten&lt;/b&gt; u.");
    expect((await find(body.messageId ?? ""))?.readAt).toEqual(expect.any(String));
  });

  it("shows a text beside the letter, escaped, without counting it as read", async () => {
    const id = await sent({ bodyContent: { nl: "<script>1</script>" } });
    expect(await page(`${BOX}/messages/${id}`)).toContain("&lt;script&gt;1&lt;/script&gt;");
    expect((await find(id))?.readAt).toBeUndefined();
  });

  it("no longer shows what has expired", async () => {
    await sandbox.control("POST", `/messages/${messageId}/expire`);
    expect((await fetch(`${sandbox.url}${BOX}/messages/${messageId}`)).status).toBe(404);
  });

  it("does not show a message in somebody else's box", async () => {
    expect(
      (await fetch(`${sandbox.url}/box/citizen/06100201227/messages/${messageId}`)).status,
    ).toBe(404);
  });
});

describe("a reply from the box", () => {
  const reply = async (id: string, form: FormData) =>
    fetch(`${sandbox.url}${BOX}/messages/${id}/reply`, { method: "POST", body: form });

  it("reaches the institution's box with its text and file", async () => {
    expect(await page(`${BOX}/messages/${messageId}`)).toContain('<label for="text">');
    const form = new FormData();
    form.set("text", "Ik vraag uitstel.");
    form.set("file", new Blob(["bewijs"], { type: "application/pdf" }), "bewijs van België.pdf");
    const response = await reply(messageId, form);
    expect(await response.text()).toContain("Your reply has been sent.");

    const stored = (await known()).find(({ originalMessageId }) => originalMessageId === messageId);
    expect(stored).toMatchObject({
      recipient: { enterpriseNumber: "0000000097", partition: "FINANCE" },
      bodyContent: { nl: "Ik vraag uitstel." },
      attachments: [{ fileName: "bewijs van België.pdf" }],
    });
    const seen = await call(sandbox, `/ebox/messages/${stored?.messageId}`);
    expect(await seen.json()).toMatchObject({
      originalMessageId: messageId,
      attachments: { totalItems: 1 },
    });
    expect(await page("/box/enterprise/0000000097")).toContain("Dirk Verhoeven");
  });

  it("needs a text, no file, and a kind of file that may be sent", async () => {
    const empty = new FormData();
    empty.set("text", "  ");
    expect(await (await reply(messageId, empty)).text()).toContain("Write something");
    const wrongFile = new FormData();
    wrongFile.set("text", "Zie bijlage.");
    wrongFile.set("file", new Blob(["x"], { type: "application/x-sh" }), "x.sh");
    expect(await (await reply(messageId, wrongFile)).text()).toContain("cannot be sent");
    expect((await known()).some(({ originalMessageId }) => originalMessageId === messageId)).toBe(
      false,
    );
    // What a browser sends when the field for a file is left empty.
    const noFile = new FormData();
    noFile.set("text", "Zonder bijlage.");
    noFile.set("file", new Blob([], { type: "application/octet-stream" }), "");
    expect(await (await reply(messageId, noFile)).text()).toContain("Your reply has been sent.");
  });

  it("is impossible when the sender takes none", async () => {
    const id = await sent({ isReplyAuthorized: false });
    expect(await page(`${BOX}/messages/${id}`)).not.toContain('<label for="text">');
    const form = new FormData();
    form.set("text", "Toch");
    expect((await reply(id, form)).status).toBe(404);
  });
});

describe("payment data", () => {
  it("let a citizen pay, once", async () => {
    const id = await sent({ paymentData: payment });
    expect(await page(`${BOX}/messages/${id}`)).toContain("121.00 EUR");
    const pay = () => fetch(`${sandbox.url}${BOX}/messages/${id}/pay`, { method: "POST" });
    expect(await (await pay()).text()).toContain("Paid");
    await pay();
    expect((await find(id))?.payments).toMatchObject([{ amount: 121, iban: payment.iban }]);
  });

  it.each([
    [{ structured: "010806817183" }, "+++010/8068/17183+++"],
    [{ unstructured: "wijk 3" }, "wijk 3"],
    [undefined, payment.paymentDataId],
  ])("are paid with the reference %j as %s", async (reference, shown) => {
    const id = await sent({ paymentData: { ...payment, reference } });
    expect(await page(`${BOX}/messages/${id}`)).toContain(`<dd>${shown}</dd>`);
    await fetch(`${sandbox.url}${BOX}/messages/${id}/pay`, { method: "POST" });
    expect(await page(`${BOX}/messages/${id}`)).toContain(`with the reference ${shown}`);
    expect((await find(id))?.payments).toMatchObject([{ reference: shown }]);
  });

  it("are dropped on the way to an enterprise", async () => {
    const recipient = { eboxType: "enterprise", enterpriseNumber: "0000000295" };
    const id = await sent({ recipient, paymentData: payment });
    expect(await find(id)).not.toHaveProperty("paymentData");
    expect(await page(`/box/enterprise/0000000295/messages/${id}`)).not.toContain("Payment");
  });
});
