-- What the log contains for one recipient in a period: asked for by an auditor, stated and sealed by the
-- worker, and entered in the log like evidence.
CREATE TABLE "Finding" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "orderedById" UUID NOT NULL,
    "orderedAt" TIMESTAMPTZ(3) NOT NULL,
    "language" TEXT NOT NULL,
    "recipientKind" TEXT NOT NULL,
    "recipientNumberEncrypted" BYTEA NOT NULL,
    "recipientNumberHash" BYTEA NOT NULL,
    "fromDay" TEXT NOT NULL,
    "toDay" TEXT NOT NULL,
    "fromAt" TIMESTAMPTZ(3) NOT NULL,
    "beforeAt" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "file" BYTEA,
    "found" INTEGER,
    "statedAt" TIMESTAMPTZ(3),
    "sha256" BYTEA,
    "size" INTEGER,
    CONSTRAINT "Finding_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "Finding_orderedById_orderedAt_idx" ON "Finding"("orderedById", "orderedAt");
ALTER TABLE "Finding" ADD CONSTRAINT "Finding_orderedById_fkey" FOREIGN KEY ("orderedById")
  REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Whose it is, as long as they read for every service of the organisation: it tells of all of them.
CREATE FUNCTION portal.reads_whole(organisation uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT organisation = portal.organisation() AND NOT EXISTS (
    SELECT 1 FROM "Service" s WHERE s."organisationId" = organisation AND s.id <> ALL (portal.reads()))
$$;
REVOKE ALL ON FUNCTION portal.reads_whole(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.reads_whole(uuid) TO portal_app;

ALTER TABLE "Finding" ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON "Finding" FOR SELECT TO portal_app
  USING ("orderedById" = portal.person() AND portal.reads_whole("organisationId"));
CREATE POLICY adding ON "Finding" FOR INSERT TO portal_app
  WITH CHECK ("orderedById" = portal.person() AND portal.reads_whole("organisationId")
    AND file IS NULL AND found IS NULL AND "statedAt" IS NULL AND sha256 IS NULL AND size IS NULL);
GRANT SELECT, INSERT ON "Finding" TO portal_app;

-- What was asked stays as it was asked, and what was stated as it was stated.
CREATE FUNCTION portal.keep_finding() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE changed boolean;
BEGIN
  changed := (to_jsonb(NEW) - ARRAY['file', 'found', 'statedAt', 'sha256', 'size'])
    IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['file', 'found', 'statedAt', 'sha256', 'size'])
    OR (OLD.file IS NOT NULL AND (NEW.file IS DISTINCT FROM OLD.file
      OR NEW.found IS DISTINCT FROM OLD.found OR NEW."statedAt" IS DISTINCT FROM OLD."statedAt"));
  IF changed THEN
    RAISE EXCEPTION 'Finding is written once' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE ON "Finding"
  FOR EACH ROW EXECUTE FUNCTION portal.keep_finding();
CREATE TRIGGER never_deleted BEFORE DELETE ON "Finding"
  FOR EACH ROW EXECUTE FUNCTION portal.refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON "Finding"
  FOR EACH STATEMENT EXECUTE FUNCTION portal.refuse_change();

-- It gets its leaf when it is stated.
CREATE FUNCTION portal.queue_finding() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO "LogQueue" (kind, "recordId") VALUES ('finding', NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER leaf_queued AFTER UPDATE OF file ON "Finding" FOR EACH ROW
  WHEN (OLD.file IS NULL AND NEW.file IS NOT NULL) EXECUTE FUNCTION portal.queue_finding();

DROP POLICY reading ON "RecordSeal";
CREATE POLICY reading ON "RecordSeal" FOR SELECT TO portal_app
  USING (kind = 'statement'
    OR kind = 'audit_record' AND EXISTS (SELECT 1 FROM "AuditRecord" a WHERE a.id = "recordId")
    OR kind = 'finding' AND EXISTS (SELECT 1 FROM "Finding" f WHERE f.id = "recordId"));

CREATE FUNCTION portal.add_finding_job(finding uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "Finding" f WHERE f.id = finding
      AND f."orderedById" = portal.person() AND portal.reads_whole(f."organisationId")) THEN
    RAISE EXCEPTION 'no certificate of the caller';
  END IF;
  PERFORM graphile_worker.add_job(identifier => 'make_finding',
    payload => json_build_object('findingId', finding), job_key => 'finding:' || finding,
    max_attempts => 25);
END $$;
REVOKE ALL ON FUNCTION portal.add_finding_job(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.add_finding_job(uuid) TO portal_app;
