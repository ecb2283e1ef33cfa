import { findSession } from "@/lib/auth/data";
import type { PersonActor } from "@/lib/auth/schema";

/**
 * Signs a test person in as a browser would, over CSAM's real protocol: what they then send is on
 * record with a sign-in that happened.
 */
export async function signIn(
  portalUrl: string,
  niss: string,
  means: "eid" | "bmid",
): Promise<PersonActor> {
  const jar = new Map<string, string>();
  let response = await visit(
    jar,
    `${portalUrl}/api/auth/start`,
    new URLSearchParams({ to: "/" }),
    portalUrl,
  );
  while (response.next && !response.isPicker) response = await visit(jar, response.next);
  response = await visit(
    jar,
    response.url,
    new URLSearchParams({ niss, means, decision: "continue" }),
  );
  const token = () => jar.get("portal-session") ?? jar.get("__Host-portal-session");
  while (response.next && !token()) response = await visit(jar, response.next);
  const found = await findSession(token() ?? "");
  if (found.state !== "signed_in" || !found.signedIn.actor)
    throw new Error("the test person could not sign in");
  return found.signedIn.actor;
}

type Visit = { url: string; next: string | null; isPicker: boolean };

async function visit(
  jar: Map<string, string>,
  url: string,
  form?: URLSearchParams,
  origin?: string,
): Promise<Visit> {
  const response = await fetch(url, {
    method: form ? "POST" : "GET",
    body: form,
    redirect: "manual",
    headers: {
      cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
      ...(origin ? { origin } : {}),
    },
  });
  for (const line of response.headers.getSetCookie()) {
    const [pair = ""] = line.split(";");
    const [name = "", ...value] = pair.split("=");
    jar.set(name, value.join("="));
  }
  const location = response.headers.get("location");
  return {
    url,
    next: location ? new URL(location, url).href : null,
    isPicker: response.status === 200 && url.includes("/interaction/"),
  };
}
