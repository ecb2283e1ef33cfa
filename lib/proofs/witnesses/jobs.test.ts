import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor, withoutActor } from "@/lib/db";
import { environment } from "@/lib/env";
import { openWitnessClient } from "@/lib/gateways/witness";
import { decodeUtf8, type Bytes } from "@/lib/proofs/bytes";
import {
  assembleNote,
  formatCheckpoint,
  logKeyId,
  parseCheckpoint,
  verifyCheckpoint,
} from "@/lib/proofs/checkpoint";
import { parseWitnesses, verifyCosignatures } from "@/lib/proofs/cosignature";
import { getCheckpoint, getStampedCheckpoint, proveRecord } from "@/lib/proofs/data";
import { makeTestWitness, type TestWitness } from "@/lib/proofs/fixtures";
import { inspectDatabase } from "@/lib/proofs/inspection/data";
import { openLogKeeper, sequenceLog, stampCheckpoint } from "@/lib/proofs/jobs";
import { parseTlogProof } from "@/lib/proofs/tlog-proof";
import { testDatabase } from "@/scripts/test-database";
import { startTestSandbox, type TestSandbox } from "@/scripts/test-sandbox";
import { listWitnesses, witnessesFile } from "./data";
import { askWitnesses } from "./jobs";

const actor = systemActor("ask_witnesses");
let sandbox: TestSandbox;

beforeAll(async () => {
  await testDatabase();
  sandbox = await startTestSandbox(environment().DATA_DIR);
});
afterAll(async () => {
  await closeDatabase();
  await sandbox.close();
});
beforeEach(() => enterOne());

/** One more entry in the log, stamped. */
async function enterOne(): Promise<void> {
  await withActor(actor, (tx) =>
    tx.auditRecord.createMany({ data: { act: "signed_in", subjectKind: "session" } }),
  );
  await sequenceLog(systemActor("sequence_log"));
  expect(await stampCheckpoint(systemActor("stamp_checkpoint"))).toBe("stamped");
}

async function sandboxWitness() {
  const list = await readFile(join(environment().KEYS_DIR, "log.witnesses"), "utf8");
  const [witness] = (await parseWitnesses(list)) ?? [];
  if (!witness) throw new Error("The sandbox has no witness.");
  return witness.key;
}

async function newest(): Promise<Bytes> {
  const note = await getCheckpoint();
  if (!note) throw new Error("Nothing was signed.");
  return note;
}

/** Who signed the newest state, of these. */
async function seenBy(keys: Parameters<typeof verifyCosignatures>[1]): Promise<string[]> {
  const parsed = parseCheckpoint(await newest());
  const seen = parsed.ok && (await verifyCosignatures(parsed.value, keys));
  if (!seen || !seen.ok) throw new Error("A line of a witness is wrong.");
  return seen.value.map(({ witness }) => witness.name);
}

/** What whoever holds the log's key could sign: a state of another tree. */
async function signAnother(size: number): Promise<Bytes> {
  const { logKey } = await openLogKeeper();
  const root = new Uint8Array(32).fill(5);
  const text = formatCheckpoint({ origin: logKey.name, size, root });
  const signature = await logKey.sign(text);
  return assembleNote(text, [{ name: logKey.name, keyId: await logKeyId(logKey), signature }]);
}

type Answering = (body: string, response: ServerResponse) => void | Promise<void>;

/** A witness under this key that answers as told, asked once for each round. */
async function asked(witness: TestWitness, answers: Answering, rounds = 1) {
  const bodies: string[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      bodies.push(Buffer.concat(chunks).toString("utf8"));
      void answers(bodies.at(-1) ?? "", response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const client = openWitnessClient({ url: `http://127.0.0.1:${port}`, timeoutMs: 300 });
  const outcomes: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    outcomes.push(...(await askWitnesses(actor, [{ key: witness.key, client }])));
  }
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return { outcomes, bodies };
}

const noteIn = (body: string) => new TextEncoder().encode(body.slice(body.indexOf("\n\n") + 2));

function countLines(): Promise<number> {
  return withActor(actor, (tx) => tx.witnessCosignature.count());
}

describe("a witness that is there", () => {
  test("signs state after state, each grown from the last, and is asked once for each", async () => {
    const key = await sandboxWitness();
    expect(await askWitnesses(actor)).toEqual(["cosigned"]);
    expect(await askWitnesses(actor)).toEqual(["nothing_new"]);
    expect(await seenBy([key])).toEqual([key.name]);
    await enterOne();
    expect(await seenBy([key])).toEqual([]);
    expect(await askWitnesses(actor)).toEqual(["cosigned"]);
    const [witness] = await listWitnesses();
    const { logKey } = await openLogKeeper();
    const head = await verifyCheckpoint(await newest(), [logKey]);
    expect(head.ok && witness?.seen?.size).toBe(head.ok && head.value.size);
    expect(decodeUtf8(await witnessesFile())).toContain(decodeUtf8(await newest()));
  });

  test("that knows another size than we do is shown the way from there", async () => {
    await askWitnesses(actor);
    const before = parseCheckpoint(await newest());
    await enterOne();
    const witness = await makeTestWitness("elsewhere.example");
    const size = before.ok ? before.value.checkpoint.size : 0;
    const { outcomes, bodies } = await asked(witness, async (body, response) => {
      if (!body.startsWith(`old ${size}\n`)) {
        response.writeHead(409, { "content-type": "text/x.tlog.size" }).end(`${size}\n`);
      } else response.end(`${await witness.cosign(noteIn(body), new Date())}\n`);
    });
    expect(outcomes).toEqual(["cosigned"]);
    expect(bodies.map((body) => body.split("\n")[0])).toEqual(["old 0", `old ${size}`]);
    expect(await seenBy([witness.key])).toEqual([witness.key.name]);
  });

  test("stands under the state that proofs lead to, and the stamp is over that state still", async () => {
    await askWitnesses(actor);
    const proof = await withActor(actor, async (tx) => {
      const { id } = await tx.auditRecord.findFirstOrThrow();
      return proveRecord(tx, { kind: "audit_record", recordId: id });
    });
    const parsed = proof && parseTlogProof(proof.bytes);
    if (!parsed?.ok) throw new Error("There is no proof.");
    const seen = await verifyCosignatures(parsed.value.signed, [await sandboxWitness()]);
    expect(seen.ok && seen.value.length).toBe(1);
    expect((await getStampedCheckpoint())?.note).toEqual(proof?.checkpoint.note);
  });
});

describe("a witness that is not as it should be lacks its line, and is left alone for a while", () => {
  const cases: [string, (witness: TestWitness) => Answering][] = [
    ["is broken", () => (_, response) => void response.writeHead(500).end("oh")],
    ["never answers", () => () => undefined],
    ["answers without end", () => (_, response) => void response.end("x".repeat(100_000))],
    ["does not know the log", () => (_, response) => void response.writeHead(404).end()],
    ["does not know its key", () => (_, response) => void response.writeHead(403).end()],
    ["says that it does not follow", () => (_, response) => void response.writeHead(422).end()],
    ["signs nothing", () => (_, response) => void response.end("")],
    [
      "saw another root of that size",
      () => (_, response) => void response.writeHead(409).end("another\n"),
    ],
    [
      "saw more than there is",
      () => (_, response) =>
        void response.writeHead(409, { "content-type": "text/x.tlog.size" }).end("999999\n"),
    ],
    [
      "has another key than one agreed on",
      ({ key }) =>
        async (body, response) => {
          const impostor = await makeTestWitness(key.name);
          response.end(`${await impostor.cosign(noteIn(body), new Date())}\n`);
        },
    ],
    [
      "plays an old signature back",
      (witness) => async (body, response) =>
        void response.end(
          `${await witness.cosign(noteIn(body), new Date(Date.now() - 3_600_000))}\n`,
        ),
    ],
    [
      "signs another state",
      (witness) => async (body, response) => {
        const forged = body.replace(/\n\d+\n(?=[A-Za-z0-9+/=]{44}\n\n)/, "\n999\n");
        response.end(`${await witness.cosign(noteIn(forged), new Date())}\n`);
      },
    ],
  ];
  test.each(cases)("%s", async (name, answering) => {
    const witness = await makeTestWitness(`${name.replaceAll(" ", "-")}.example`);
    const before = await countLines();
    const { outcomes, bodies } = await asked(witness, answering(witness), 2);
    expect(outcomes).toEqual(["failed", "pausing"]);
    expect(bodies).toHaveLength(1);
    expect(await countLines()).toBe(before);
    expect(await seenBy([witness.key])).toEqual([]);
  });

  test("is away", async () => {
    const witness = await makeTestWitness("away.example");
    const client = openWitnessClient({ url: "http://127.0.0.1:9", timeoutMs: 300 });
    expect(await askWitnesses(actor, [{ key: witness.key, client }])).toEqual(["failed"]);
  });
});

describe("the sandbox's witness", () => {
  const post = async (body: string | Uint8Array<ArrayBuffer>) => {
    const response = await fetch(`${sandbox.url}/witness/add-checkpoint`, { method: "POST", body });
    return { status: response.status, text: await response.text() };
  };

  test("keeps what it saw, and refuses what does not follow from it", async () => {
    await askWitnesses(actor);
    const note = decodeUtf8(await newest()) ?? "";
    const size = Number(note.split("\n")[1]);
    expect(await post(`old 0\n\n${note}`)).toEqual({ status: 409, text: `${size}\n` });
    expect((await post(`old ${size}\n\n${note}`)).status).toBe(200);
    expect((await post(`old ${size + 1}\n\n${note}`)).status).toBe(400);
    expect((await post("hello")).status).toBe(400);
    expect((await post(`old ${size}\n\n${note.replace(/^[^\n]+/, "other.example")}`)).status).toBe(
      404,
    );
    expect(
      (await post(`old ${size}\n\n${note.replace(`\n${size}\n`, "\n1000000\n")}`)).status,
    ).toBe(403);
    const forked = async (at: number) => decodeUtf8(await signAnother(at));
    expect((await post(`old ${size}\n\n${await forked(size)}`)).status).toBe(409);
    expect((await post(`old ${size}\n\n${await forked(size + 5)}`)).status).toBe(422);
    expect((await post(`old ${size}\n\n${note}`)).status).toBe(200);
  });
});

describe("the lines kept", () => {
  test("are nobody's to write but the worker's, nor anybody's to change", async () => {
    await askWitnesses(actor);
    const data = { key: "k", line: "l", cosignedAt: new Date(), receivedAt: new Date() };
    const { id: checkpointId } = await withActor(actor, (tx) =>
      tx.checkpoint.findFirstOrThrow({ orderBy: { size: "desc" } }),
    );
    await expect(
      withoutActor(null, (tx) =>
        tx.witnessCosignature.createMany({ data: { ...data, checkpointId } }),
      ),
    ).rejects.toThrow();
    await expect(
      withActor(actor, (tx) => tx.witnessCosignature.deleteMany({ where: {} })),
    ).rejects.toThrow();
  });

  test("tell when a state was put in the place of the one that was seen, even signed by the log", async () => {
    await askWitnesses(actor);
    const { logKey } = await openLogKeeper();
    const undone = new Error("undone");
    const inspecting = withActor(actor, async (tx) => {
      const settings = { keys: [logKey], remembered: null, within: tx };
      const before = await inspectDatabase(actor, settings);
      expect(before.findings.map(({ code }) => code)).not.toContain("state_not_the_one_witnessed");
      const { id, size } = await tx.checkpoint.findFirstOrThrow({ orderBy: { size: "desc" } });
      const note = await signAnother(Number(size));
      await tx.$executeRawUnsafe(`ALTER TABLE "Checkpoint" DISABLE TRIGGER USER`);
      await tx.checkpoint.updateMany({ where: { id }, data: { note } });
      const { findings } = await inspectDatabase(actor, settings);
      expect(findings.map(({ code }) => code)).toContain("state_not_the_one_witnessed");
      throw undone;
    });
    await expect(inspecting).rejects.toThrow(undone);
  });
});
