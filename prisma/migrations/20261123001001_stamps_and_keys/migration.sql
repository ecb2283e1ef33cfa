-- A state of the log may be stamped again, before the certificate of the first authority ends.
ALTER TABLE "CheckpointStamp" ADD COLUMN "id" UUID NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE "CheckpointStamp" ALTER COLUMN "id" DROP DEFAULT;
ALTER TABLE "CheckpointStamp" DROP CONSTRAINT "CheckpointStamp_pkey",
  ADD CONSTRAINT "CheckpointStamp_pkey" PRIMARY KEY ("id");
CREATE INDEX "CheckpointStamp_checkpointId_stampedAt_idx" ON "CheckpointStamp"("checkpointId", "stampedAt");

-- The log's new key, introduced by the old one: a state that both signed.
CREATE TABLE "LogKeyRotation" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "note" BYTEA NOT NULL,
    "rotatedAt" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "LogKeyRotation_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "LogKeyRotation_key_key" ON "LogKeyRotation"("key");

-- What the portal states about itself, sealed by its own command, with a leaf like evidence.
CREATE TABLE "Statement" (
    "id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "file" BYTEA NOT NULL,
    "statedAt" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "Statement_pkey" PRIMARY KEY ("id")
);
CREATE TRIGGER leaves_queued AFTER INSERT ON "Statement" REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION portal.queue_leaves('statement');

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['LogKeyRotation', 'Statement'] LOOP
    EXECUTE format('CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION portal.refuse_change()', name);
    EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION portal.refuse_change()', name);
    -- Both are public.
    EXECUTE format('GRANT SELECT ON %I TO portal_app', name);
  END LOOP;
END $$;

DROP POLICY reading ON "RecordSeal";
CREATE POLICY reading ON "RecordSeal" FOR SELECT TO portal_app
  USING (kind = 'statement'
    OR kind = 'audit_record' AND EXISTS (SELECT 1 FROM "AuditRecord" a WHERE a.id = "recordId"));
