/** Which stand-in a path belongs to. */

export const services = [
  "csam",
  "oauth",
  "messageRegistry",
  "federation",
  "tsa",
  "crl",
  "witness",
  "box",
] as const;
export type Service = (typeof services)[number];

const prefixes: [string, Service][] = [
  ["/fas/oauth2", "csam"],
  ["/REST/oauth", "oauth"],
  ["/REST/ebox/enterprise/messageRegistry", "messageRegistry"],
  ["/REST/ebox/enterprise/federation", "federation"],
  ["/tsa", "tsa"],
  ["/crl", "crl"],
  ["/witness", "witness"],
  ["/box", "box"],
];

export function serviceOf(path: string): Service | undefined {
  return prefixes.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`))?.[1];
}
