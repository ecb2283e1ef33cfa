/** The time-stamp authority over HTTP (RFC 3161, section 3.4). */
import { z } from "zod";
import { bytesAnswer, type Answer } from "../http/answer";
import { headerOf, type SandboxRequest } from "../http/request";
import { route, type Route } from "../http/router";
import type { KeyFolder } from "../key-folder";
import type { KeyValueLog } from "../key-value-log";
import {
  certificatePem,
  identityFromPem,
  identityToPem,
  makeAuthority,
  makeStamper,
  type Identity,
} from "./certificates";
import { stamp } from "./stamp";

const SERIAL = "tsa:serial";

interface TimeStampAuthority {
  routes: Route[];
  /** Whose list of revoked certificates is told elsewhere. */
  authority: Identity;
}

export async function openTimeStampAuthority(
  keys: KeyFolder,
  store: KeyValueLog,
): Promise<TimeStampAuthority> {
  const readOrMake = async (name: string, make: () => Promise<Identity>) =>
    identityFromPem(await keys.readOrMake(name, async () => identityToPem(await make())));
  const authority = await readOrMake("tsa-ca.pem", makeAuthority);
  const stamper = await readOrMake("tsa.pem", () => makeStamper(authority));

  const nextSerial = () => {
    const serial = z.number().catch(0).parse(store.get(SERIAL)) + 1;
    store.set(SERIAL, serial);
    return serial;
  };

  async function answerQuery(request: SandboxRequest): Promise<Answer> {
    if (
      headerOf(request, "content-type")?.split(";")[0]?.trim() !== "application/timestamp-query"
    ) {
      return {
        status: 415,
        headers: {},
        body: "application/timestamp-query expected",
        code: "badContentType",
      };
    }
    const { der, failure } = await stamp(request.body, stamper, authority, nextSerial);
    return { ...bytesAnswer("application/timestamp-reply", der), code: failure };
  }

  return {
    authority,
    routes: [
      route("POST", "/tsa", answerQuery),
      route("GET", "/tsa/ca.pem", () =>
        bytesAnswer("application/x-pem-file", Buffer.from(certificatePem(authority.certificate))),
      ),
    ],
  };
}
