import "server-only";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor } from "@/lib/db";
import { titleOf } from "@/lib/messages/body/rules";
import { EARLIER_DAYS, EARLIER_SHOWN, type EarlierMessages } from "@/lib/messages/earlier/schema";

type Row = {
  id: string;
  reference: string;
  subject: string;
  sentAt: Date;
  recipients: number;
  count: number;
  everybody: number;
};

/**
 * Recipients of a draft who got a message of the same type, or with the same subject, from the same
 * service in the last thirty days; null when nobody did. What never reached anybody and what only reminded of another does not count.
 */
export async function getEarlierMessages(
  actor: PersonActor,
  messageId: string,
): Promise<EarlierMessages | null> {
  const since = new Date(now().getTime() - EARLIER_DAYS * 86_400_000);
  const rows = await withActor(
    actor,
    (tx) => tx.$queryRaw<Row[]>`
      WITH draft AS (
        SELECT id, "serviceId", "messageTypeId", trim(subject) AS subject FROM "Message"
          WHERE id = ${messageId}::uuid AND "serviceId" = ANY (${[...actor.writes]}::uuid[])
      ), alike AS (
        SELECT m.id, m.reference, m.subject, m."sentAt" FROM "Message" m
          JOIN draft ON draft."serviceId" = m."serviceId" AND draft.id <> m.id
          WHERE m."sentAt" > ${since} AND m."remindsOfId" IS NULL AND m."trialOfId" IS NULL
            AND (m."messageTypeId" = draft."messageTypeId"
            OR draft.subject <> '' AND trim(m.subject) = draft.subject)
      ), asked AS (
        SELECT DISTINCT r."numberHash" AS hash FROM "MessageRecipient" r
          JOIN draft ON draft.id = r."messageId"
      ), met AS (
        SELECT DISTINCT d."messageId", asked.hash FROM asked
          JOIN "Delivery" d ON d."recipientNumberHash" = asked.hash
          JOIN alike ON alike.id = d."messageId"
          WHERE d.state NOT IN ('failed', 'cancelled')
      )
      SELECT alike.id::text AS id, reference, subject, "sentAt", count(*)::int AS recipients,
          count(*) OVER ()::int AS count, (SELECT count(DISTINCT hash)::int FROM met) AS everybody
        FROM met JOIN alike ON alike.id = met."messageId"
        GROUP BY alike.id, reference, subject, "sentAt"
        ORDER BY "sentAt" DESC, alike.id LIMIT ${EARLIER_SHOWN}`,
  );
  const [first] = rows;
  if (!first) return null;
  return {
    recipients: first.everybody,
    count: first.count,
    newest: rows.map(({ id, reference, subject, sentAt, recipients }) => ({
      id,
      reference,
      subject: titleOf(subject),
      sentAt,
      recipients,
    })),
  };
}
