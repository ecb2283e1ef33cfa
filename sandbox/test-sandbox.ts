/** A sandbox for one test file: free port, temporary folder, two registered clients. */
import { execFileSync } from "node:child_process";
import { createPrivateKey, randomUUID, type KeyObject } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { SignJWT } from "jose";
import { readEnvironment } from "./environment";
import { scopes } from "./oauth/guard";
import { startSandbox, type Sandbox } from "./sandbox";

export const MAANRODE = "0000000097";
export const TIDES = "0000000196";
export const ALL_SCOPES = [...new Set(Object.values(scopes).flat())];
export const REGISTRY = "/REST/ebox/enterprise/messageRegistry/v3";

interface TestClient {
  clientId: string;
  key: KeyObject;
  certificatePem: string;
  enterpriseNumber: string;
}

export interface TestSandbox {
  url: string;
  folder: string;
  maanrode: TestClient;
  tides: TestClient;
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** A new token of this client with these scopes. */
  token(client?: TestClient, scopes?: readonly string[]): Promise<string>;
  control(method: string, path: string, body?: unknown): Promise<Response>;
}

function makeClient(folder: string, enterpriseNumber: string): TestClient {
  const keyPath = path.join(folder, `${enterpriseNumber}.key.pem`);
  const certificatePath = path.join(folder, `${enterpriseNumber}.cert.pem`);
  const subject = `/C=BE/OU=urn:be:fgov:kbo-bce:organization:cbe-number:${enterpriseNumber}/CN=portal`;
  execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "2",
      "-subj",
      subject,
      "-keyout",
      keyPath,
      "-out",
      certificatePath,
    ],
    { stdio: "ignore" },
  );
  const read = (file: string) => execFileSync("cat", [file], { encoding: "utf8" });
  return {
    clientId: `portal-${enterpriseNumber}`,
    key: createPrivateKey(read(keyPath)),
    certificatePem: read(certificatePath),
    enterpriseNumber,
  };
}

export async function makeAssertion(
  client: TestClient,
  audience: string,
  differences: { jti?: string; issuer?: string; expiresIn?: string } = {},
): Promise<string> {
  return new SignJWT({})
    .setProtectedHeader({ alg: "RS256" })
    .setIssuer(differences.issuer ?? client.clientId)
    .setSubject(differences.issuer ?? client.clientId)
    .setAudience(audience)
    .setJti(differences.jti ?? randomUUID())
    .setIssuedAt()
    .setExpirationTime(differences.expiresIn ?? "2m")
    .sign(client.key);
}

export function tokenForm(assertion: string, scope?: string): URLSearchParams {
  return new URLSearchParams({
    grant_type: "client_credentials",
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
    ...(scope !== undefined && { scope }),
  });
}

export async function startTestSandbox(
  environment: Record<string, string> = {},
  registrations: Record<string, unknown> = {},
): Promise<TestSandbox> {
  const folder = mkdtempSync(path.join(tmpdir(), "sandbox-"));
  const registrationsPath = path.join(folder, "registrations.json");
  const maanrode = makeClient(folder, MAANRODE);
  const tides = makeClient(folder, TIDES);
  const register = ({ clientId, certificatePem, enterpriseNumber }: TestClient) => ({
    clientId,
    certificatePem,
    enterpriseNumber,
    scopes: ALL_SCOPES,
  });
  const mailboxClients = [register(maanrode), register(tides)];
  writeFileSync(registrationsPath, JSON.stringify({ mailboxClients, ...registrations }));

  const start = (port: string): Promise<Sandbox> =>
    startSandbox(
      readEnvironment({
        SANDBOX_PORT: port,
        SANDBOX_DATA: path.join(folder, "data"),
        SANDBOX_REGISTRATIONS: registrationsPath,
        ...environment,
      }),
    );
  let running = await start("0");
  const { url } = running;
  return {
    url,
    folder,
    maanrode,
    tides,
    async restart() {
      await running.close();
      // Lets this process's pooled connections notice that the other end is gone.
      await setTimeout(50);
      running = await start(new URL(url).port);
    },
    async stop() {
      await running.close();
      rmSync(folder, { recursive: true });
    },
    async token(client = maanrode, wanted = ALL_SCOPES) {
      const tokenUrl = `${url}/REST/oauth/v5/token`;
      const body = tokenForm(await makeAssertion(client, tokenUrl), wanted.join(" "));
      const response = await fetch(tokenUrl, { method: "POST", body });
      const { access_token } = (await response.json()) as { access_token: string };
      return access_token;
    },
    control: (method, at, body) =>
      fetch(`${url}/control${at}`, {
        method,
        headers: { "content-type": "application/json" },
        body: body === undefined ? undefined : JSON.stringify(body),
      }),
  };
}
