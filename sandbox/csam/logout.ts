/** Ends a person's sessions from outside: what happens when somebody signs out in another service. */
import type Provider from "oidc-provider";
import { z } from "zod";
import type { KeyValueLog } from "../key-value-log";
import { subjectOf } from "./accounts";
import { SESSION_PREFIX } from "./adapter";

const accountSchema = z.looseObject({ accountId: z.string() });

/** How many services were told, and how many of them did not take it. */
interface LogoutOutcome {
  sessions: number;
  notified: number;
  failed: number;
}

export async function signOutEverywhere(
  provider: Provider,
  store: KeyValueLog,
  niss: string,
): Promise<LogoutOutcome> {
  const outcome: LogoutOutcome = { sessions: 0, notified: 0, failed: 0 };
  for (const { key, value } of store.list(SESSION_PREFIX)) {
    if (accountSchema.safeParse(value).data?.accountId !== subjectOf(niss)) continue;
    const session = await provider.Session.find(key.slice(SESSION_PREFIX.length));
    if (session?.accountId === undefined) continue;
    outcome.sessions += 1;
    for (const clientId of Object.keys(session.authorizations ?? {})) {
      const client = await provider.Client.find(clientId);
      if (client?.backchannelLogoutUri === undefined) continue;
      try {
        await client.backchannelLogout(session.accountId, session.sidFor(clientId));
        outcome.notified += 1;
      } catch {
        outcome.failed += 1;
      }
    }
    await session.destroy();
  }
  return outcome;
}
