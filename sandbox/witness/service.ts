/** A witness of logs (C2SP tlog-witness, tlog-cosignature): signs only what grew from all it saw. */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from "node:crypto";
import { z } from "zod";
import type { Answer } from "../http/answer";
import { html } from "../http/html";
import { pageAnswer } from "../http/page";
import type { SandboxRequest } from "../http/request";
import { route, type Route } from "../http/router";
import type { KeyFolder } from "../key-folder";
import type { KeyValueLog } from "../key-value-log";
import type { Registrations } from "../registrations";
import {
  KEY_TYPE,
  isSignedBy,
  keyId,
  readCheckpoint,
  readVerifierKey,
  type Checkpoint,
} from "./note";
import { isConsistent } from "./tree";

const NAME = "witness.sandbox.example";
const SEEN = "witness:";

const seenSchema = z.object({ size: z.number(), root: z.string(), at: z.string() });
type Seen = z.infer<typeof seenSchema>;

interface Witness {
  routes: Route[];
}

export async function openWitness(
  keys: KeyFolder,
  store: KeyValueLog,
  registrations: () => Registrations,
): Promise<Witness> {
  const key = createPrivateKey(await keys.readOrMake("witness.key.pem", makeKey));
  const material = Buffer.concat([
    Buffer.from([KEY_TYPE.witness]),
    createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32),
  ]);
  const id = keyId(NAME, material);
  const line = `${NAME}+${id.toString("hex")}+${material.toString("base64")}`;
  const seenOf = (origin: string): Seen | undefined =>
    seenSchema.optional().parse(store.get(`${SEEN}${origin}`));

  // Nothing is awaited between looking at what was seen and writing it: two requests cannot mix.
  function addCheckpoint(request: SandboxRequest): Answer {
    const asked = readRequest(request.body.toString("utf8"));
    if (asked === undefined) return answer(400, "not a request of this protocol\n");
    const { oldSize, proof, checkpoint } = asked;
    const trusted = registrations()
      .logKeys.flatMap((text) => readVerifierKey(text) ?? [])
      .filter(({ name }) => name === checkpoint.origin);
    if (trusted.length === 0) return answer(404, "unknown log\n");
    if (!isSignedBy(checkpoint, trusted)) return answer(403, "not signed by the log\n");
    if (oldSize > checkpoint.size) return answer(400, "the old size is larger than the new\n");
    const seen = seenOf(checkpoint.origin);
    if (oldSize !== (seen?.size ?? 0)) return elsewhere(seen?.size ?? 0);
    if (seen && !follows(seen, checkpoint, proof)) {
      return oldSize === checkpoint.size
        ? answer(409, "another root of the same size\n")
        : answer(422, "the proof does not hold\n");
    }
    if (!seen && proof.length > 0) return answer(422, "nothing to prove from\n");
    const now = new Date();
    const root = checkpoint.root.toString("base64");
    store.set(`${SEEN}${checkpoint.origin}`, {
      size: checkpoint.size,
      root,
      at: now.toISOString(),
    });
    return answer(200, cosign(checkpoint, Math.floor(now.getTime() / 1000), { key, id }));
  }

  return {
    routes: [
      route("POST", "/witness/add-checkpoint", addCheckpoint),
      route("GET", "/witness/key", () => answer(200, `${line}\n`)),
      route("GET", "/witness", () => page(line, store)),
    ],
  };
}

async function makeKey(): Promise<string> {
  const { privateKey } = generateKeyPairSync("ed25519");
  return privateKey.export({ format: "pem", type: "pkcs8" }).toString();
}

interface Asked {
  oldSize: number;
  proof: Buffer[];
  checkpoint: Checkpoint;
}

function readRequest(body: string): Asked | undefined {
  const [, old, hashes, note] =
    /^old (0|[1-9][0-9]{0,15})\n((?:[A-Za-z0-9+/=]{44}\n){0,63})\n([^]+)$/.exec(body) ?? [];
  const checkpoint = readCheckpoint(note ?? "");
  if (old === undefined || checkpoint === undefined) return undefined;
  const lines = (hashes ?? "").split("\n").slice(0, -1);
  return {
    oldSize: Number(old),
    proof: lines.map((line) => Buffer.from(line, "base64")),
    checkpoint,
  };
}

function follows(seen: Seen, checkpoint: Checkpoint, proof: readonly Buffer[]): boolean {
  const older = { size: seen.size, root: Buffer.from(seen.root, "base64") };
  return seen.size === 0 ? proof.length === 0 : isConsistent(older, checkpoint, proof);
}

function cosign(
  { text }: Checkpoint,
  seconds: number,
  { key, id }: { key: KeyObject; id: Buffer },
): string {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(seconds));
  const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), key);
  return `— ${NAME} ${Buffer.concat([id, time, signature]).toString("base64")}\n`;
}

function answer(status: number, body: string): Answer {
  const headers = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  return { status, headers, body, ...(status >= 400 && { code: body.trim() }) };
}

function elsewhere(size: number): Answer {
  return {
    status: 409,
    headers: { "content-type": "text/x.tlog.size", "cache-control": "no-store" },
    body: `${size}\n`,
    code: "seen another size",
  };
}

function page(line: string, store: KeyValueLog): Answer {
  const logs = store.list(SEEN).map(({ key, value }) => {
    const { size, root, at } = seenSchema.parse(value);
    return html`<li>
      <strong>${key.slice(SEEN.length)}</strong><br />${String(size)} entries, seen at ${at}<br />
      <code>${root}</code>
    </li>`;
  });
  return pageAnswer({
    title: "Witness",
    content: html`<p>
        Signs the states of logs that it is shown, and only those that grew from all it saw before.
      </p>
      <p><code>${line}</code></p>
      <h2>Logs</h2>
      ${
        logs.length > 0
          ? html`<ul class="plain">
              ${logs}
            </ul>`
          : html`<p>None was shown yet.</p>`
      }`,
  });
}
