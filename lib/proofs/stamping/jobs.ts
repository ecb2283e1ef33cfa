import "server-only";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { now } from "@/lib/clock";
import { environment } from "@/lib/env";
import { firstToStamp, openTimestampClient, type TimestampClient } from "@/lib/gateways/timestamp";
import { parsePemCertificates } from "@/lib/proofs/certificate";
import { checkTimestampChain, verifyTimestampOver } from "@/lib/proofs/timestamp-token";
import type { Bytes } from "@/lib/proofs/bytes";
import { refuse } from "@/lib/result";

/** An authority's clock and ours may differ by a little; by more, one of them would date everything wrongly. */
const CLOCKS_APART_MS = 5 * 60_000;

/** The authority, and the one that is asked when it does not stamp, or not so that anybody would believe it. */
export function openOwnTimestamps(keysDir: string): TimestampClient {
  const { TIMESTAMP_URL, TIMESTAMP_FALLBACK_URL } = environment();
  const urls = [TIMESTAMP_URL, ...(TIMESTAMP_FALLBACK_URL ? [TIMESTAMP_FALLBACK_URL] : [])];
  return firstToStamp(urls.map((url) => believed(openTimestampClient({ url }), keysDir)));
}

/** Takes no token that a stranger would not believe: whoever asks may then ask somebody else. */
export function believed(client: TimestampClient, keysDir: string): TimestampClient {
  return {
    async stamp(digest) {
      const token = await client.stamp(digest);
      const detail = token.ok ? await problemOf(token.value, digest, keysDir) : null;
      return detail ? refuse({ code: "timestamp_untrusted", detail }) : token;
    },
  };
}

async function problemOf(
  token: Bytes,
  digest: Uint8Array,
  keysDir: string,
): Promise<string | null> {
  const verified = await verifyTimestampOver(token, digest);
  if (!verified.ok) return verified.refusal;
  const { time } = verified.value;
  const at = now();
  if (Math.abs(at.getTime() - time.getTime()) > CLOCKS_APART_MS) {
    return `its clock says ${time.toISOString()} and ours ${at.toISOString()}`;
  }
  const pem = await readFile(path.join(keysDir, "timestamp-ca.pem"), "utf8").catch(() => "");
  const anchors = parsePemCertificates(pem) ?? [];
  const { problem } = await checkTimestampChain(verified.value, anchors);
  // Without an authority named to trust, a token that brings no root along is still worth keeping.
  return problem === "chain_incomplete" ? null : problem;
}
