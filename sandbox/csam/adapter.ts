/** Where the OpenID provider keeps sessions, codes and tokens: a key-value log, so that they survive a restart. */
import { z } from "zod";
import type { KeyValueLog } from "../key-value-log";
import type { OidcClient } from "../registrations";

const payloadSchema = z.looseObject({
  uid: z.string().optional(),
  grantId: z.string().optional(),
  accountId: z.string().optional(),
});

type Payload = z.infer<typeof payloadSchema>;

function clientMetadata(client: OidcClient): Record<string, unknown> {
  return {
    client_id: client.clientId,
    client_secret: client.clientSecret,
    redirect_uris: client.redirectUris,
    post_logout_redirect_uris: client.postLogoutRedirectUris,
    grant_types: ["authorization_code"],
    response_types: ["code"],
    token_endpoint_auth_method: "client_secret_basic",
    id_token_signed_response_alg: "RS256",
    userinfo_signed_response_alg: "RS256",
    ...(client.backchannelLogoutUri !== undefined && {
      backchannel_logout_uri: client.backchannelLogoutUri,
      backchannel_logout_session_required: true,
    }),
  };
}

export const SESSION_PREFIX = "oidc:Session:";

export function createAdapter(
  store: KeyValueLog,
  findClient: (clientId: string) => OidcClient | undefined,
) {
  return class Adapter {
    readonly prefix: string;

    constructor(readonly model: string) {
      this.prefix = `oidc:${model}:`;
    }

    async find(id: string): Promise<Record<string, unknown> | undefined> {
      if (this.model === "Client") {
        const client = findClient(id);
        return client === undefined ? undefined : clientMetadata(client);
      }
      return this.read(id);
    }

    async findByUid(uid: string): Promise<Payload | undefined> {
      return this.list().find(({ payload }) => payload.uid === uid)?.payload;
    }

    async findByUserCode(): Promise<undefined> {
      return undefined;
    }

    async upsert(id: string, payload: object, expiresIn?: number): Promise<void> {
      const expiresAt = expiresIn === undefined ? undefined : Date.now() + expiresIn * 1_000;
      store.set(this.prefix + id, payload, expiresAt);
    }

    async consume(id: string): Promise<void> {
      const payload = this.read(id);
      if (payload === undefined) return;
      // A used code is kept for a while: using it again must be noticed, not merely fail.
      store.set(
        this.prefix + id,
        { ...payload, consumed: Math.floor(Date.now() / 1_000) },
        Date.now() + 600_000,
      );
    }

    async destroy(id: string): Promise<void> {
      store.delete(this.prefix + id);
    }

    async revokeByGrantId(grantId: string): Promise<void> {
      for (const { key, payload } of this.list())
        if (payload.grantId === grantId) store.delete(key);
    }

    private read(id: string): Payload | undefined {
      return payloadSchema.safeParse(store.get(this.prefix + id)).data;
    }

    private list(): { key: string; payload: Payload }[] {
      return store.list(this.prefix).flatMap(({ key, value }) => {
        const payload = payloadSchema.safeParse(value).data;
        return payload === undefined ? [] : [{ key, payload }];
      });
    }
  };
}
