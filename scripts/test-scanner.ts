/**
 * A scanner of a test's own: speaks clamd's TCP protocol (PING, INSTREAM) and finds the EICAR test
 * sequence, as every scanner does. Points `lib/env` at it.
 */
import { createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

export const EICAR = String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`;

export type TestScanner = {
  /** From now on connections are closed without an answer, as by a scanner that is loading. */
  fall: () => void;
  rise: () => void;
  close: () => Promise<void>;
};

export async function startTestScanner(): Promise<TestScanner> {
  let hasFallen = false;
  const server = createServer((socket) => {
    if (hasFallen) socket.destroy();
    else serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env.CLAMD_HOST = "127.0.0.1";
  process.env.CLAMD_PORT = String((server.address() as AddressInfo).port);
  return {
    fall: () => (hasFallen = true),
    rise: () => (hasFallen = false),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const COMMAND = "zINSTREAM\0";

function serve(socket: Socket): void {
  let received = Buffer.alloc(0);
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    received = Buffer.concat([received, chunk]);
    if (received.subarray(0, 4).toString() === "PING") return socket.end("PONG\n");
    const content = streamedContent(received.subarray(COMMAND.length));
    if (content === null) return;
    socket.end(content.includes(EICAR) ? "stream: Eicar-Test FOUND\0" : "stream: OK\0");
  });
}

/** Chunks behind their length in four bytes, the last of length zero; null until that has come. */
function streamedContent(received: Buffer): Buffer | null {
  const chunks: Buffer[] = [];
  let offset = 0;
  while (offset + 4 <= received.length) {
    const length = received.readUInt32BE(offset);
    if (length === 0) return Buffer.concat(chunks);
    chunks.push(received.subarray(offset + 4, offset + 4 + length));
    offset += 4 + length;
  }
  return null;
}
