-- Everything that is written once and tells what happened gets a leaf of its own in the log: evidence as
-- before, and now the audit trail, the events of deliveries, what was ordered, and the log's own signed
-- states. What waits for its leaf stands in a queue, so that finding it costs the same however much there
-- is, and no clock decides whether it is found.

CREATE TABLE "LogQueue" (
    "position" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "recordId" UUID NOT NULL,
    "queuedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "LogQueue_pkey" PRIMARY KEY ("position")
);

CREATE TABLE "RecordSeal" (
    "kind" TEXT NOT NULL,
    "recordId" UUID NOT NULL,
    "salt" BYTEA NOT NULL,
    "leafIndex" BIGINT NOT NULL,
    "sealedAt" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "RecordSeal_pkey" PRIMARY KEY ("kind", "recordId")
);
CREATE UNIQUE INDEX "RecordSeal_leafIndex_key" ON "RecordSeal"("leafIndex");

CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON "RecordSeal"
  FOR EACH ROW EXECUTE FUNCTION portal.refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON "RecordSeal"
  FOR EACH STATEMENT EXECUTE FUNCTION portal.refuse_change();

-- Whoever may read an audit record may prove it.
ALTER TABLE "RecordSeal" ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON "RecordSeal" FOR SELECT TO portal_app
  USING (kind = 'audit_record' AND EXISTS (SELECT 1 FROM "AuditRecord" a WHERE a.id = "recordId"));
GRANT SELECT ON "RecordSeal" TO portal_app;

-- The queue is filled by the database itself, whoever writes; nobody but the owner sees it.
CREATE FUNCTION portal.queue_leaves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO "LogQueue" (kind, "recordId") SELECT TG_ARGV[0], added.id FROM added;
  RETURN NULL;
END $$;

CREATE TRIGGER leaves_queued AFTER INSERT ON "Evidence" REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION portal.queue_leaves('evidence');
CREATE TRIGGER leaves_queued AFTER INSERT ON "AuditRecord" REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION portal.queue_leaves('audit_record');
CREATE TRIGGER leaves_queued AFTER INSERT ON "DeliveryEvent" REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION portal.queue_leaves('delivery_event');

-- A message is bound when it sets out: until then it may still be changed or taken back.
CREATE FUNCTION portal.queue_message() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO "LogQueue" (kind, "recordId") VALUES ('message', NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER leaf_queued_at_once AFTER INSERT ON "Message" FOR EACH ROW
  WHEN (NEW.state IN ('sending', 'sent')) EXECUTE FUNCTION portal.queue_message();
CREATE TRIGGER leaf_queued AFTER UPDATE OF state ON "Message" FOR EACH ROW
  WHEN (NEW.state = 'sending' AND OLD.state IN ('draft', 'sent_back', 'awaiting_approval', 'scheduled'))
  EXECUTE FUNCTION portal.queue_message();

-- The portal's own role does not date its records.
CREATE FUNCTION portal.date_record() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF session_user = 'portal_app' THEN NEW.at := now(); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER dated BEFORE INSERT ON "AuditRecord" FOR EACH ROW EXECUTE FUNCTION portal.date_record();

-- What was there before gets its leaf now.
INSERT INTO "LogQueue" (kind, "recordId")
SELECT kind, id FROM (
  SELECT 'evidence' AS kind, e.id, e."createdAt" AS at FROM "Evidence" e
    WHERE NOT EXISTS (SELECT 1 FROM "EvidenceSeal" s WHERE s."evidenceId" = e.id)
  UNION ALL SELECT 'audit_record', id, at FROM "AuditRecord"
  UNION ALL SELECT 'delivery_event', id, "observedAt" FROM "DeliveryEvent"
  UNION ALL SELECT 'message', id, "createdAt" FROM "Message" WHERE state IN ('sending', 'paused', 'sent') OR "sentAt" IS NOT NULL
) AS before ORDER BY at, id;

CREATE OR REPLACE FUNCTION portal.unsealed_since() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT "queuedAt" FROM "LogQueue" ORDER BY position LIMIT 1 $$;

CREATE OR REPLACE FUNCTION portal.platform_facts(worker_lock bigint, stuck_before timestamptz) RETURNS json
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT json_build_object(
    'workers', (SELECT count(*) FROM pg_locks
      WHERE locktype = 'advisory' AND granted AND objsubid = 1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND ((classid::bigint << 32) | objid::bigint) = worker_lock),
    'queueLength', (SELECT count(*) FROM graphile_worker.jobs WHERE run_at <= now() AND attempts < max_attempts),
    'oldestJobAt', (SELECT min(run_at) FROM graphile_worker.jobs
      WHERE run_at <= now() AND locked_at IS NULL AND attempts < max_attempts),
    'givenUpJobs', (SELECT count(*) FROM graphile_worker.jobs WHERE attempts >= max_attempts),
    'oldestUnsealedAt', portal.unsealed_since(),
    'underWay', (SELECT count(*) FROM "Delivery" WHERE state IN ('waiting', 'publishing')),
    'stuck', (SELECT count(*) FROM "Delivery" d JOIN "Message" m ON m.id = d."messageId"
      WHERE d.state IN ('waiting', 'publishing') AND d."movedAt" < stuck_before AND m.state <> 'paused'),
    'enterpriseNumber', (SELECT "enterpriseNumber" FROM "Organisation" ORDER BY "createdAt" LIMIT 1))
$$;

-- Sealed evidence is encrypted, so that compressing it costs time and gains nothing.
ALTER TABLE "Evidence" ALTER COLUMN payload SET STORAGE EXTERNAL;
ALTER TABLE "EvidenceSeal" ALTER COLUMN jws SET STORAGE EXTERNAL;

-- Evidence was found by its age; now the queue finds it.
DROP INDEX "Evidence_createdAt_id_idx";
