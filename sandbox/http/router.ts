import type { Answer } from "./answer";
import type { SandboxRequest } from "./request";

type Handler = (
  request: SandboxRequest,
  parameters: Record<string, string>,
) => Answer | Promise<Answer>;

export interface Route {
  method: string;
  pattern: RegExp;
  handler: Handler;
}

/** `path` with `:name` for one segment, such as `/messages/:id`; a trailing slash is forgiven. */
export function route(method: string, path: string, handler: Handler): Route {
  const source = path
    .split("/")
    .map((segment) =>
      segment.startsWith(":") ? `(?<${segment.slice(1)}>[^/]+)` : segment.replaceAll(".", "\\."),
    )
    .join("/");
  return { method, pattern: new RegExp(`^${source}/?$`), handler };
}

interface RouteMatch {
  route: Route;
  parameters: Record<string, string>;
}

/** The route of this request; the methods allowed when only the method is wrong; undefined when nobody knows the path. */
export function matchRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): RouteMatch | string[] | undefined {
  const allowed: string[] = [];
  for (const each of routes) {
    const match = each.pattern.exec(path);
    if (match === null) continue;
    if (each.method !== method) {
      allowed.push(each.method);
      continue;
    }
    const parameters = decodeParameters(match.groups ?? {});
    if (parameters !== undefined) return { route: each, parameters };
  }
  return allowed.length > 0 ? allowed : undefined;
}

function decodeParameters(groups: Record<string, string>): Record<string, string> | undefined {
  try {
    return Object.fromEntries(
      Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
  } catch {
    return undefined;
  }
}
