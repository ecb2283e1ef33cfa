-- What a taken-over portal could still do to a message that was sent: change its recipients and files
-- while the worker tries again, date an order back, or put another job under the key of a delivery's.
DO $$
DECLARE name text;
DECLARE draft text := 'EXISTS (SELECT 1 FROM "Message" m WHERE m.id = "messageId" AND m.state IN (''draft'', ''sent_back''))';
BEGIN
  FOREACH name IN ARRAY ARRAY['MessageRecipient', 'Attachment'] LOOP
    EXECUTE format('CREATE POLICY drafts_grow ON %I AS RESTRICTIVE FOR INSERT TO portal_app WITH CHECK (%s)', name, draft);
    EXECUTE format('CREATE POLICY drafts_change ON %I AS RESTRICTIVE FOR UPDATE TO portal_app USING (%s)', name, draft);
    EXECUTE format('CREATE POLICY drafts_shrink ON %I AS RESTRICTIVE FOR DELETE TO portal_app USING (%s)', name, draft);
  END LOOP;
END $$;

CREATE POLICY now_and_not_before ON "Delivery" AS RESTRICTIVE FOR INSERT TO portal_app
  WITH CHECK ("sentAt" BETWEEN now() - interval '10 minutes' AND now() + interval '10 minutes');

DROP FUNCTION portal.add_job(text, json, text);

-- The key is made here, and only for what the caller may order or see.
CREATE FUNCTION portal.add_job(task text, payload json) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  delivery uuid := payload ->> 'deliveryId';
  key text;
BEGIN
  IF task = 'publish_delivery' THEN
    IF NOT EXISTS (SELECT 1 FROM "Delivery" d WHERE d.id = delivery AND d.state = 'waiting'
        AND d.attempts = 0 AND d."serviceId" = ANY (portal.writes())) THEN
      RAISE EXCEPTION 'no delivery of the caller waits to be published';
    END IF;
    key := 'publish:' || delivery;
  ELSIF task = 'make_proof' THEN
    IF NOT EXISTS (SELECT 1 FROM "Delivery" d WHERE d.id = delivery
        AND d."serviceId" = ANY (portal.reads())) THEN
      RAISE EXCEPTION 'no delivery that the caller may see';
    END IF;
    key := 'proof:' || delivery || ':' || (payload ->> 'language');
  ELSE
    RAISE EXCEPTION 'unknown task %', task;
  END IF;
  PERFORM graphile_worker.add_job(identifier => task, payload => payload, job_key => key, max_attempts => 25);
END $$;
REVOKE ALL ON FUNCTION portal.add_job(text, json) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.add_job(text, json) TO portal_app;
