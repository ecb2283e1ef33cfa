import "server-only";
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createHash, verify, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Socket } from "node:net";
import {
  CKA,
  CKF_SERIAL_SESSION,
  CKK_EC,
  CKM_ECDSA,
  CKO_PRIVATE_KEY,
  CKU_USER,
  TokenError,
  attributes,
  byte,
  bytesOf,
  formatMessage,
  handshake,
  mechanism,
  readBytes,
  readLabel,
  readUlong,
  readUlongs,
  takeAnswer,
  textAttribute,
  uint32,
  ulong,
  ulongAttribute,
  valuesOf,
  type CallName,
} from "./pkcs11-messages";

/**
 * Keys that never leave their token: an HSM, a card, SoftHSM2, through its PKCS #11 module. The module runs
 * in a process of its own (`p11-kit remote`, Debian package p11-kit), with one session kept open: what it
 * does wrong, and what it remembers, is not this process's. Nothing native is built or loaded here.
 */
export type TokenSettings = {
  /** The module's shared library, such as /usr/lib/softhsm/libsofthsm2.so. */
  module: string;
  /** The token's label. */
  token: string;
  /** The key's label; without it, any P-256 key of the token that the certificate is of. */
  key?: string;
  /** The file with the PIN of the user. */
  pinFile: string;
  timeoutMs?: number;
};

export type TokenKey = {
  /** ECDSA over P-256 with SHA-256; r ‖ s, 64 bytes. */
  sign: (bytes: Uint8Array) => Promise<Uint8Array<ArrayBuffer>>;
  close: () => void;
};

const DEFAULT_TIMEOUT_MS = 20_000;
const MOST_SLOTS = 64;
const MOST_KEYS = 256;
const SIGNATURE_BYTES = 64;
/** Room for a key of any curve: too little would leave its signature unfinished, in the way of the next. */
const MOST_SIGNATURE_BYTES = 256;
const PROBE = new TextEncoder().encode("Is this the key of the certificate?");

/**
 * The private key on the token that belongs to this public key: found by having it sign, so that a key
 * and a certificate that do not belong together are told before anything is sealed. A token that went
 * away is opened anew at the next signature.
 */
export async function openTokenKey(
  settings: TokenSettings,
  publicKey: KeyObject,
): Promise<TokenKey> {
  let opened: Promise<OpenKey> | null = null;
  const open = () => (opened ??= openKey(settings, publicKey));
  /** Whatever went wrong, the next one begins with a line of its own. */
  const forget = (broken: Promise<OpenKey>) => {
    if (opened === broken) opened = null;
    broken.then(
      ({ line }) => line.close(),
      () => undefined,
    );
  };
  await open();
  return {
    async sign(bytes) {
      const own = open();
      try {
        const { line, session, key } = await own;
        return await signWith(line, session, key, bytes);
      } catch (error) {
        forget(own);
        throw error;
      }
    },
    close: () => opened && forget(opened),
  };
}

type OpenKey = { line: Line; session: bigint; key: bigint };

async function openKey(settings: TokenSettings, publicKey: KeyObject): Promise<OpenKey> {
  const line = openLine(settings);
  try {
    await line.call("initialize", handshake());
    const slot = await findSlot(line, settings.token);
    const session = readUlong(
      await line.call("openSession", [slot, CKF_SERIAL_SESSION].map(ulong)),
    );
    const pin = (await readFile(settings.pinFile, "utf8")).trim();
    const who = [ulong(session), ulong(CKU_USER), bytesOf(Buffer.from(pin))];
    await line.call("login", who);
    for (const key of await findKeys(line, session, settings.key)) {
      if (await isKeyOf(line, session, key, publicKey)) return { line, session, key };
    }
    throw new Error(`the token ${settings.token} holds no P-256 key of the seal's certificate`);
  } catch (error) {
    line.close();
    throw error;
  }
}

async function findSlot(line: Line, wanted: string): Promise<bigint> {
  const slots = readUlongs(await line.call("getSlotList", [byte(1), uint32(MOST_SLOTS)]));
  for (const slot of slots) {
    if (readLabel(await line.call("getTokenInfo", [ulong(slot)])) === wanted) return slot;
  }
  throw new Error(`there is no token ${wanted}`);
}

async function findKeys(line: Line, session: bigint, label: string | undefined): Promise<bigint[]> {
  const wanted = [
    ulongAttribute(CKA.class, CKO_PRIVATE_KEY),
    ulongAttribute(CKA.keyType, CKK_EC),
    ...(label === undefined ? [] : [textAttribute(CKA.label, label)]),
  ];
  await line.call("findObjectsInit", [ulong(session), attributes(wanted)]);
  const found = readUlongs(await line.call("findObjects", [ulong(session), uint32(MOST_KEYS)]));
  await line.call("findObjectsFinal", [ulong(session)]);
  return found;
}

async function isKeyOf(
  line: Line,
  session: bigint,
  key: bigint,
  publicKey: KeyObject,
): Promise<boolean> {
  try {
    const signature = await signWith(line, session, key, PROBE);
    return verify("sha256", PROBE, { key: publicKey, dsaEncoding: "ieee-p1363" }, signature);
  } catch (error) {
    // A key that is not for signing, or of another curve, is another key.
    if (error instanceof TokenError || error instanceof RangeError) return false;
    throw error;
  }
}

/** Both calls go out at once: the module works them off one after the other, and nobody waits in between. */
async function signWith(
  line: Line,
  session: bigint,
  key: bigint,
  bytes: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const digest = createHash("sha256").update(bytes).digest();
  const [, signed] = await Promise.all([
    line.call("signInit", [ulong(session), mechanism(CKM_ECDSA), ulong(key)]),
    line.call("sign", [ulong(session), bytesOf(digest), uint32(MOST_SIGNATURE_BYTES)]),
  ]);
  const signature = readBytes(signed);
  if (signature.length !== SIGNATURE_BYTES) throw new RangeError("the signature is none of P-256");
  return new Uint8Array(signature);
}

type Line = {
  call: (name: CallName, values: readonly Buffer[]) => Promise<Buffer>;
  close: () => void;
};

type Waiting = { resolve: (values: Buffer) => void; reject: (error: unknown) => void };

/** The conversation with the process that holds the module; answers come in the order of the calls. */
function openLine({ module, timeoutMs = DEFAULT_TIMEOUT_MS }: TokenSettings): Line {
  const child: ChildProcessWithoutNullStreams = spawn("p11-kit", ["remote", module], {
    stdio: "pipe",
  });
  const waiting = new Map<number, Waiting>();
  let received = Buffer.alloc(0);
  let hasBegun = false;
  let code = 0x10;
  let said = "";
  let failure: Error | null = null;
  let timer: NodeJS.Timeout | null = null;

  const fail = (error: Error) => {
    failure ??= error;
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
    if (timer) clearTimeout(timer);
    child.kill("SIGKILL");
  };
  /** Only whoever waits for an answer is kept alive by it. */
  const hold = (isAwaited: boolean) => {
    const word = isAwaited ? "ref" : "unref";
    for (const one of [child, child.stdin, child.stdout, child.stderr]) {
      if (one === child || one instanceof Socket) one[word]();
    }
  };
  /** While anybody waits, the module has so long to say something. */
  const watch = () => {
    if (timer) clearTimeout(timer);
    timer =
      waiting.size === 0
        ? null
        : setTimeout(() => fail(new Error("the token is silent")), timeoutMs);
    timer?.unref();
    hold(waiting.size > 0);
  };
  const settle = ({ code: answered, values }: { code: number; values: Buffer }) => {
    const one = waiting.get(answered);
    waiting.delete(answered);
    try {
      one?.resolve(valuesOf(values));
    } catch (error) {
      one?.reject(error);
    }
  };
  child.on("error", (error) => fail(new Error(`p11-kit cannot be started: ${error.message}`)));
  child.on("exit", () => fail(new Error(`the token's process ended${said && `: ${said.trim()}`}`)));
  child.stdin.on("error", () => undefined);
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-300)));
  child.stdout.on("data", (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    // The first byte answers ours, which tells the version of the protocol.
    if (!hasBegun && received.length > 0) {
      hasBegun = true;
      received = received.subarray(1);
    }
    for (let answer = takeAnswer(received); answer; answer = takeAnswer(received)) {
      received = received.subarray(answer.size);
      settle(answer);
    }
    watch();
  });
  child.stdin.write(byte(0));
  return {
    call: (name, values) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        code += 1;
        waiting.set(code, { resolve, reject });
        child.stdin.write(formatMessage(code, name, values));
        watch();
      }),
    close: () => fail(new Error("the token was closed")),
  };
}
