-- The second lock. The application connects as portal_app, which owns nothing and cannot bypass
-- row-level security; each transaction tells who acts by three settings that lib/db puts there.
-- The worker connects as the owner: it serves every organisation.

CREATE SCHEMA IF NOT EXISTS portal;
GRANT USAGE ON SCHEMA portal TO portal_app;
GRANT USAGE ON SCHEMA public TO portal_app;

CREATE FUNCTION portal.person() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('portal.person', true), '')::uuid $$;

CREATE FUNCTION portal.organisation() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('portal.organisation', true), '')::uuid $$;

CREATE FUNCTION portal.reads() RETURNS uuid[] LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('portal.reads', true), ''), '{}')::uuid[] $$;

CREATE FUNCTION portal.writes() RETURNS uuid[] LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('portal.writes', true), ''), '{}')::uuid[] $$;

GRANT EXECUTE ON FUNCTION portal.person(), portal.organisation(), portal.reads(), portal.writes() TO portal_app;

-- Jobs are put in by the application inside its own transaction, and only these.
CREATE FUNCTION portal.add_job(task text, payload json, key text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF task NOT IN ('publish_delivery', 'sequence_log') THEN
    RAISE EXCEPTION 'unknown task %', task;
  END IF;
  PERFORM graphile_worker.add_job(identifier => task, payload => payload, job_key => key, max_attempts => 25);
END $$;
REVOKE ALL ON FUNCTION portal.add_job(text, json, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.add_job(text, json, text) TO portal_app;

-- References count up over the whole installation; gaps are allowed.
CREATE SEQUENCE portal.message_reference;
GRANT USAGE ON SEQUENCE portal.message_reference TO portal_app;

-- Written once: neither a mistake nor an insider with the owner's password changes these unseen.
CREATE FUNCTION portal.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is written once', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['Evidence', 'EvidenceSeal', 'LogNode', 'Checkpoint', 'CheckpointStamp',
                              'AuditRecord', 'MailboxAnswer', 'DeliveryEvent'] LOOP
    EXECUTE format('CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION portal.refuse_change()', name);
    EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION portal.refuse_change()', name);
  END LOOP;
END $$;

-- Rows of a service: read where the actor reads, written where the actor writes.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['Message', 'MessageRecipient', 'Attachment', 'Delivery', 'DeliveryEvent',
                              'MailboxAnswer', 'Reply', 'Evidence', 'EvidenceSeal'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY reading ON %I FOR SELECT TO portal_app
      USING ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.reads()))', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['Message', 'MessageRecipient', 'Attachment', 'Delivery', 'DeliveryEvent',
                              'Reply', 'Evidence'] LOOP
    EXECUTE format('CREATE POLICY adding ON %I FOR INSERT TO portal_app
      WITH CHECK ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.writes()))', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['Message', 'MessageRecipient', 'Attachment', 'Reply'] LOOP
    EXECUTE format('CREATE POLICY changing ON %I FOR UPDATE TO portal_app
      USING ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.writes()))
      WITH CHECK ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.writes()))', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['Message', 'MessageRecipient', 'Attachment'] LOOP
    EXECUTE format('CREATE POLICY removing ON %I FOR DELETE TO portal_app
      USING ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.writes()))', name);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE, DELETE ON "Message", "MessageRecipient", "Attachment" TO portal_app;
GRANT SELECT, INSERT ON "Delivery", "DeliveryEvent", "Evidence" TO portal_app;
GRANT SELECT ON "MailboxAnswer", "EvidenceSeal", "Reply" TO portal_app;
GRANT UPDATE ("readAt", "readById") ON "Reply" TO portal_app;

-- A person sees the organisations they belong to, and all about the one they act for.
ALTER TABLE "Membership" ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON "Membership" FOR SELECT TO portal_app
  USING ("personId" = portal.person() OR "organisationId" = portal.organisation());
GRANT SELECT ON "Membership" TO portal_app;

ALTER TABLE "Organisation" ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON "Organisation" FOR SELECT TO portal_app
  USING (id = portal.organisation()
    OR id IN (SELECT "organisationId" FROM "Membership" WHERE "personId" = portal.person()));
GRANT SELECT ON "Organisation" TO portal_app;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['Service', 'MessageType', 'RegisteredCapability'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY reading ON %I FOR SELECT TO portal_app
      USING ("organisationId" = portal.organisation()
        OR "organisationId" IN (SELECT "organisationId" FROM "Membership" WHERE "personId" = portal.person()))', name);
    EXECUTE format('GRANT SELECT ON %I TO portal_app', name);
  END LOOP;
END $$;

ALTER TABLE "AuditRecord" ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON "AuditRecord" FOR SELECT TO portal_app USING ("organisationId" = portal.organisation());
CREATE POLICY adding ON "AuditRecord" FOR INSERT TO portal_app
  WITH CHECK (("organisationId" IS NULL OR "organisationId" = portal.organisation())
    AND ("personId" IS NULL OR "personId" = portal.person()));
GRANT SELECT, INSERT ON "AuditRecord" TO portal_app;

-- The log is public.
GRANT SELECT ON "LogNode", "Checkpoint", "CheckpointStamp" TO portal_app;

-- Signing in comes before there is an actor.
GRANT SELECT, INSERT ON "Person" TO portal_app;
GRANT UPDATE ("givenName", "surname", "email", "language") ON "Person" TO portal_app;
GRANT SELECT, INSERT, UPDATE ON "Session" TO portal_app;
GRANT SELECT, INSERT, DELETE ON "LogoutToken" TO portal_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "RateLimit" TO portal_app;
