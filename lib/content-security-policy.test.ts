import { expect, it } from "vitest";
import { contentSecurityPolicy } from "./content-security-policy";

const asked = { nonce: "r4nd0m", signInOrigin: "https://idp.example", isDevelopment: false };

it("lets scripts run by nonce only, and evaluates nothing", () => {
  const policy = contentSecurityPolicy(asked);
  expect(policy).toContain("script-src 'self' 'nonce-r4nd0m' 'strict-dynamic';");
  expect(policy).not.toContain("unsafe-eval");
  expect(policy).not.toContain("ws:");
});

it("lets the sign-in form reach the sign-in service, and no form anything else", () => {
  expect(contentSecurityPolicy(asked)).toContain("form-action 'self' https://idp.example;");
});

it("lets nobody frame a page", () => {
  expect(contentSecurityPolicy(asked)).toMatch(/frame-ancestors 'none'$/);
});

it("opens for development what only development needs", () => {
  const policy = contentSecurityPolicy({ ...asked, isDevelopment: true });
  expect(policy).toContain("'unsafe-eval'");
  expect(policy).toContain("connect-src 'self' ws:");
});
