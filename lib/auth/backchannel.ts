import "server-only";
import { z } from "zod";
import { verifyCsamToken } from "@/lib/auth/csam";
import { endSessionsOf } from "@/lib/auth/mutations";
import { refuse, ok, type Result } from "@/lib/result";

/** OpenID Connect Back-Channel Logout 1.0, §2.4–2.6. */
const EVENT = "http://schemas.openid.net/event/backchannel-logout";

const logoutTokenSchema = z
  .object({
    jti: z.string().min(1),
    iat: z.number(),
    exp: z.number().optional(),
    sub: z.string().min(1).optional(),
    sid: z.string().min(1).optional(),
    events: z.object({ [EVENT]: z.object({}) }),
    nonce: z.undefined().optional(),
  })
  .refine((token) => token.sub ?? token.sid);

const MAXIMUM_AGE_SECONDS = 300;

/** Takes CSAM's logout token and ends the sessions it names; each token counts once. */
export async function receiveLogout(
  token: string,
  now: Date,
): Promise<Result<number, "invalid_token">> {
  const parsed = await verifyCsamToken(token, "logout+jwt")
    .then((payload) => logoutTokenSchema.safeParse(payload))
    .catch(() => null);
  if (!parsed?.success) return refuse("invalid_token");
  const { jti, iat, exp, sub, sid } = parsed.data;
  if (Math.abs(now.getTime() / 1000 - iat) > MAXIMUM_AGE_SECONDS) return refuse("invalid_token");
  const keepUntil = new Date((Math.max(exp ?? 0, iat) + MAXIMUM_AGE_SECONDS) * 1000);
  const ended = await endSessionsOf({ session: sid, subject: sub }, { id: jti, keepUntil });
  return ended === null ? refuse("invalid_token") : ok(ended);
}
