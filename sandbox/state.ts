/** Everything the mailbox remembers: messages, what recipients did with them, and people added in bulk. */
import path from "node:path";
import { openAppendLog } from "./append-log";
import { bulkEnterpriseNumber, bulkNiss } from "./identifiers";
import type { Message, Payment } from "./registry/message";
import { boxKey } from "./registry/message";
import { enterprises, people, type Enterprise, type Person } from "./people";

type Event =
  | { type: "published"; message: Message }
  | { type: "opened"; messageId: string; at: string }
  | { type: "expired"; messageId: string; at: string }
  | { type: "removed"; messageId: string }
  | { type: "visibilityChanged"; messageId: string; isVisible: boolean }
  | { type: "paid"; messageId: string; payment: Payment }
  | { type: "recipientsAdded"; kind: "citizen" | "enterprise"; count: number };

export interface State {
  record(event: Event): void;
  findMessage(messageId: string): Message | undefined;
  /** Messages of one box, newest first. */
  listBox(key: string): Message[];
  /** All messages, oldest first. */
  listMessages(): Message[];
  hasIdempotencyKey(applicationId: string, key: string): boolean;
  /** Keeps a key from being used twice while its first request is still being worked on. */
  reserveIdempotencyKey(applicationId: string, key: string): void;
  releaseIdempotencyKey(applicationId: string, key: string): void;
  findPerson(niss: string): Person | undefined;
  findEnterprise(enterpriseNumber: string): Enterprise | undefined;
  countBulk(kind: "citizen" | "enterprise"): number;
  close(): void;
}

export function openState(folder: string): State {
  const messages = new Map<string, Message>();
  const boxes = new Map<string, Message[]>();
  const idempotencyKeys = new Set<string>();
  const persons = new Map(people.map((person) => [person.niss, person]));
  const companies = new Map(enterprises.map((company) => [company.enterpriseNumber, company]));
  const bulk = { citizen: 0, enterprise: 0 };
  const idempotencyName = (applicationId: string, key: string) => `${applicationId}\n${key}`;

  function addRecipients(kind: "citizen" | "enterprise", count: number): void {
    for (let index = bulk[kind]; index < bulk[kind] + count; index += 1) {
      if (kind === "citizen") {
        const person = bulkPerson(index);
        persons.set(person.niss, person);
      } else {
        const company = bulkEnterprise(index);
        companies.set(company.enterpriseNumber, company);
      }
    }
    bulk[kind] += count;
  }

  function apply(event: Event): void {
    if (event.type === "recipientsAdded") return addRecipients(event.kind, event.count);
    if (event.type === "published") {
      const { message } = event;
      messages.set(message.messageId, message);
      const key = boxKey(message.recipient);
      const box = boxes.get(key);
      if (box === undefined) boxes.set(key, [message]);
      else box.push(message);
      if (message.idempotencyKey !== undefined && message.senderApplicationId !== undefined) {
        idempotencyKeys.add(idempotencyName(message.senderApplicationId, message.idempotencyKey));
      }
      return;
    }
    const message = messages.get(event.messageId);
    if (message === undefined) return;
    switch (event.type) {
      case "opened":
        // Only the first opening counts.
        message.readAt ??= event.at;
        break;
      case "expired":
        message.expirationDate = event.at;
        break;
      case "removed": {
        messages.delete(message.messageId);
        const key = boxKey(message.recipient);
        boxes.set(
          key,
          (boxes.get(key) ?? []).filter((each) => each !== message),
        );
        break;
      }
      case "visibilityChanged":
        message.isVisible = event.isVisible;
        break;
      case "paid":
        message.payments.push(event.payment);
        break;
    }
  }

  // The log is written by this file alone, in the shape of Event.
  const log = openAppendLog(path.join(folder, "mailbox.log"), (entry) => apply(entry as Event));

  return {
    record(event) {
      apply(event);
      log.append(event);
    },
    findMessage: (messageId) => messages.get(messageId),
    listBox: (key) => (boxes.get(key) ?? []).toReversed(),
    listMessages: () => [...messages.values()],
    hasIdempotencyKey: (applicationId, key) =>
      idempotencyKeys.has(idempotencyName(applicationId, key)),
    reserveIdempotencyKey: (applicationId, key) =>
      void idempotencyKeys.add(idempotencyName(applicationId, key)),
    releaseIdempotencyKey: (applicationId, key) =>
      void idempotencyKeys.delete(idempotencyName(applicationId, key)),
    findPerson: (niss) => persons.get(niss),
    findEnterprise: (enterpriseNumber) => companies.get(enterpriseNumber),
    countBulk: (kind) => bulk[kind],
    close: () => log.close(),
  };
}

function bulkPerson(index: number): Person {
  return {
    niss: bulkNiss(index),
    givenName: "Test",
    surname: `Citizen ${index + 1}`,
    language: "nl",
    box: "active",
  };
}

function bulkEnterprise(index: number): Enterprise {
  return {
    enterpriseNumber: bulkEnterpriseNumber(index),
    name: `Test Enterprise ${index + 1}`,
    language: "nl",
    box: "active",
    isActive: true,
    isExclusivelyEbox: false,
  };
}
