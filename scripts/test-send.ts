/** A message sent in a test, as a sender would by the composer, and the delivery that came of it. */
import type { PersonActor } from "@/lib/auth/schema";
import { systemActor } from "@/lib/auth/actor";
import { withActor } from "@/lib/db";
import type { ReplyOption } from "@/lib/replies/options/schema";
import { LETTERS, RECIPIENTS } from "@/prisma/seed/letters";
import { listTypes, writeMessage } from "@/prisma/seed/write";

export type TestLetter = {
  type?: string;
  number?: string;
  attention?: string;
  replyOption?: ReplyOption;
};

/** Answers the delivery's id. In the demonstration Maanrode writes in Dutch, the Tides Agency in French. */
export async function sendTestMessage(
  actor: PersonActor,
  wanted: TestLetter = {},
): Promise<string> {
  const { type = "INVOICE", number = "08040901112", attention, replyOption } = wanted;
  const letters = LETTERS.filter((each) => each.type === type);
  const letter = letters.find(({ language }) => language !== "fr") ?? letters[0];
  const recipient = RECIPIENTS.find((candidate) => candidate.number === number);
  if (!letter || !recipient) throw new Error("no such letter or recipient");
  const to = {
    ...recipient,
    language: letter.language,
    ...(attention === undefined ? {} : { attention }),
  };
  const messageId = await writeMessage(
    actor,
    await listTypes(),
    { ...letter, ...(replyOption && { replyOption }) },
    to,
    1,
  );
  const row = await withActor(systemActor("test"), (tx) =>
    tx.delivery.findFirstOrThrow({ where: { messageId } }),
  );
  return row.id;
}
