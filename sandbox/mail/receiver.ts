/** A mail server that keeps what it gets (RFC 5321), for nobody but this machine: no relay, no sign-in, no TLS. */
import { createServer, type Server, type Socket } from "node:net";

const LARGEST_BYTES = 10 * 1024 * 1024;
const IDLE_MS = 60_000;

export interface Receiver {
  port: number;
  close(): Promise<void>;
}

interface Envelope {
  from: string;
  to: string[];
}

/** `keep` gets the message, one character a byte, before it is acknowledged. */
export async function startReceiver(
  { port, host }: { port: number; host: string },
  keep: (envelope: Envelope, raw: string) => void,
): Promise<Receiver> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    converse(socket, keep);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function converse(socket: Socket, keep: (envelope: Envelope, raw: string) => void): void {
  let buffer = "";
  let isData = false;
  let envelope: Envelope = { from: "", to: [] };
  const say = (line: string) => socket.write(`${line}\r\n`);

  function command(line: string): void {
    const verb = line.slice(0, 4).toUpperCase();
    const address = /<([^>]*)>/.exec(line)?.[1];
    if (verb === "EHLO" || verb === "HELO") {
      envelope = { from: "", to: [] };
      say(
        verb === "EHLO"
          ? `250-sandbox\r\n250-8BITMIME\r\n250 SIZE ${LARGEST_BYTES}`
          : "250 sandbox",
      );
    } else if (verb === "MAIL" && address !== undefined) {
      envelope = { from: address, to: [] };
      say("250 2.1.0 ok");
    } else if (verb === "RCPT" && address !== undefined) {
      envelope.to.push(address);
      say("250 2.1.5 ok");
    } else if (verb === "DATA") {
      isData = envelope.to.length > 0;
      say(isData ? "354 end with a dot" : "503 5.5.1 whom to?");
    } else if (verb === "RSET" || verb === "NOOP") say("250 2.0.0 ok");
    else if (verb === "QUIT") {
      say("221 2.0.0 bye");
      socket.end();
    } else say("502 5.5.2 unknown command");
  }

  /** Answers whether there was something whole to work on. */
  function step(): boolean {
    const end = buffer.indexOf(isData ? "\r\n.\r\n" : "\r\n");
    if (end < 0) return false;
    const taken = buffer.slice(0, end);
    buffer = buffer.slice(end + (isData ? 5 : 2));
    if (!isData) command(taken);
    else {
      isData = false;
      keep(envelope, `${taken.replaceAll("\r\n..", "\r\n.")}\r\n`);
      say("250 2.0.0 kept");
    }
    return true;
  }

  socket.setEncoding("latin1");
  socket.setTimeout(IDLE_MS, () => socket.destroy());
  socket.on("error", () => socket.destroy());
  socket.on("data", (text) => {
    buffer += String(text);
    if (buffer.length > LARGEST_BYTES) {
      say("552 5.3.4 too large");
      socket.destroy();
    }
    while (step()) if (socket.destroyed) return;
  });
  say("220 sandbox ready");
}
