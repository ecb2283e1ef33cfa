import "server-only";
import { createWriteStream, mkdirSync } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import path from "node:path";
import { FileStore } from "@tus/file-store";
import { MemoryLocker, Server } from "@tus/server";
import { environment } from "@/lib/env";

/** Resumable uploads (tus 1.0.0): bytes on their way lie here until the message takes them over. */
export const UPLOAD_PATH = "/api/uploads";

const shared: { store?: FileStore; locker?: MemoryLocker } = ((
  globalThis as { portalUploads?: object }
).portalUploads ??= {});

function directory(): string {
  return path.join(environment().DATA_DIR, "uploads");
}

/** Written in large bites: a million small ones would cost more than the bytes they carry. */
const BITE = 1024 * 1024;

class UploadStore extends FileStore {
  /** Whatever has arrived when the line breaks is kept, and counts. */
  override async write(readable: Readable, uploadId: string, offset: number): Promise<number> {
    const file = await open(path.join(directory(), uploadId), "r+");
    let end = offset;
    let held: Buffer[] = [];
    const put = async () => {
      if (held.length === 0) return;
      const bytes = Buffer.concat(held);
      held = [];
      await file.write(bytes, 0, bytes.length, end);
      end += bytes.length;
    };
    try {
      let size = 0;
      for await (const chunk of readable) {
        held.push(chunk as Buffer);
        size += (chunk as Buffer).length;
        if (size < BITE) continue;
        size = 0;
        await put();
      }
    } finally {
      await put().finally(() => file.close());
    }
    return end;
  }
}

function store(): FileStore {
  if (!shared.store) {
    mkdirSync(directory(), { recursive: true, mode: 0o700 });
    shared.store = new UploadStore({
      directory: directory(),
      expirationPeriodInMilliseconds: 2 * 86_400_000,
    });
  }
  return shared.store;
}

type UploadMetadata = Record<string, string | null>;

/**
 * Serves one tus request. `isAllowed` is asked with the upload's own metadata before anything is
 * created, continued or told; a "no" looks like an upload that does not exist.
 */
export function serveUpload(
  request: Request,
  limits: { maxSize: number },
  isAllowed: (metadata: UploadMetadata) => Promise<boolean>,
): Promise<Response> {
  const refuse = () => {
    // tus-server takes its refusals as plain objects.
    throw Object.assign(new Error("not_found"), { status_code: 404, body: "not_found" });
  };
  const server = new Server({
    path: UPLOAD_PATH,
    datastore: store(),
    locker: (shared.locker ??= new MemoryLocker()),
    maxSize: limits.maxSize,
    relativeLocation: true,
    respectForwardedHeaders: false,
    namingFunction: () => crypto.randomUUID(),
    onUploadCreate: async (_request, upload) => {
      if (!(await isAllowed(upload.metadata ?? {}))) refuse();
      return { metadata: upload.metadata };
    },
    onIncomingRequest: async (incoming, uploadId) => {
      if (incoming.method === "POST" || incoming.method === "OPTIONS") return;
      const upload = await store()
        .getUpload(uploadId)
        .catch(() => null);
      if (!upload || !(await isAllowed(upload.metadata ?? {}))) refuse();
    },
  });
  return server.handleWeb(request);
}

export type FinishedUpload = { file: string; size: number; metadata: UploadMetadata };

/** An upload whose every byte has arrived, or null. */
export async function finishedUpload(uploadId: string): Promise<FinishedUpload | null> {
  const upload = await store()
    .getUpload(uploadId)
    .catch(() => null);
  if (!upload || upload.size === undefined || upload.offset !== upload.size) return null;
  return {
    file: path.join(directory(), uploadId),
    size: upload.size,
    metadata: upload.metadata ?? {},
  };
}

export async function removeUpload(uploadId: string): Promise<void> {
  await store()
    .remove(uploadId)
    .catch(() => undefined);
  await rm(path.join(directory(), `${uploadId}.json`), { force: true });
}

/** Does the work on bytes that lie in a file of their own meanwhile, unpacked from an upload. */
export async function withUnpacked<T>(
  uploadId: string,
  bytes: AsyncIterable<Buffer>,
  work: (file: string) => Promise<T>,
): Promise<T> {
  const folder = unpackedFolder(uploadId);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, crypto.randomUUID());
  try {
    await pipeline(bytes, createWriteStream(file, { flags: "wx", mode: 0o600 }));
    return await work(file);
  } finally {
    await rm(file, { force: true });
  }
}

/** Whatever was left of that by a process that died. */
export async function clearUnpacked(uploadId: string): Promise<void> {
  await rm(unpackedFolder(uploadId), { recursive: true, force: true });
}

function unpackedFolder(uploadId: string): string {
  return path.join(environment().DATA_DIR, "unpacked", uploadId);
}

/** Uploads that nobody came back for. */
export async function removeAbandonedUploads(): Promise<number> {
  return store().deleteExpired();
}
