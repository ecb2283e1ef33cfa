import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ALL_SCOPES, MAANRODE, startTestSandbox, TIDES, type TestSandbox } from "../test-sandbox";
import { call, DIRK, message, publish } from "./test-publication";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.stop());

async function published(differences: Record<string, unknown> = {}): Promise<string> {
  return (await publish(sandbox, message(differences))).body.messageId ?? "";
}

async function replied(
  messageId: string,
  text = "Ik ga niet akkoord.",
): Promise<{ messageId: string }> {
  const response = await sandbox.control("POST", `/messages/${messageId}/reply`, { text });
  return (await response.json()) as { messageId: string };
}

async function json(path: string, options: Parameters<typeof call>[2] = {}) {
  const response = await call(sandbox, path, options);
  return {
    status: response.status,
    body: (await response.json()) as {
      items: Record<string, unknown>[];
      totalItems: number;
    } & Record<string, unknown>,
  };
}

describe("the status of messages", () => {
  const eboxId = { eboxType: "citizen", eboxIdValue: DIRK };
  const search = (body: unknown, path = "/ebox/searchMessageStatus") =>
    json(path, { method: "POST", body: JSON.stringify(body) });

  it("says whether the main content was opened, and never when", async () => {
    const messageId = await published();
    const entry = {
      messageId,
      eboxId,
      expirationDate: expect.any(String) as unknown,
      visible: true,
    };
    expect(await search([{ messageId, eboxId }])).toEqual({
      status: 201,
      body: [{ ...entry, readStatus: false }],
    });
    await sandbox.control("POST", `/messages/${messageId}/open`);
    expect((await search([{ messageId, eboxId }])).body).toEqual([{ ...entry, readStatus: true }]);
  });

  it("is also found at the address of v2.1 and asked with a v3 box", async () => {
    const messageId = await published();
    const v3Box = { eboxType: "citizen", ssin: DIRK };
    expect(
      (await search([{ messageId, eboxId: v3Box }], "/searchMessageStatus")).body,
    ).toMatchObject([{ messageId }]);
  });

  it("leaves out messages of another sender and boxes that do not fit", async () => {
    const messageId = await published();
    const other = await published();
    const wrongBox = { eboxType: "citizen", eboxIdValue: "06100201227" };
    const found = await search([
      { messageId, eboxId },
      { messageId: other, eboxId: wrongBox },
      { messageId: "unknown", eboxId },
    ]);
    expect(found.body).toMatchObject([{ messageId }]);
    const token = await sandbox.token(sandbox.tides);
    const body = JSON.stringify([{ messageId, eboxId }]);
    expect((await json("/searchMessageStatus", { method: "POST", body, token })).status).toBe(404);
  });

  it("is given for at most 250 messages at once", async () => {
    const messageId = await published();
    const asked = (count: number) => Array.from({ length: count }, () => ({ messageId, eboxId }));
    expect((await search(asked(250))).status).toBe(201);
    expect((await search(asked(251))).status).toBe(400);
  });
});

describe("an institution's own box", () => {
  let original: string;
  let reply: { messageId: string };
  let startedAt: string;
  beforeEach(async () => {
    startedAt = new Date().toISOString();
    original = await published();
    reply = await replied(original);
  });

  it("holds the replies, in the partition the message came from", async () => {
    const { body } = await json(`/ebox/messages?receivedAfter=${startedAt}&partition=FINANCE`);
    expect(body.items[0]).toMatchObject({
      messageId: reply.messageId,
      originalMessageId: original,
      sender: { eboxType: "citizen", ssin: DIRK },
      recipient: { eboxType: "enterprise", enterpriseNumber: MAANRODE, partition: "FINANCE" },
      subject: { nl: "Re: Aanslagbiljet gemeentebelasting" },
      readStatus: false,
      isReplyAuthorized: true,
      isBodyMainContent: true,
      isRegisteredMail: false,
    });
    expect(
      (await json(`/ebox/messages?receivedAfter=${startedAt}&partition=PLANNING`)).body.totalItems,
    ).toBe(0);
  });

  it("is given page by page, newest first", async () => {
    const newer = await replied(original, "Nog iets.");
    const first = await json(`/ebox/messages?receivedAfter=${startedAt}&page=1&pageSize=1`);
    const second = await json(`/ebox/messages?receivedAfter=${startedAt}&page=2&pageSize=1`);
    expect(first.body).toMatchObject({ items: [{ messageId: newer.messageId }], totalItems: 2 });
    expect(second.body).toMatchObject({ items: [{ messageId: reply.messageId }], totalItems: 2 });
  });

  it("gives the text, which makes the reply read", async () => {
    expect((await json(`/ebox/messages/${reply.messageId}/body`)).body).toEqual({
      nl: "Ik ga niet akkoord.",
    });
    expect((await json(`/ebox/messages/${reply.messageId}`)).body.readStatus).toBe(true);
    const unread = await json(`/ebox/messages?receivedAfter=${startedAt}&readStatus=false`);
    expect(unread.body.totalItems).toBe(0);
  });

  it("is searched in one language, without regard to accents", async () => {
    expect((await json("/ebox/messages?q=AANSLÁGBILJET&qlang=nl")).body.totalItems).toBeGreaterThan(
      0,
    );
    expect((await json("/ebox/messages?q=aanslagbiljet&qlang=fr")).body.totalItems).toBe(0);
    expect((await json("/ebox/messages?q=aanslagbiljet")).status).toBe(400);
  });

  it("is summed up", async () => {
    expect((await json("/ebox")).body).toMatchObject({
      numberOfMessages: expect.any(Number) as unknown,
      lastReceiptDate: expect.any(String) as unknown,
    });
  });

  it("hides a message and shows it again", async () => {
    const patch = (visible: boolean) =>
      call(sandbox, "/ebox/messages", {
        method: "PATCH",
        body: JSON.stringify({ items: [{ messageId: reply.messageId, visible }] }),
      });
    expect((await patch(false)).status).toBe(200);
    const hidden = await json(`/ebox/messages?receivedAfter=${startedAt}&visible=true`);
    expect(hidden.body.totalItems).toBe(0);
    expect((await patch(true)).status).toBe(200);
  });

  it("takes an answer to a reply", async () => {
    const { status } = await publish(sandbox, message({ originalMessageId: reply.messageId }));
    expect(status).toBe(201);
  });

  it("is closed to another institution, to unknown messages and to unknown questions", async () => {
    const token = await sandbox.token(sandbox.tides);
    expect((await json(`/ebox/messages/${reply.messageId}`, { token })).status).toBe(404);
    expect((await json("/ebox/messages/unknown")).status).toBe(404);
    expect((await json("/ebox/messages?colour=red")).status).toBe(400);
    expect((await json("/ebox/messages?pageSize=101")).status).toBe(400);
    const publishOnly = await sandbox.token(
      sandbox.maanrode,
      ALL_SCOPES.filter((scope) => scope.endsWith("publicationsender")),
    );
    expect((await json("/ebox/messages", { token: publishOnly })).status).toBe(403);
  });
});

describe("a message from one institution to another", () => {
  it("gives its attachments, of which the main one makes it read", async () => {
    const messageId = await published({
      recipient: { eboxType: "enterprise", enterpriseNumber: TIDES },
    });
    const token = await sandbox.token(sandbox.tides);
    const { body } = await json(`/ebox/messages/${messageId}/attachments`, { token });
    expect(body).toMatchObject({
      totalItems: 1,
      items: [{ fileName: "brief.pdf", isMainContent: true }],
    });
    const [attachment] = body.items;
    const at = `/ebox/messages/${messageId}/attachments/${String(attachment?.attachmentId)}`;
    expect((await json(at, { token })).body).toEqual(attachment);
    const content = await call(sandbox, `${at}/content`, { token });
    expect(await content.text()).toBe("%PDF-1.7 a letter");
    expect((await json(`/ebox/messages/${messageId}`, { token })).body.readStatus).toBe(true);
    expect((await call(sandbox, `/ebox/messages/${messageId}/body`, { token })).status).toBe(404);
    expect((await call(sandbox, `/ebox/messages/${messageId}/paymentData`, { token })).status).toBe(
      404,
    );
  });
});

describe("reference data", () => {
  it("names organisations with a logo that can be fetched", async () => {
    const { body } = await json(`/refData/senderOrganizations/${MAANRODE}`);
    expect(body).toMatchObject({
      organizationShortName: { nl: "Stad Maanrode", fr: "Ville de Maanrode", de: "Stadt Maanrode" },
      senderApplicationIds: ["maanrode:portal:sender"],
      organizationLogos: [{ mediaType: "image/png" }],
    });
    const [logo] = body.organizationLogos as { contentHref: string }[];
    const image = await fetch(logo?.contentHref ?? "", {
      headers: { authorization: `Bearer ${await sandbox.token()}` },
    });
    expect(image.headers.get("content-type")).toBe("image/png");
    expect(
      Buffer.from(await image.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
  });

  it("lists organisations, applications and types", async () => {
    expect((await json("/refData/senderOrganizations")).body.totalItems).toBe(2);
    expect((await json("/refData/senderApplications/tides:portal:sender")).body).toMatchObject({
      applicationName: { fr: "Portail d'envoi Marées" },
    });
    const types = await json("/refData/messageTypes?pageSize=100");
    expect(types.body.items).toContainEqual(
      expect.objectContaining({
        messageTypeId: "APPOINTMENT",
        validityPeriod: { validityPeriodNumber: 3, validityPeriodUnit: "month" },
      }),
    );
    expect((await json("/refData/messageTypes/PARKING")).status).toBe(404);
  });
});
