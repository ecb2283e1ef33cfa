/** The federation: may this recipient be reached through the eBox? */
import { z } from "zod";
import { jsonAnswer, type Answer } from "../http/answer";
import { jsonOf, type SandboxRequest } from "../http/request";
import { route, type Route } from "../http/router";
import { guarded, scopes } from "../oauth/guard";
import type { Tokens } from "../oauth/tokens";
import { belgianDateTime } from "../registry/dates";
import { schemaMessage } from "../registry/schema";
import { invalidInput, refusalAnswer } from "../registry/status-message";
import type { State } from "../state";

const BASE = "/REST/ebox/enterprise/federation/v1";
const MAXIMUM_NUMBERS = 1_000;
const LAST_CONNECTION = belgianDateTime("2026-09-01T06:30:00Z");

const preferencesSearch = z.strictObject({
  eboxType: z.literal("ENTERPRISE"),
  eboxIdType: z.literal("EnterpriseNumber"),
  eboxIdValueList: z
    .array(z.string().regex(/^[0-1]\d{9}$/))
    .min(1)
    .max(MAXIMUM_NUMBERS),
});

// The body of this search is in no public source: question and answer are inferred from its neighbour above.
const consentsSearch = z.strictObject({
  ssinList: z
    .array(z.string().regex(/^\d{11}$/))
    .min(1)
    .max(MAXIMUM_NUMBERS),
});

/** Boxes that do not exist are simply absent from the answer. */
function searchPreferences(request: SandboxRequest, state: State): Answer {
  const parsed = preferencesSearch.safeParse(jsonOf(request));
  if (!parsed.success) return refusalAnswer(invalidInput(schemaMessage(parsed.error)));
  const preferences = parsed.data.eboxIdValueList.flatMap((eboxIdValue) => {
    const company = state.findEnterprise(eboxIdValue);
    if (company === undefined || company.box === "none") return [];
    return [
      {
        eboxId: { eboxType: "enterprise", eboxIdValue },
        exclusivelyEbox: company.isExclusivelyEbox,
        ...(company.box === "active" && { lastConnectionDate: LAST_CONNECTION }),
      },
    ];
  });
  return jsonAnswer(200, preferences);
}

/** Whoever never accepted the terms of the citizens' box, or is unknown, has no consent. */
function searchConsents(request: SandboxRequest, state: State): Answer {
  const parsed = consentsSearch.safeParse(jsonOf(request));
  if (!parsed.success) return refusalAnswer(invalidInput(schemaMessage(parsed.error)));
  const consents = parsed.data.ssinList.map((ssin) => {
    const person = state.findPerson(ssin);
    return {
      ssin,
      hasConsent: person !== undefined && person.box !== "none",
      ...(person?.box === "active" && { lastConnectionDate: LAST_CONNECTION }),
    };
  });
  return jsonAnswer(200, consents);
}

export function federationRoutes({ state, tokens }: { state: State; tokens: Tokens }): Route[] {
  return [
    route("POST", `${BASE}/eboxPreferences/search`, (request) =>
      guarded(request, tokens, scopes.preferences, () => searchPreferences(request, state)),
    ),
    route("POST", `${BASE}/citizenEboxConsents/search`, (request) =>
      guarded(request, tokens, scopes.preferences, () => searchConsents(request, state)),
    ),
  ];
}
