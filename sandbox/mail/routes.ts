/** What came by mail, for people to read and for tests to ask. */
import { randomUUID } from "node:crypto";
import path from "node:path";
import { z } from "zod";
import { openAppendLog } from "../append-log";
import type { Environment } from "../environment";
import { bytesAnswer, jsonAnswer, type Answer } from "../http/answer";
import { html } from "../http/html";
import { pageAnswer } from "../http/page";
import { route, type Route } from "../http/router";
import { readMessage } from "./message";
import { startReceiver } from "./receiver";

const letterSchema = z.object({
  id: z.string(),
  at: z.string(),
  to: z.array(z.string()),
  raw: z.string(),
});
type Letter = z.infer<typeof letterSchema>;

interface MailService {
  routes: Route[];
  close(): Promise<void>;
}

export async function openMail({ dataFolder, mailPort, host }: Environment): Promise<MailService> {
  const letters: Letter[] = [];
  const log = openAppendLog(path.join(dataFolder, "mail.log"), (entry) =>
    letters.push(letterSchema.parse(entry)),
  );
  const receiver = await startReceiver({ port: mailPort, host }, ({ to }, raw) => {
    const letter = { id: randomUUID(), at: new Date().toISOString(), to, raw };
    log.append(letter);
    letters.push(letter);
  });
  const find = (id: string | undefined) => letters.find((letter) => letter.id === id);
  return {
    routes: [
      route("GET", "/mail", () => listPage(letters.toReversed())),
      route("GET", "/mail/:id", (_, { id }) => letterPage(find(id))),
      route("GET", "/mail/:id/:index", (_, { id, index }) => attachment(find(id), Number(index))),
      route("GET", "/control/mail", () =>
        jsonAnswer(200, { port: receiver.port, items: letters.map(told) }),
      ),
    ],
    async close() {
      await receiver.close();
      log.close();
    },
  };
}

function told({ id, at, to, raw }: Letter) {
  const { attachments, ...message } = readMessage(raw);
  const files = attachments.map(({ name, mediaType, content }) => ({
    name,
    mediaType,
    content: content.toString("base64"),
  }));
  return { ...message, id, at, to, attachments: files };
}

function listPage(letters: readonly Letter[]): Answer {
  return pageAnswer({
    title: "Mail",
    content:
      letters.length === 0
        ? html`<p>Nothing came yet.</p>`
        : html`<ul class="plain">
            ${letters.map(({ id, at, to, raw }) => {
              const { subject } = readMessage(raw);
              return html`<li>
                <a href="/mail/${id}">${subject || "(no subject)"}</a><br />
                <span class="quiet-text">to ${to.join(", ")}, ${at}</span>
              </li>`;
            })}
          </ul>`,
  });
}

function letterPage(letter: Letter | undefined): Answer {
  if (letter === undefined) return missing();
  const { subject, from, text, attachments } = readMessage(letter.raw);
  return pageAnswer({
    title: subject || "(no subject)",
    content: html`<dl>
        <dt>From</dt>
        <dd>${from}</dd>
        <dt>To</dt>
        <dd>${letter.to.join(", ")}</dd>
        <dt>Received</dt>
        <dd>${letter.at}</dd>
      </dl>
      <div class="text">${text}</div>
      <h2>Attached</h2>
      ${
        attachments.length === 0
          ? html`<p>Nothing.</p>`
          : html`<ul>
              ${attachments.map(
                ({ name, content }, index) =>
                  html`<li>
                    <a href="/mail/${letter.id}/${index}">${name}</a>, ${content.length} bytes
                  </li>`,
              )}
            </ul>`
      }
      <p><a href="/mail">All mail</a></p>`,
  });
}

function attachment(letter: Letter | undefined, index: number): Answer {
  const found = letter && readMessage(letter.raw).attachments[index];
  if (!found) return missing();
  return bytesAnswer("application/octet-stream", found.content, {
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(found.name)}`,
    "x-content-type-options": "nosniff",
  });
}

function missing(): Answer {
  return pageAnswer({
    title: "Not here",
    content: html`<p>There is no such mail.</p>`,
    status: 404,
  });
}
