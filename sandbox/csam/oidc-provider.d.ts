/** The part of oidc-provider (which ships no types) that the sandbox uses. */
declare module "oidc-provider" {
  import type { IncomingMessage, ServerResponse } from "node:http";

  export interface Session {
    uid: string;
    accountId?: string;
    amr?: string[];
    authorizations?: Record<string, { sid?: string; grantId?: string }>;
    loginTs?: number;
    sidFor(clientId: string): string;
    grantIdFor(clientId: string): string | undefined;
    destroy(): Promise<void>;
  }

  export interface Client {
    clientId: string;
    backchannelLogoutUri?: string;
    backchannelLogout(accountId: string, sid: string): Promise<void>;
  }

  export interface Grant {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  }

  export interface AccessToken {
    sessionUid?: string;
  }

  export interface Context {
    type: string;
    body: unknown;
    oidc: {
      session: Session;
      client: Client;
      params: Record<string, string | undefined>;
      result?: { login?: unknown };
      provider: Provider;
    };
  }

  export interface Interaction {
    uid: string;
    prompt: { name: string; reasons: string[] };
    params: Record<string, string | undefined>;
  }

  export interface LoginResult {
    login?: { accountId: string; amr: string[]; acr: string };
    error?: string;
    error_description?: string;
  }

  export default class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>;
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: LoginResult,
    ): Promise<void>;
    on(event: string, listener: (...values: unknown[]) => void): void;
    Client: { find(clientId: string): Promise<Client | undefined> };
    Session: {
      find(id: string): Promise<Session | undefined>;
      findByUid(uid: string): Promise<Session | undefined>;
    };
    Grant: new (payload: { accountId: string; clientId: string }) => Grant;
  }

  type CheckFunction = (context: Context) => boolean | Promise<boolean>;

  export namespace interactionPolicy {
    class Check {
      readonly reason: string;
      constructor(reason: string, description: string, check: CheckFunction);
    }
    interface Prompt {
      name: string;
      checks: Check[] & { add(check: Check): void };
    }
    interface Policy extends Array<Prompt> {
      get(name: string): Prompt | undefined;
    }
    function base(): Policy;
  }
}
