-- What a taken-over portal could still write, it could forge: evidence that the worker would then seal
-- in good faith, deliveries that look published or opened, events that never were. The portal orders
-- letters and nothing else; all that happens to them afterwards is told by the worker.
DROP POLICY adding ON "Evidence";
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON "Evidence", "EvidenceSeal", "LogNode", "Checkpoint",
  "CheckpointStamp", "MailboxAnswer", "ProofDocument" FROM portal_app;

-- Replies are the mailbox's to bring; the portal only notes who read them.
DROP POLICY adding ON "Reply";
REVOKE INSERT, DELETE, TRUNCATE ON "Reply" FROM portal_app;

DROP POLICY adding ON "Delivery";
CREATE POLICY adding ON "Delivery" FOR INSERT TO portal_app
  WITH CHECK ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.writes())
    AND EXISTS (SELECT 1 FROM "Message" m WHERE m.id = "messageId"
      AND m."organisationId" = "Delivery"."organisationId" AND m."serviceId" = "Delivery"."serviceId")
    AND state = 'waiting' AND attempts = 0
    AND "letterSha256" IS NULL AND "letterSize" IS NULL
    AND "callingSince" IS NULL AND "outcomeUnknownSince" IS NULL
    AND "mailboxMessageId" IS NULL AND "hasDigitalUser" IS NULL
    AND "failureCode" IS NULL AND "failureDetail" IS NULL
    AND "publishedAt" IS NULL AND "openedAt" IS NULL AND "unopenedSeenAt" IS NULL
    AND "repliedAt" IS NULL AND "failedAt" IS NULL AND "expiresAt" IS NULL AND "nextCheckAt" IS NULL);

DROP POLICY adding ON "DeliveryEvent";
CREATE POLICY adding ON "DeliveryEvent" FOR INSERT TO portal_app
  WITH CHECK ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.writes())
    AND kind = 'sent'
    AND EXISTS (SELECT 1 FROM "Delivery" d WHERE d.id = "deliveryId" AND d.state = 'waiting'
      AND d."organisationId" = "DeliveryEvent"."organisationId"
      AND d."serviceId" = "DeliveryEvent"."serviceId"));

-- The log is sequenced by the worker's own clock; nobody asks for it.
CREATE OR REPLACE FUNCTION portal.add_job(task text, payload json, key text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF task NOT IN ('publish_delivery', 'make_proof') THEN
    RAISE EXCEPTION 'unknown task %', task;
  END IF;
  PERFORM graphile_worker.add_job(identifier => task, payload => payload, job_key => key, max_attempts => 25);
END $$;

-- Since when evidence waits for its seal, over all services: before a registered letter is taken on,
-- the portal must know whether the log moves, whoever's evidence is the one that stands still. What is
-- older than ten minutes before the newest sealed one is sealed, so that the index is read from there.
CREATE FUNCTION portal.unsealed_since() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT e."createdAt" FROM "Evidence" e
  WHERE e."createdAt" >= coalesce(
      (SELECT newest."createdAt" - interval '10 minutes'
       FROM "EvidenceSeal" s JOIN "Evidence" newest ON newest.id = s."evidenceId"
       ORDER BY s."leafIndex" DESC LIMIT 1), '-infinity')
    AND NOT EXISTS (SELECT 1 FROM "EvidenceSeal" s WHERE s."evidenceId" = e.id)
  ORDER BY e."createdAt" LIMIT 1
$$;
REVOKE ALL ON FUNCTION portal.unsealed_since() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.unsealed_since() TO portal_app;
