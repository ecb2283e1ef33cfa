import { randomUUID } from "node:crypto";
import { readFile, rename } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { environment } from "@/lib/env";
import { log } from "@/lib/log";
import { startTestSandbox, type TestSandbox } from "@/scripts/test-sandbox";
import { publish, searchStatus, type Publication } from "./mailbox";
import { readOwnBox, readOwnMessage } from "./mailbox-own-box";

const MAANRODE = "0000000097";
const DIRK = { kind: "citizen", niss: "08040901112" } as const;
const REGISTRY = "/REST/ebox/enterprise/messageRegistry/v3";
const PDF = new TextEncoder().encode("%PDF-1.7 a letter");

let sandbox: TestSandbox;

beforeAll(async () => {
  process.env.MAILBOX_TIMEOUT_SECONDS = "3";
  sandbox = await startTestSandbox(environment().DATA_DIR);
});
afterEach(() => sandbox.control("DELETE", "/faults"));
afterAll(() => sandbox.close());

const letter = { fileName: "brief.pdf", mediaType: "application/pdf", bytes: PDF };

function publication(differences: Partial<Publication> = {}): Publication {
  return {
    enterpriseNumber: MAANRODE,
    partition: "FINANCE",
    senderApplicationId: "maanrode:portal:sender",
    messageTypeId: "INVOICE",
    recipient: DIRK,
    language: "nl",
    subject: "Factuur",
    isRegisteredMail: false,
    isReplyAuthorized: true,
    files: [letter],
    ...differences,
  };
}

async function sent(differences: Partial<Publication> = {}): Promise<string> {
  const outcome = await publish(publication(differences), randomUUID());
  if (outcome.kind !== "accepted") throw new Error(outcome.kind);
  return outcome.messageId;
}

type Effect = Record<string, unknown> & { kind: string };

async function fault(effect: Effect, method: string, address: string, times?: number) {
  const match = { service: "messageRegistry", method, path: REGISTRY + address };
  await sandbox.control("PUT", "/faults", [{ match, effect, ...(times ? { times } : {}) }]);
}

const statusMessage = (code: string | undefined, message = "No.") =>
  JSON.stringify({ id: randomUUID(), code, message });
const json = (status: number, body: string): Effect => ({
  kind: "answer",
  status,
  body,
  mediaType: "application/json",
});

describe("publishing", () => {
  test("an acceptance comes with the mailbox's own time", async () => {
    const outcome = await publish(publication(), randomUUID());
    expect(outcome.kind).toBe("accepted");
    const { mailboxTime, answeredAt } = outcome.raw;
    expect(Math.abs(Number(mailboxTime) - Number(answeredAt))).toBeLessThan(2000);
  });

  test.each([
    ["an unknown enterprise", json(400, statusMessage("INVALID_INPUT"))],
    ["a refusal without a code", json(400, statusMessage(undefined, "Invalid Schema at subject"))],
    ["too much", json(413, statusMessage("PAYLOAD_TOO_LARGE"))],
  ])("%s is refused for good", async (_what, effect) => {
    await fault(effect, "POST", "/ebox/messages");
    expect((await publish(publication(), randomUUID())).kind).toBe("refused");
  });

  test.each([
    ["a maintenance page", { kind: "answer", status: 200, body: "<h1>Back soon</h1>" }],
    ["no content", { kind: "answer", status: 204 }],
    ["a page that is gone while something is put in place", { kind: "answer", status: 404 }],
    ["the registry's own 404", json(404, statusMessage("NOT_FOUND"))],
    ["a redirect", { kind: "answer", status: 302, location: "/health" }],
    ["a refusal in no words of the registry", { kind: "answer", status: 400, body: "Bad request" }],
    ["a line that a proxy lost", { kind: "answer", status: 503, body: "upstream reset" }],
    ["a failure inside", json(500, statusMessage("INTERNAL_ERROR"))],
    ["a creation without a message", json(201, "{}")],
    ["a conflict of something before the registry", { kind: "answer", status: 409, body: "no" }],
    ["an answer without bound", json(201, `"${"x".repeat(9 * 1024 * 1024)}"`)],
    ["a conflict in JSON of somebody else", json(409, '{"error":"conflict"}')],
  ] as [string, Effect][])("%s tells nothing", async (_what, effect) => {
    await fault(effect, "POST", "/ebox/messages");
    expect((await publish(publication(), randomUUID())).kind).toBe("unknown");
  });

  test("a repeated key is told in the registry's words", async () => {
    await fault(json(409, '{"id":"1","message":"Idempotency-Key already used"}'), "POST", "/ebox/");
    expect((await publish(publication(), randomUUID())).kind).toBe("repeated");
  });

  test.each([
    ["closed, in the registry's words", { kind: "status", status: 503, retryAfter: 7 }],
    ["too many", { kind: "status", status: 429, retryAfter: 7 }],
  ])("%s: surely not taken", async (_what, effect) => {
    await fault(effect, "POST", "/ebox/messages");
    const outcome = await publish(publication(), randomUUID());
    expect(outcome).toMatchObject({ kind: "unavailable", retryAfter: 7 });
  });

  test.each(["9".repeat(20), "Fri, 31 Dec 9999 23:59:59 GMT"])(
    "however long it asks to wait (%s), it is asked again after an hour",
    async (wait) => {
      const answer = Response.json({ id: "1", code: "CLOSED", message: "Later." }, { status: 503 });
      answer.headers.set("retry-after", wait);
      await sent();
      const fetched = vi.spyOn(globalThis, "fetch").mockResolvedValue(answer);
      const outcome = await publish(publication(), randomUUID());
      fetched.mockRestore();
      expect(outcome).toMatchObject({ kind: "unavailable", retryAfter: 3600 });
    },
  );

  test.each([
    [{ code: "CERT_HAS_EXPIRED" }, "unavailable"],
    [{ code: "EHOSTUNREACH", syscall: "connect" }, "unavailable"],
    [{ code: "ECONNRESET", syscall: "read" }, "unknown"],
    [{ code: "EHOSTUNREACH", syscall: "write" }, "unknown"],
    [undefined, "unknown"],
  ])("a line that failed with %j is %s", async (cause, kind) => {
    await sent();
    const fetched = vi
      .spyOn(globalThis, "fetch")
      .mockRejectedValue(Object.assign(new TypeError("fetch failed"), { cause }));
    const outcome = await publish(publication(), randomUUID());
    fetched.mockRestore();
    expect(outcome.kind).toBe(kind);
  });

  test.each(["één brief.pdf", "50%25 %.pdf", "王.pdf", 'een "brief".pdf'])(
    "the file name %s arrives as it is",
    async (fileName) => {
      const messageId = await sent({ files: [{ ...letter, fileName }] });
      const { items } = (await sandbox.control("GET", "/messages?pageSize=10000")) as {
        items: { messageId: string; attachments: { fileName: string }[] }[];
      };
      const message = items.find((each) => each.messageId === messageId);
      expect(message?.attachments[0]?.fileName).toBe(fileName);
    },
  );

  test("a missing key is told, by its file's name", async () => {
    const told = vi.spyOn(log, "error");
    const file = path.join(environment().KEYS_DIR, "mailbox", "0000000196.key.pem");
    const key = await readFile(file);
    await rename(file, `${file}.away`);
    const outcome = await publish(
      publication({ enterpriseNumber: "0000000196" }),
      randomUUID(),
    ).finally(() => rename(`${file}.away`, file));
    expect(outcome).toMatchObject({ kind: "unavailable", raw: { status: 0 } });
    expect(JSON.stringify(told.mock.calls)).toContain("ENOENT");
    expect(JSON.stringify(told.mock.calls)).not.toContain(key.toString("utf8").slice(60, 100));
    told.mockRestore();
  });
});

describe("the status of a message", () => {
  test("an end of validity that is null is none", async () => {
    const messageId = await sent();
    const body = JSON.stringify([{ messageId, readStatus: false, expirationDate: null }]);
    await fault(json(201, body), "POST", "/searchMessageStatus");
    const answer = await searchStatus(MAANRODE, [{ messageId, recipient: DIRK }]);
    expect(answer?.statuses).toEqual([{ messageId, readStatus: false, expirationDate: undefined }]);
  });

  test("a message that the mailbox no longer has is answered", async () => {
    const question = [{ messageId: "gone", recipient: DIRK }];
    const answer = await searchStatus(MAANRODE, question);
    expect(answer).toMatchObject({ statuses: [], raw: { status: 404 } });
    await fault({ kind: "answer", status: 404, body: "<h1>Gone</h1>" }, "POST", "/searchMessage");
    expect(await searchStatus(MAANRODE, question)).toBeNull();
  });
});

describe("the own box", () => {
  async function replied(body: object = {}): Promise<string> {
    const original = await sent();
    const path = `/messages/${original}/reply`;
    const reply = (await sandbox.control("POST", path, { text: "Dank u.", ...body })) as {
      messageId: string;
    };
    return reply.messageId;
  }

  test("a reply comes with its sender, its text and its files", async () => {
    const files = [
      { fileName: "één plan.pdf", mediaType: "application/pdf", content: "%PDF-1.7 plan" },
    ];
    const messageId = await replied({ files });
    const reading = await readOwnMessage(MAANRODE, messageId);
    expect(reading).toMatchObject({
      kind: "read",
      content: {
        message: { messageId, senderNumber: DIRK.niss },
        text: "Dank u.",
        files: [{ fileName: "één plan.pdf", mediaType: "application/pdf" }],
      },
    });
  });

  test("what no row could hold is taken out, and what has no name gets one", async () => {
    const messageId = await replied({
      text: "Dank\u0000 u.\ud800",
      subject: "Re: Fac\u0000tuur",
      files: [{ fileName: "\u0000", mediaType: "", content: "x" }],
    });
    const reading = await readOwnMessage(MAANRODE, messageId);
    expect(reading).toMatchObject({
      kind: "read",
      content: {
        message: { subject: "Re: Factuur" },
        text: "Dank u.\ufffd",
        files: [{ fileName: "1", mediaType: "application/octet-stream" }],
      },
    });
  });

  test.each([
    ["/body", { kind: "answer", status: 500 }, "unreadable"],
    ["/body", { kind: "answer", status: 200, body: "<h1>Back soon</h1>" }, "unreadable"],
    ["/body", { kind: "status", status: 429 }, "away"],
    ["/attachments", { kind: "status", status: 503 }, "away"],
    ["/attachments", { kind: "answer", status: 404 }, "unreadable"],
    ["/attachments", { kind: "answer", status: 200, body: "{}" }, "unreadable"],
    ["", { kind: "answer", status: 502 }, "unreadable"],
    ["", { kind: "dropBefore" }, "away"],
  ] as [string, Effect, string][])(
    "a reply whose %s answers %j is not taken for empty",
    async (part, effect, kind) => {
      const messageId = await replied();
      await fault(effect, "GET", `/ebox/messages/${messageId}${part}`);
      expect((await readOwnMessage(MAANRODE, messageId)).kind).toBe(kind);
      await sandbox.control("DELETE", "/faults");
      expect((await readOwnMessage(MAANRODE, messageId)).kind).toBe("read");
    },
  );

  test.each([
    [{ ssin: "08.04.09-011.12" }, "08040901112"],
    [{ ssin: "8040901112" }, "08040901112"],
    [{ eboxType: "citizen", eboxIdValue: "8040901112" }, "08040901112"],
    [{ eboxType: "enterprise", eboxIdValue: "0000.000.295" }, "0000000295"],
    [{ enterpriseNumber: "295" }, "0000000295"],
    [{ eboxIdValue: "-" }, null],
  ])("a sender told as %j is %s", async (sender, senderNumber) => {
    const item = {
      messageId: "m-1",
      receiptDate: "2026-11-23T10:00:00+01:00",
      subject: { nl: "a" },
      sender,
    };
    await fault(
      json(200, JSON.stringify({ items: [item], totalItems: 1 })),
      "GET",
      "/ebox/messages",
    );
    const page = await readOwnBox(MAANRODE, new Date(), 1);
    expect(page?.items[0]?.senderNumber).toBe(senderNumber);
  });

  test("a message that nobody understands hides no other", async () => {
    const good = {
      messageId: "m-1",
      receiptDate: "2026-11-23T10:00:00+01:00",
      subject: { nl: "a" },
    };
    const items = [good, { ...good, messageId: "m-2", receiptDate: null }, 7];
    await fault(json(200, JSON.stringify({ items, totalItems: 3 })), "GET", "/ebox/messages");
    const page = await readOwnBox(MAANRODE, new Date(), 1);
    expect(page?.items.map(({ messageId }) => messageId)).toEqual(["m-1"]);
    expect(page?.unreadable).toEqual(["m-2", expect.stringMatching(/^sha256:/)]);
  });
});
