/** The control endpoint: what a test asks of the sandbox itself, and never of the real world. */
import { z } from "zod";
import type Provider from "oidc-provider";
import { emptyAnswer, jsonAnswer, type Answer } from "../http/answer";
import { pageOf, pagingSchema } from "../http/paging";
import { jsonOf, type SandboxRequest } from "../http/request";
import { route, type Route } from "../http/router";
import { signOutEverywhere } from "../csam/logout";
import type { FileStore } from "../file-store";
import { bulkEnterpriseNumber, bulkNiss } from "../identifiers";
import type { KeyValueLog } from "../key-value-log";
import { markRead } from "../registry/consult";
import { numberOf, type Message } from "../registry/message";
import { storeReply } from "../registry/reply";
import { recipientAddress, schemaMessage } from "../registry/schema";
import { invalidInput, notFound, refusalAnswer } from "../registry/status-message";
import { services } from "../services";
import type { State } from "../state";
import { faultRules, type Faults } from "./faults";
import type { Journal } from "./journal";

interface ControlContext {
  state: State;
  files: FileStore;
  store: KeyValueLog;
  faults: Faults;
  journal: Journal;
  provider: Provider;
}

const paging = pagingSchema(100, 10_000);
const journalQuery = z.strictObject({
  ...paging,
  service: z.enum(services).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
});
const messagesQuery = z.strictObject({
  ...paging,
  recipient: z.string().optional(),
  sender: z.string().optional(),
});
const replyBody = z.strictObject({
  text: z.string().min(1).max(10_000),
  subject: z.string().optional(),
  sender: recipientAddress.optional(),
  files: z
    .array(z.strictObject({ fileName: z.string(), mediaType: z.string(), content: z.string() }))
    .default([]),
});
const recipientsBody = z.strictObject({
  count: z.number().int().min(1).max(100_000),
  kind: z.enum(["citizen", "enterprise"]).default("citizen"),
});
const logoutBody = z.strictObject({ ssin: z.string() });

/** Parses, then works; what does not fit is told in the same words the registry uses. */
function parsed<Output>(
  schema: z.ZodType<Output>,
  value: unknown,
  work: (input: Output) => Answer | Promise<Answer>,
): Answer | Promise<Answer> {
  const result = schema.safeParse(value);
  return result.success
    ? work(result.data)
    : refusalAnswer(invalidInput(schemaMessage(result.error)));
}

const queryOf = (request: SandboxRequest) => Object.fromEntries(request.query);

function faultRoutes(faults: Faults): Route[] {
  return [
    route("GET", "/control/faults", () => jsonAnswer(200, faults.list())),
    route("PUT", "/control/faults", (request) =>
      parsed(faultRules, jsonOf(request), (rules) => {
        faults.replace(rules);
        return jsonAnswer(200, faults.list());
      }),
    ),
    route("DELETE", "/control/faults", () => {
      faults.replace([]);
      return emptyAnswer(204);
    }),
  ];
}

function journalRoutes(journal: Journal): Route[] {
  return [
    route("GET", "/control/journal", (request) =>
      parsed(journalQuery, queryOf(request), (query) => {
        const entries = journal.list(query);
        return jsonAnswer(200, { items: pageOf(entries, query), totalItems: entries.length });
      }),
    ),
    route("DELETE", "/control/journal", () => {
      journal.clear();
      return emptyAnswer(204);
    }),
  ];
}

function messageRoutes({ state, files }: ControlContext): Route[] {
  const onMessage = (
    path: string,
    work: (message: Message, request: SandboxRequest) => Answer | Promise<Answer>,
  ) =>
    route("POST", `/control/messages/:id/${path}`, (request, { id = "" }) => {
      const message = state.findMessage(id);
      return message === undefined ? refusalAnswer(notFound("Message")) : work(message, request);
    });
  return [
    route("GET", "/control/messages", (request) =>
      parsed(messagesQuery, queryOf(request), (query) => {
        const messages = state
          .listMessages()
          .filter(
            ({ recipient, sender }) =>
              (query.recipient === undefined || numberOf(recipient) === query.recipient) &&
              (query.sender === undefined || numberOf(sender) === query.sender),
          );
        return jsonAnswer(200, { items: pageOf(messages, query), totalItems: messages.length });
      }),
    ),
    onMessage("open", (message) => {
      markRead(message, state);
      return jsonAnswer(200, message);
    }),
    onMessage("reply", (message, request) =>
      parsed(replyBody, jsonOf(request), async ({ files: written, ...reply }) => {
        if (!message.isReplyAuthorized) {
          return refusalAnswer({
            status: 409,
            code: "REPLY_NOT_AUTHORIZED",
            message: "The message takes no reply",
          });
        }
        const replyFiles = written.map((file) => ({ ...file, content: Buffer.from(file.content) }));
        return jsonAnswer(
          201,
          await storeReply({ original: message, files: replyFiles, ...reply }, { state, files }),
        );
      }),
    ),
    onMessage("remove", (message) => {
      state.record({ type: "removed", messageId: message.messageId });
      return jsonAnswer(200, message);
    }),
    onMessage("expire", (message) => {
      // Its validity ends now: never before it was sent, which no real box would tell either.
      const at = new Date().toISOString();
      state.record({ type: "expired", messageId: message.messageId, at });
      return jsonAnswer(200, message);
    }),
  ];
}

/** Answers the numbers of the recipients just added, which are the same on every new sandbox. */
function addRecipients(
  { state }: ControlContext,
  count: number,
  kind: "citizen" | "enterprise",
): Answer {
  const first = state.countBulk(kind);
  state.record({ type: "recipientsAdded", kind, count });
  const numberAt = kind === "citizen" ? bulkNiss : bulkEnterpriseNumber;
  return jsonAnswer(201, {
    kind,
    numbers: Array.from({ length: count }, (_, index) => numberAt(first + index)),
  });
}

export function controlRoutes(context: ControlContext): Route[] {
  return [
    ...faultRoutes(context.faults),
    ...journalRoutes(context.journal),
    ...messageRoutes(context),
    route("POST", "/control/recipients", (request) =>
      parsed(recipientsBody, jsonOf(request), ({ count, kind }) =>
        addRecipients(context, count, kind),
      ),
    ),
    route("POST", "/control/logout", (request) =>
      parsed(logoutBody, jsonOf(request), async ({ ssin }) =>
        jsonAnswer(200, await signOutEverywhere(context.provider, context.store, ssin)),
      ),
    ),
  ];
}
