import "server-only";
import { createRemoteJWKSet, decodeJwt, jwtVerify, type JWTPayload } from "jose";
import { z } from "zod";
import { readAmr } from "@/lib/auth/rules";
import { readBoundedText } from "@/lib/bounded-body";
import { environment } from "@/lib/env";
import { defaultLanguage, languageOf, type Language } from "@/lib/text/languages";

/** A signed token of a dozen claims weighs two thousand bytes. */
const LARGEST_ANSWER_BYTES = 64 * 1024;

/** CSAM (FAS) as an OpenID Connect provider: paths, claims and the checks next-auth leaves to us. */
export type CsamIdentity = {
  subject: string;
  session: string | null;
  nationalNumber: string;
  /** Of the enterprises that one acts for, ten digits each, when that was asked. */
  enterpriseNumbers?: string[];
  givenName: string;
  surname: string;
  email: string | null;
  language: Language;
  method: string;
  fasLevel: number;
  idToken: string;
};

export const csamUrls = () => {
  const issuer = environment().CSAM_ISSUER;
  return {
    issuer,
    authorization: `${issuer}/authorize`,
    token: `${issuer}/access_token`,
    userinfo: `${issuer}/userinfo`,
    jwks: `${issuer}/connect/jwk_uri`,
    endSession: `${issuer}/connect/endSession`,
  };
};

/** The lowest level we take, as FAS wants it asked for. */
export const ACR_VALUES = "urn:be:fedict:iam:fas:Level450";
export const SCOPE = "openid profile egovnrn";
/** The same with the enterprises that one acts for: recipients may be enterprises. */
export const RECIPIENT_SCOPE = `${SCOPE} enterprise`;

const ENTERPRISE_CLAIM = "urn:be:fgov:kbo-bce:organization:cbe-number";

const userinfoSchema = z.object({
  sub: z.string().min(1),
  egovNRN: z.string().regex(/^\d{11}$/),
  surname: z.string().min(1),
  givenName: z.string().default(""),
  mail: z.email().optional().catch(undefined),
  prefLanguage: z.string().optional(),
  // Numbers may come without their leading zeros.
  [ENTERPRISE_CLAIM]: z.preprocess(
    (claim) => (claim === undefined ? [] : [claim].flat()),
    z.array(
      z
        .string()
        .regex(/^\d{1,10}$/)
        .transform((number) => number.padStart(10, "0")),
    ),
  ),
});

const idTokenSchema = z.object({
  sub: z.string().min(1),
  sid: z.string().optional(),
  amr: z.array(z.string()).default([]),
});

/**
 * Fetches userinfo, which FAS answers as a signed JWT, verifies it and joins it with the ID token
 * (already verified by next-auth: signature, issuer, audience, nonce).
 */
export async function readIdentity(tokens: {
  accessToken: string;
  idToken: string;
}): Promise<CsamIdentity> {
  const urls = csamUrls();
  const response = await fetch(urls.userinfo, {
    headers: { authorization: `Bearer ${tokens.accessToken}`, accept: "application/jwt" },
    signal: AbortSignal.timeout(10_000),
  });
  const token = await readBoundedText(response, LARGEST_ANSWER_BYTES);
  if (!response.ok) throw new Error(`CSAM userinfo answered ${response.status}`);
  if (token === null) throw new Error("CSAM userinfo answered too much");
  const userinfo = userinfoSchema.parse(await verifyCsamToken(token));
  const claims = idTokenSchema.parse(decodeJwt(tokens.idToken));
  if (claims.sub !== userinfo.sub) throw new Error("CSAM userinfo is about somebody else");
  return {
    subject: claims.sub,
    session: claims.sid ?? null,
    nationalNumber: userinfo.egovNRN,
    enterpriseNumbers: userinfo[ENTERPRISE_CLAIM],
    givenName: userinfo.givenName,
    surname: userinfo.surname,
    email: userinfo.mail ?? null,
    language: userinfo.prefLanguage ? languageOf(userinfo.prefLanguage) : defaultLanguage,
    ...readAmr(claims.amr),
    idToken: tokens.idToken,
  };
}

/** Verifies a token that CSAM signed for us; `typ` where its kind matters. */
export async function verifyCsamToken(token: string, typ?: string): Promise<JWTPayload> {
  const { payload } = await jwtVerify(token, csamKeys(), {
    issuer: environment().CSAM_ISSUER,
    audience: environment().CSAM_CLIENT_ID,
    algorithms: ["RS256"],
    ...(typ ? { typ } : {}),
  });
  return payload;
}

let keys: ReturnType<typeof createRemoteJWKSet> | undefined;

function csamKeys(): ReturnType<typeof createRemoteJWKSet> {
  return (keys ??= createRemoteJWKSet(new URL(csamUrls().jwks)));
}
