-- Recipients of a draft who opened none of the last so many messages that its service sent them and that
-- were there to be opened before a moment: how many, and the names of the first few. It looks at every
-- delivery of each of them, a hundred thousand at a time, so that who asks is looked at once.
CREATE FUNCTION portal.silent_recipients(message uuid, last_messages int, before timestamptz, names int)
RETURNS TABLE (name text, count int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r.name, (count(*) OVER ())::int
  FROM "Message" m
    JOIN "MessageRecipient" r ON r."messageId" = m.id
    CROSS JOIN LATERAL (
      SELECT count(*) AS sent, count(d."openedAt") + count(d."repliedAt") AS looked FROM (
        SELECT "openedAt", "repliedAt" FROM "Delivery"
        WHERE "recipientNumberHash" = r."numberHash" AND "serviceId" = m."serviceId"
          AND "publishedAt" < before
        ORDER BY "publishedAt" DESC LIMIT last_messages) d) newest
  WHERE m.id = message AND m."organisationId" = portal.organisation()
    AND m."serviceId" = ANY (portal.writes())
    AND newest.sent = last_messages AND newest.looked = 0
  ORDER BY r.position LIMIT names
$$;
REVOKE ALL ON FUNCTION portal.silent_recipients(uuid, int, timestamptz, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.silent_recipients(uuid, int, timestamptz, int) TO portal_app;
