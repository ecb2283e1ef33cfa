/** The test recipients' box: what a citizen or an enterprise sees, without signing in. */
import { bytesAnswer, redirectAnswer, type Answer } from "../http/answer";
import { html } from "../http/html";
import { parseMultipart } from "../http/multipart";
import { pageAnswer } from "../http/page";
import { headerOf, type SandboxRequest } from "../http/request";
import { route, type Route } from "../http/router";
import type { FileStore } from "../file-store";
import { markRead } from "../registry/consult";
import { logoOf } from "../registry/logos";
import { mediaTypes } from "../registry/media-types";
import type { Message } from "../registry/message";
import { storeReply, type ReplyFile } from "../registry/reply";
import type { State } from "../state";
import { inboxPage, ownersPage } from "./inbox-page";
import { messagePage, textPage } from "./message-page";
import { findOwner, type BoxOwner } from "./owner";
import { referenceText } from "./parts";

interface BoxContext {
  state: State;
  files: FileStore;
}

const MAXIMUM_REPLY = 5_000;

const missingPage = () =>
  pageAnswer({
    title: "Not found",
    status: 404,
    content: html`<p><a href="/box">All test boxes</a></p>`,
  });

type OwnerHandler = (owner: BoxOwner, request: SandboxRequest) => Answer | Promise<Answer>;
type MessageHandler = (
  message: Message,
  owner: BoxOwner,
  request: SandboxRequest,
  attachmentId: string,
) => Answer | Promise<Answer>;

export function boxRoutes(context: BoxContext): Route[] {
  const { state, files } = context;
  const ownerRoute = (path: string, handler: OwnerHandler) =>
    route("GET", `/box/:kind/:number${path}`, (request, { kind, number }) => {
      const owner = findOwner(state, kind, number);
      return owner === undefined ? missingPage() : handler(owner, request);
    });
  const messageRoute = (method: string, path: string, handler: MessageHandler) =>
    route(
      method,
      `/box/:kind/:number/messages/:id${path}`,
      (request, { kind, number, id, attachmentId = "" }) => {
        const owner = findOwner(state, kind, number);
        const message = owner && listLiving(state, owner).find(({ messageId }) => messageId === id);
        return owner === undefined || message === undefined
          ? missingPage()
          : handler(message, owner, request, attachmentId);
      },
    );

  return [
    route("GET", "/box", () => ownersPage(state)),
    route("GET", "/box/logos/:number", (_request, { number = "" }) => {
      const logo = logoOf(number);
      return logo === undefined ? missingPage() : bytesAnswer("image/png", logo);
    }),
    ownerRoute("", (owner) => inboxPage(owner, listLiving(state, owner))),
    messageRoute("GET", "", (message, owner, request) =>
      messagePage({
        message,
        owner,
        notice: noticeOf(request),
        original: originalOf(message, state),
      }),
    ),
    // A text that is not the main content stands on the message's own page and makes nothing read.
    messageRoute("GET", "/text", (message, owner) => {
      if (message.isBodyMainContent) markRead(message, state);
      return textPage(message, owner);
    }),
    messageRoute("GET", "/attachments/:attachmentId", (message, _owner, _request, attachmentId) =>
      openAttachment(message, attachmentId, context),
    ),
    messageRoute("POST", "/reply", (message, owner, request) =>
      reply(message, owner, request, { state, files }),
    ),
    messageRoute("POST", "/pay", (message, owner) => pay(message, owner, state)),
  ];
}

function listLiving(state: State, owner: BoxOwner): Message[] {
  const now = Date.now();
  return state
    .listBox(owner.key)
    .filter((message) => message.isVisible && Date.parse(message.expirationDate) > now);
}

function originalOf(message: Message, state: State): Message | undefined {
  return message.originalMessageId === undefined
    ? undefined
    : state.findMessage(message.originalMessageId);
}

const notices: Record<string, string> = {
  replied: "Your reply has been sent.",
  paid: "The payment has been noted. No money moved.",
  "reply-empty": "Write something before you send.",
  "reply-too-long": `A reply has at most ${MAXIMUM_REPLY} characters.`,
  "file-refused": "This kind of file cannot be sent.",
};

function noticeOf(request: SandboxRequest): string | undefined {
  return notices[request.query.get("notice") ?? ""];
}

function backTo(message: Message, owner: BoxOwner, notice: string): Answer {
  return redirectAnswer(`${owner.path}/messages/${message.messageId}?notice=${notice}`);
}

async function openAttachment(
  message: Message,
  attachmentId: string,
  { state, files }: BoxContext,
): Promise<Answer> {
  const attachment = message.attachments.find((each) => each.attachmentId === attachmentId);
  if (attachment === undefined) return missingPage();
  if (attachment.isMainContent) markRead(message, state);
  // A PDF is shown; anything else is handed over, or a sender's HTML would run at this address.
  const disposition = attachment.mediaType === "application/pdf" ? "inline" : "attachment";
  return bytesAnswer(attachment.mediaType, await files.get(attachment.digest), {
    "content-disposition": `${disposition}; filename*=UTF-8''${encodeURIComponent(attachment.fileName)}`,
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
}

async function reply(
  message: Message,
  owner: BoxOwner,
  request: SandboxRequest,
  context: BoxContext,
): Promise<Answer> {
  if (!message.isReplyAuthorized) return missingPage();
  const parts = parseMultipart(headerOf(request, "content-type"), request.body) ?? [];
  const text =
    parts
      .find(({ name }) => name === "text")
      ?.content.toString("utf8")
      .trim() ?? "";
  if (text === "") return backTo(message, owner, "reply-empty");
  if (text.length > MAXIMUM_REPLY) return backTo(message, owner, "reply-too-long");
  // Browsers send an empty part without a name when no file was chosen.
  const part = parts.find(
    ({ name, fileName }) => name === "file" && fileName !== undefined && fileName !== "",
  );
  const file: ReplyFile | undefined = part && {
    fileName: Buffer.from(part.fileName ?? "", "latin1")
      .toString("utf8")
      .slice(0, 255),
    mediaType: part.mediaType ?? "",
    content: part.content,
  };
  if (file !== undefined && !mediaTypes.includes(file.mediaType))
    return backTo(message, owner, "file-refused");
  await storeReply({ original: message, text, files: file === undefined ? [] : [file] }, context);
  return backTo(message, owner, "replied");
}

function pay(message: Message, owner: BoxOwner, state: State): Answer {
  const { paymentData } = message;
  if (paymentData === undefined) return missingPage();
  const isPaid = message.payments.length > 0;
  if (!isPaid) {
    const amount = Math.round((paymentData.amount + paymentData.vatAmount) * 100) / 100;
    const payment = {
      at: new Date().toISOString(),
      amount,
      currency: paymentData.currency,
      iban: paymentData.iban,
      reference: referenceText(paymentData),
    };
    state.record({ type: "paid", messageId: message.messageId, payment });
  }
  return backTo(message, owner, "paid");
}
