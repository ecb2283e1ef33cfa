import type { PersonActor } from "@/lib/auth/schema";
import { systemActor } from "@/lib/auth/actor";
import { withActor } from "@/lib/db";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import { saveText, startMessage } from "@/lib/messages/mutations";
import { localizedSchema } from "@/lib/text/localized";
import { LETTERS, RECIPIENTS, WAITING_LETTER } from "./letters";
import { listTypes, must, writeMessage, type MessageTypes } from "./write";

type Actors = { finance: PersonActor; planning: PersonActor; tides: PersonActor };

const OF_TYPE: Record<string, keyof Actors> = {
  PROCEDURE_INFORMATION: "planning",
  ROAD_WORKS: "planning",
  FINE: "tides",
};
const NEVER_ANSWERS = "01122402143";

/**
 * Writes, sends, and lets the test citizens open, answer and ignore; answers how many were sent. All
 * of it happens now: a proof cannot be dated back, so that nothing here has an older hour. The
 * validity of a few ends early, so that one sees what becomes of a letter nobody opened.
 */
export async function demonstrate(actors: Actors, sandboxUrl: string): Promise<number> {
  const sandbox = (path: string, init?: RequestInit) => fetch(`${sandboxUrl}/control${path}`, init);
  const put = (path: string, method: string, body: object) =>
    sandbox(path, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  await layAccounts();
  const types = await listTypes();
  const sent: string[] = [];
  let number = 0;
  // Each letter once to everybody it suits, turn by turn, so that they come mixed as in an office.
  for (const turn of RECIPIENTS.keys()) {
    for (const letter of LETTERS) {
      const recipient = RECIPIENTS.filter(
        ({ language, kind, number: own }) =>
          language === letter.language && letter.for.includes(kind) && own !== NEVER_ANSWERS,
      )[turn];
      if (!recipient) continue;
      number += 1;
      const actor =
        actors[letter.language === "fr" ? "tides" : (OF_TYPE[letter.type] ?? "finance")];
      sent.push(await writeMessage(actor, types, letter, recipient, number));
    }
  }
  await settled(sent, ["published", "failed"]);
  await receive(sent, put);

  // A few that stay on their way: their mailbox answers 503 for as long as the demonstration lasts.
  await put("/faults", "PUT", [
    {
      match: { service: "messageRegistry", recipient: NEVER_ANSWERS },
      effect: { kind: "status", status: 503 },
    },
  ]);
  const waiting = RECIPIENTS.find((recipient) => recipient.number === NEVER_ANSWERS);
  for (const letter of LETTERS.slice(0, 3)) {
    if (waiting)
      sent.push(
        await writeMessage(
          actors[OF_TYPE[letter.type] ?? "finance"],
          types,
          letter,
          waiting,
          (number += 1),
        ),
      );
  }
  await drafts(actors, types);
  await askForEyes(actors, types, number + 1);
  return sent.length;
}

/** The account that stands with each service becomes the first of its list; the taxes have one more. */
async function layAccounts(): Promise<void> {
  await withActor(systemActor("seed"), async (tx) => {
    const services = await tx.service.findMany({ include: { organisation: true } });
    await tx.paymentAccount.createMany({
      data: services.flatMap(
        ({ id: serviceId, organisationId, organisation, partition, ...own }) => {
          const { nl, fr } = localizedSchema.parse(organisation.name);
          const beneficiary = partition === "INSPECTION" ? fr : nl;
          const account = { organisationId, serviceId, bic: own.bic };
          return [
            ...(own.iban ? [{ ...account, iban: own.iban, beneficiary }] : []),
            ...(partition === "FINANCE"
              ? [{ ...account, iban: TAX_ACCOUNT, beneficiary: `${beneficiary} · belastingen` }]
              : []),
          ];
        },
      ),
    });
  });
}

/** The specimen number of the banks, nobody's own. */
const TAX_ACCOUNT = "BE68539007547034";

/** Some open, some answer, some never look. */
async function receive(
  messageIds: string[],
  put: (path: string, method: string, body: object) => Promise<Response>,
): Promise<void> {
  const deliveries = await withActor(systemActor("seed"), (tx) =>
    tx.delivery.findMany({
      where: { messageId: { in: messageIds }, state: "published", mailboxMessageId: { not: null } },
      orderBy: { reference: "asc" },
      select: {
        mailboxMessageId: true,
        language: true,
        message: { select: { replyAllowed: true } },
      },
    }),
  );
  for (const [index, { mailboxMessageId, language, message }] of deliveries.entries()) {
    const path = `/messages/${mailboxMessageId}`;
    if (index % 12 === 5) await put(`${path}/expire`, "POST", {});
    if (index % 3 === 2) continue;
    await put(`${path}/open`, "POST", {});
    if (message.replyAllowed && index % 4 === 1)
      await put(`${path}/reply`, "POST", { text: REPLIES[language] });
  }
}

const REPLIES: Record<string, string> = {
  nl: "Goedendag, ik breng het stuk morgen binnen aan het loket. Dank u.",
  fr: "Bonjour, j’ai bien reçu votre message. Je vous envoie mes observations cette semaine.",
  de: "Guten Tag, der Termin passt mir. Vielen Dank und freundliche Grüße.",
};

/** Waits until the worker has brought every delivery of these messages that far. */
async function settled(messageIds: string[], states: string[]): Promise<void> {
  for (let waited = 0; waited < 120; waited += 1) {
    const open = await withActor(systemActor("seed"), (tx) =>
      tx.delivery.count({ where: { messageId: { in: messageIds }, state: { notIn: states } } }),
    );
    if (open === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("the worker did not publish the demonstration within a minute");
}

/** Fines of the town go only after a second pair of eyes; one waits for them. */
async function askForEyes({ finance }: Actors, types: MessageTypes, number: number): Promise<void> {
  const organisationId = finance.actingFor.organisationId ?? "";
  await withActor(systemActor("seed"), (tx) =>
    tx.messageType.updateMany({
      where: { organisationId, code: WAITING_LETTER.type },
      data: { fourEyes: true },
    }),
  );
  const recipient = RECIPIENTS.find(
    ({ language, kind }) => language === "nl" && kind === "citizen",
  );
  if (recipient) await writeMessage(finance, types, WAITING_LETTER, recipient, number);
}

/** Two drafts to go on with. */
async function drafts({ finance }: Actors, types: MessageTypes): Promise<void> {
  for (const code of ["FINE", "APPOINTMENT"]) {
    const type = types.find(
      (found) => found.code === code && found.organisationId === finance.actingFor.organisationId,
    );
    if (!type) continue;
    const { id: messageId } = must(await startMessage(finance, { messageTypeId: type.id }));
    const letter = LETTERS.find((found) => found.type === "APPOINTMENT");
    must(
      await saveText(finance, {
        messageId,
        lockNumber: 1,
        subject: code === "FINE" ? "Laattijdig buitengezet afval" : (letter?.subject ?? ""),
        ownReference: "",
        body: documentFromPlainText(code === "FINE" ? "Geachte ((naam))," : (letter?.text ?? "")),
        values: {},
      }),
    );
  }
}
