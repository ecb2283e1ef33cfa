import { Upload } from "tus-js-client";
import type { UploadPurpose } from "@/lib/attachments/schema";

const MEGABYTE = 1024 * 1024;
const retryAfterMilliseconds = [0, 1000, 3000, 5000, 10_000];

/**
 * How much travels in one request: each costs its own questions, so that a large file goes in large
 * parts. What has arrived of a part that broke off is kept as well.
 */
export function partBytes(size: number): number {
  return Math.min(64 * MEGABYTE, Math.max(5 * MEGABYTE, Math.ceil(size / 16)));
}

export type RunningUpload = {
  /** Goes on where it stopped. */
  resume: () => void;
  /** Stops, and takes back what has arrived. */
  cancel: () => Promise<void>;
};

/**
 * Sends a file to /api/uploads by tus 1.0.0. The same file for the same message goes on where it
 * was interrupted, also after a reload: its address is kept in this browser until it is done.
 */
export async function startUpload(
  file: File,
  messageId: string,
  purpose: UploadPurpose,
  tell: {
    progress: (sentBytes: number) => void;
    interrupted: () => void;
    arrived: (uploadId: string) => void;
  },
): Promise<RunningUpload> {
  const upload = new Upload(file, {
    endpoint: "/api/uploads",
    chunkSize: partBytes(file.size),
    retryDelays: retryAfterMilliseconds,
    removeFingerprintOnSuccess: true,
    metadata: { messageId, purpose, fileName: file.name },
    fingerprint: () =>
      Promise.resolve(
        ["upload", purpose, messageId, file.name, file.size, file.lastModified].join("/"),
      ),
    // Too many at once passes by itself, as what breaks on the way does.
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      return status < 400 || status >= 500 || [409, 423, 429].includes(status);
    },
    onProgress: (sent) => tell.progress(sent),
    onError: () => tell.interrupted(),
    onSuccess: () => tell.arrived(upload.url?.split("/").at(-1) ?? ""),
  });
  const [before] = await upload.findPreviousUploads();
  if (before) upload.resumeFromPreviousUpload(before);
  upload.start();
  return { resume: () => upload.start(), cancel: () => upload.abort(true) };
}
