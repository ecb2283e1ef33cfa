import "server-only";
import { Pool } from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { ARCHIVE_MEGABYTES } from "@/lib/attachments/personal/schema";
import { environment } from "@/lib/env";

/** Limits shared by all processes of the app, counted in PostgreSQL. */
const limiters: {
  pool?: Pool;
  writes?: RateLimiterPostgres;
  signIns?: RateLimiterPostgres;
  uploads?: RateLimiterPostgres;
} = ((globalThis as { portalLimiters?: object }).portalLimiters ??= {});

/** 300 writes a minute for one person: the composer saves every two seconds at most. */
export async function allowWrite(personId: string): Promise<boolean> {
  limiters.writes ??= limiter("write", 300, 60);
  return consume(limiters.writes, personId);
}

/** Three ZIPs of files an hour for one person, or three messages as full as they may be; counted when an upload begins. */
export async function allowUpload(personId: string, bytes: number): Promise<boolean> {
  const { CITIZEN_BOX_TOTAL_MEGABYTES, ENTERPRISE_BOX_TOTAL_MEGABYTES } = environment();
  const message = Math.max(CITIZEN_BOX_TOTAL_MEGABYTES, ENTERPRISE_BOX_TOTAL_MEGABYTES);
  limiters.uploads ??= limiter("upload", 3 * Math.max(ARCHIVE_MEGABYTES, message), 3600);
  return consume(limiters.uploads, personId, Math.max(1, Math.ceil(bytes / 2 ** 20)));
}

/** Sign-ins started from one address: a town hall behind one address signs in as a whole at nine. */
export async function allowSignIn(address: string): Promise<boolean> {
  limiters.signIns ??= limiter("sign_in", 120, 300);
  return consume(limiters.signIns, address);
}

/** Work that others wait behind, such as setting letters: nobody stands in that line more often. */
const PLACES = 3;
const inLine = new Map<string, number>();

/** Does the work unless this person has as much under way in this process; null then. */
export async function inTurn<T>(personId: string, work: () => Promise<T>): Promise<T | null> {
  const taken = inLine.get(personId) ?? 0;
  if (taken >= PLACES) return null;
  inLine.set(personId, taken + 1);
  try {
    return await work();
  } finally {
    const left = (inLine.get(personId) ?? 1) - 1;
    if (left > 0) inLine.set(personId, left);
    else inLine.delete(personId);
  }
}

function limiter(keyPrefix: string, points: number, duration: number): RateLimiterPostgres {
  limiters.pool ??= new Pool({ connectionString: environment().DATABASE_APP_URL, max: 2 });
  return new RateLimiterPostgres({
    storeClient: limiters.pool,
    storeType: "pool",
    tableName: "RateLimit",
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix,
    points,
    duration,
    inMemoryBlockOnConsumed: points + 1,
  });
}

async function consume(limit: RateLimiterPostgres, key: string, points = 1): Promise<boolean> {
  try {
    await limit.consume(key, points);
    return true;
  } catch (reason) {
    if (reason instanceof RateLimiterRes) return false;
    throw reason;
  }
}
