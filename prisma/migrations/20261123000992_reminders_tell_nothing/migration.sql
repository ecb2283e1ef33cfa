-- Who opens nothing is told by the messages that were sent them in earnest: a reminder of one that was not
-- opened would count the same silence twice, and a test counts nowhere.
CREATE OR REPLACE FUNCTION portal.silent_recipients(message uuid, last_messages int, before timestamptz, names int)
RETURNS TABLE (name text, count int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r.name, (count(*) OVER ())::int
  FROM "Message" m
    JOIN "MessageRecipient" r ON r."messageId" = m.id
    CROSS JOIN LATERAL (
      SELECT count(*) AS sent, count(d."openedAt") + count(d."repliedAt") AS looked FROM (
        SELECT own."openedAt", own."repliedAt" FROM "Delivery" own
          JOIN "Message" sent ON sent.id = own."messageId"
        WHERE own."recipientNumberHash" = r."numberHash" AND own."serviceId" = m."serviceId"
          AND own."publishedAt" < before
          AND sent."remindsOfId" IS NULL AND sent."trialOfId" IS NULL
        ORDER BY own."publishedAt" DESC LIMIT last_messages) d) newest
  WHERE m.id = message AND m."organisationId" = portal.organisation()
    AND m."serviceId" = ANY (portal.writes())
    AND newest.sent = last_messages AND newest.looked = 0
  ORDER BY r.position LIMIT names
$$;
