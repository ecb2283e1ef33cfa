import type { Answer } from "../http/answer";
import { html } from "../http/html";
import { pageAnswer } from "../http/page";
import type { Message } from "../registry/message";
import type { State } from "../state";
import { listOwners, type BoxOwner } from "./owner";
import { registeredMark, senderLine, shortTime, subjectOf } from "./parts";

function ownerList(owners: BoxOwner[], state: State) {
  return html`<ul class="plain">
    ${owners.map((owner) => {
      const unread = state.listBox(owner.key).filter(({ readAt }) => readAt === undefined).length;
      return html`<li>
        <a href="${owner.path}">${owner.name}</a>
        <span class="quiet-text">${owner.language} · ${unread} unread</span>
      </li>`;
    })}
  </ul>`;
}

export function ownersPage(state: State): Answer {
  const { citizens, companies } = listOwners(state);
  return pageAnswer({
    title: "Whose box do you want to open?",
    content: html`<h2>Citizens</h2>
      ${ownerList(citizens, state)}
      <h2>Enterprises and institutions</h2>
      ${ownerList(companies, state)}
      <p class="quiet-text">
        People added in bulk have a box too: <code>/box/citizen/</code> followed by their number.
      </p>`,
  });
}

export function inboxPage(owner: BoxOwner, messages: Message[]): Answer {
  const item = (message: Message) => {
    const isUnread = message.readAt === undefined;
    return html`<li>
      ${senderLine(message.sender, owner.language)}
      <p>
        <a href="${owner.path}/messages/${message.messageId}"
          >${isUnread ? html`<strong>${subjectOf(message)}</strong>` : subjectOf(message)}</a
        >
        ${isUnread && html`<span class="mark">Unread</span>`} ${registeredMark(message)}<br />
        <span class="quiet-text">Received ${shortTime(message.receiptDate)}</span>
      </p>
    </li>`;
  };
  return pageAnswer({
    title: `Box of ${owner.name}`,
    content: html`<p><a href="/box">All test boxes</a></p>
      ${
        messages.length === 0
          ? html`<p>No messages.</p>`
          : html`<ul class="plain">
              ${messages.map(item)}
            </ul>`
      }`,
  });
}
