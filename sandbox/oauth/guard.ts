/** What stands before every resource service: a living token that opens this door. */
import { headerOf, type SandboxRequest } from "../http/request";
import type { Answer } from "../http/answer";
import { refusalAnswer } from "../registry/status-message";
import type { TokenGrant, Tokens } from "./tokens";

const EBOX = "scope:document:management:consult:ws-eboxrestentreprise:";

export const scopes = {
  publish: [`${EBOX}publicationsender`],
  summary: [`${EBOX}summaryownebox`, `${EBOX}documentconsumer`, `${EBOX}messagesfull`],
  consult: [`${EBOX}documentconsumer`, `${EBOX}messagesfull`],
  referenceData: [`${EBOX}referencedata`, `${EBOX}documentconsumer`, `${EBOX}publicationsender`],
  preferences: ["scope:documentmanagement:ebox:enterprise:federation-rest:preference"],
} as const;

export function bearerOf(request: SandboxRequest): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(headerOf(request, "authorization") ?? "")?.[1];
}

export const unauthorizedAnswer = (message: string): Answer =>
  refusalAnswer(
    { status: 401, code: "UNAUTHORIZED", message },
    { "www-authenticate": 'Bearer error="invalid_token"' },
  );

/** Calls `handle` with what the token allows, or answers 401 (no living token) or 403 (none of the scopes). */
export async function guarded(
  request: SandboxRequest,
  tokens: Tokens,
  accepted: readonly string[],
  handle: (grant: TokenGrant) => Answer | Promise<Answer>,
): Promise<Answer> {
  const token = bearerOf(request);
  if (token === undefined) return unauthorizedAnswer("Access token is missing");
  const grant = tokens.find(token);
  if (grant === undefined) return unauthorizedAnswer("Access token is invalid or expired");
  if (!accepted.some((scope) => grant.scopes.includes(scope))) {
    return refusalAnswer(
      { status: 403, code: "FORBIDDEN", message: "Scope is missing" },
      { "www-authenticate": `Bearer error="insufficient_scope", scope="${accepted[0]}"` },
    );
  }
  return handle(grant);
}
