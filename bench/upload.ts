/**
 * `npm run bench:upload`: one gigabyte into the portal by tus, in the parts that a browser sends, beside
 * a bare Node stream that hashes the same bytes and writes them to the same disk, in one run. Starts the
 * whole product by itself, on ports and in a folder of its own.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import { Client } from "pg";
import { partBytes } from "@/components/attachments/start-upload";
import { machine } from "./machine";

const MEGABYTE = 1024 * 1024;
const SIZE = Number(process.env.BENCH_MEGABYTES ?? 1024) * MEGABYTE;
const PART_BYTES = partBytes(SIZE);
const AN = "01031200268";

/** Text without a byte of zero, so that the file is a list of the kind that a box takes. */
const block = Buffer.from(randomBytes(PART_BYTES).toString("base64").slice(0, PART_BYTES));

const folder = await mkdtemp(join(tmpdir(), "portal-bench-"));
const product = await startProduct();
try {
  const session = await signIn();
  const messageId = await enterDraft();
  // What a first upload loads and compiles is not what is measured.
  await upload(session, messageId, PART_BYTES);
  const bare = await bareRate();
  const memory = watchMemory(product.serverId);
  const started = performance.now();
  const uploadId = await upload(session, messageId, SIZE);
  const arrived = rateSince(started);
  const held = memory.stop();
  const checked = await untilStored(session, messageId, uploadId, started);

  console.log(`Machine: ${machine()}`);
  console.log(`One upload of ${SIZE / MEGABYTE} MB in parts of ${PART_BYTES / MEGABYTE} MB`);
  print("bare Node stream to disk with SHA-256", bare, 1);
  print("upload, first byte to last", arrived, arrived / bare);
  print("upload, looked at, encrypted and stored", checked, checked / bare);
  console.log(
    `memory of the portal: ${held.before} MB before, ${held.most} MB at most (+${held.most - held.before} MB)`,
  );
} finally {
  await product.end();
  await rm(folder, { recursive: true, force: true });
}

function print(what: string, rate: number, ratio: number): void {
  console.log(
    `${what.padEnd(42)} ${rate.toFixed(0).padStart(5)} MB/s   ÷ bare ${ratio.toFixed(2)}`,
  );
}

function rateSince(started: number): number {
  return SIZE / MEGABYTE / ((performance.now() - started) / 1000);
}

/** The same bytes through a hash and onto the disk, flushed, and nothing else. */
async function bareRate(): Promise<number> {
  const hash = createHash("sha256");
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const file = join(folder, "bare");
  const started = performance.now();
  await pipeline(Readable.from(content(SIZE)), hashing, createWriteStream(file, { flush: true }));
  const rate = rateSince(started);
  await rm(file);
  return rate;
}

function* content(size: number): Generator<Buffer> {
  const piece = 64 * 1024;
  for (let sent = 0; sent < size; sent += piece) {
    const from = sent % PART_BYTES;
    yield block.subarray(from, from + Math.min(piece, size - sent));
  }
}

type Session = { cookie: string };

async function upload({ cookie }: Session, messageId: string, size: number): Promise<string> {
  const tus = { cookie, origin: product.url, "tus-resumable": "1.0.0" };
  const encoded = (text: string) => Buffer.from(text).toString("base64");
  const created = await fetch(`${product.url}/api/uploads`, {
    method: "POST",
    headers: {
      ...tus,
      "upload-length": String(size),
      "upload-metadata": `messageId ${encoded(messageId)},fileName ${encoded("lijst.csv")}`,
    },
  });
  if (created.status !== 201) throw new Error(`the upload was refused: ${created.status}`);
  const uploadId = created.headers.get("location")?.split("/").at(-1) ?? "";
  for (let offset = 0; offset < size; offset += PART_BYTES) {
    const sent = await fetch(`${product.url}/api/uploads/${uploadId}`, {
      method: "PATCH",
      headers: {
        ...tus,
        "upload-offset": String(offset),
        "content-type": "application/offset+octet-stream",
      },
      body: block.subarray(0, Math.min(PART_BYTES, size - offset)),
    });
    if (sent.status !== 204) throw new Error(`a part was refused: ${sent.status}`);
  }
  return uploadId;
}

/** The attachment as the portal itself enters it; then until the worker has stored it. */
async function untilStored(
  { cookie }: Session,
  messageId: string,
  uploadId: string,
  started: number,
): Promise<number> {
  await query(
    `INSERT INTO "Attachment" (id, "messageId", "organisationId", "serviceId", "fileName", size, position)
     SELECT $1::uuid, m.id, m."organisationId", m."serviceId", 'lijst.csv', $2, 1
     FROM "Message" m WHERE m.id = $3::uuid`,
    [uploadId, SIZE, messageId],
  );
  await query(
    `SELECT graphile_worker.add_job('check_attachment', json_build_object('attachmentId', $1::text))`,
    [uploadId],
  );
  for (;;) {
    const answer = await fetch(`${product.url}/api/messages/${messageId}/attachments`, {
      headers: { cookie },
    });
    const [file] = (await answer.json()) as { scanState: string }[];
    if (file?.scanState === "not_scanned") return rateSince(started);
    if (file?.scanState === "refused") throw new Error("the file was refused");
    await wait(50);
  }
}

/** A draft of An's service, straight into the database: its pages are not what is measured. */
async function enterDraft(): Promise<string> {
  const id = randomUUID();
  await query(
    `INSERT INTO "Message" (id, reference, "organisationId", "serviceId", "messageTypeId", "authorId", body)
     SELECT $1::uuid, 'MR-BENCH', s."organisationId", s.id, t.id, m."personId", '{"type":"doc","content":[]}'
     FROM "Service" s JOIN "MessageType" t ON t."organisationId" = s."organisationId"
       JOIN "Membership" m ON m."serviceId" = s.id AND m.role = 'sender'
     WHERE s.partition = 'FINANCE' LIMIT 1`,
    [id],
  );
  return id;
}

async function query(sql: string, values: unknown[]): Promise<void> {
  const connection = await readFile(join(folder, "connection.json"), "utf8");
  const { DATABASE_URL } = JSON.parse(connection) as { DATABASE_URL: string };
  const client = new Client({ connectionString: DATABASE_URL });
  await client.connect();
  try {
    await client.query(sql, values);
  } finally {
    await client.end();
  }
}

/** Through the real protocol, by hand: each answer's cookies go along to the next request. */
async function signIn(): Promise<Session> {
  const jar = new Map<string, string>();
  type Post = { body?: URLSearchParams; origin?: string };
  const follow = async (address: string, post: Post): Promise<string> => {
    let [url, { body, origin }] = [address, post];
    for (;;) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
      const answer = await fetch(url, {
        method: body ? "POST" : "GET",
        body,
        redirect: "manual",
        headers: { cookie, ...(origin ? { origin } : {}) },
      });
      for (const line of answer.headers.getSetCookie()) {
        const [pair = ""] = line.split(";");
        jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
      }
      const next = answer.headers.get("location");
      if (!next) return url;
      [url, body, origin] = [new URL(next, url).href, undefined, undefined];
    }
  };
  const form = (fields: Record<string, string>) => new URLSearchParams(fields);
  const picker = await follow(`${product.url}/api/auth/start`, {
    origin: product.url,
    body: form({ to: "/" }),
  });
  await follow(picker, {
    body: form({ niss: AN, means: "eid", decision: "continue" }),
  });
  return { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") };
}

type Product = { url: string; serverId: number; end: () => Promise<void> };

async function startProduct(): Promise<Product> {
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const url = `http://localhost:${port}`;
  const megabytes = String(SIZE / MEGABYTE + 1);
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/start.ts", "--mode", "test"], {
    env: {
      ...process.env,
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      PORTAL_URL: url,
      DATA_DIR: folder,
      ENTERPRISE_BOX_FILE_MEGABYTES: megabytes,
      ENTERPRISE_BOX_TOTAL_MEGABYTES: megabytes,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  await new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (/\bReady\b/.test(said)) resolve();
    });
  });
  if (child.exitCode !== null || !child.pid) throw new Error(`the product did not start\n${said}`);
  return { url, serverId: serverBelow(child.pid), end: () => endProduct(child) };
}

async function endProduct(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}

/** The portal's process among all that the start began. */
function serverBelow(pid: number): number {
  const parents = new Map<number, number>();
  const names = new Map<number, string>();
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
      names.set(Number(entry), readFileSync(`/proc/${entry}/cmdline`, "utf8"));
    } catch {
      // Ended while we looked.
    }
  }
  const isBelow = (id: number | undefined): boolean =>
    id !== undefined && id > 1 && (id === pid || isBelow(parents.get(id)));
  const found = [...names].find(([id, name]) => name.startsWith("next-server") && isBelow(id));
  if (!found) throw new Error("the portal's process was not found");
  return found[0];
}

function memoryOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
}

function watchMemory(pid: number) {
  const before = memoryOf(pid);
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, memoryOf(pid))), 50);
  return {
    stop: () => {
      clearInterval(watch);
      return { before, most };
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port was free");
  return address.port;
}
