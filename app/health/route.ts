import { getHealth } from "@/lib/platform/data";
import { COMPONENTS } from "@/lib/platform/schema";

/**
 * For whoever watches over the portal, without signing in: which part does well and which does not,
 * and nothing about why. Answers as the Belgif REST guide asks of a health resource.
 */
export async function GET(): Promise<Response> {
  const { status, components } = await getHealth();
  const details: Record<string, { status: string }> = {};
  for (const name of COMPONENTS) details[name] = { status: components[name].toUpperCase() };
  return Response.json(
    { status, details },
    { status: status === "DOWN" ? 503 : 200, headers: { "cache-control": "no-store" } },
  );
}
