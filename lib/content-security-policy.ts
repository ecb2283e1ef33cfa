/**
 * The Content-Security-Policy of every page. Scripts and style elements run by nonce only; style
 * attributes stay allowed because React writes widths into them.
 */
export function contentSecurityPolicy({
  nonce,
  signInOrigin,
  isDevelopment,
}: {
  nonce: string;
  /** The sign-in form is sent on to this origin; browsers hold form-action against redirects too. */
  signInOrigin: string;
  /** The development server evaluates code, injects styles without nonce and reloads by socket. */
  isDevelopment: boolean;
}): string {
  const directives: Record<string, string[]> = {
    "default-src": ["'self'"],
    "script-src": [
      "'self'",
      `'nonce-${nonce}'`,
      "'strict-dynamic'",
      ...(isDevelopment ? ["'unsafe-eval'"] : []),
    ],
    "style-src-elem": ["'self'", isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`],
    "style-src-attr": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'", ...(isDevelopment ? ["ws:"] : [])],
    "frame-src": ["'self'", "blob:"],
    "worker-src": ["'self'", "blob:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'", signInOrigin],
    "frame-ancestors": ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(" ")}`)
    .join("; ");
}
