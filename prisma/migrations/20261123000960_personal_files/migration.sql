-- AlterTable
ALTER TABLE "MessageRecipient" ADD COLUMN     "personalFileIds" UUID[] DEFAULT ARRAY[]::UUID[];

-- CreateTable
CREATE TABLE "PersonalArchive" (
    "id" UUID NOT NULL,
    "messageId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "fileName" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "uploadedById" UUID NOT NULL,
    "uploadedAt" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "refusal" JSONB,
    "fileCount" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "PersonalArchive_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PersonalFile" (
    "id" UUID NOT NULL,
    "archiveId" UUID NOT NULL,
    "messageId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "mediaType" TEXT NOT NULL DEFAULT 'application/octet-stream',
    "size" INTEGER NOT NULL,
    "sha256" BYTEA,
    "scanState" TEXT NOT NULL,
    "refusal" TEXT,
    "pageCount" INTEGER,

    CONSTRAINT "PersonalFile_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "PersonalArchive_messageId_key" ON "PersonalArchive"("messageId");

-- CreateIndex
CREATE INDEX "PersonalFile_messageId_idx" ON "PersonalFile"("messageId");

-- CreateIndex
CREATE UNIQUE INDEX "PersonalFile_archiveId_position_key" ON "PersonalFile"("archiveId", "position");

-- AddForeignKey
ALTER TABLE "PersonalArchive" ADD CONSTRAINT "PersonalArchive_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "Message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PersonalFile" ADD CONSTRAINT "PersonalFile_archiveId_fkey" FOREIGN KEY ("archiveId") REFERENCES "PersonalArchive"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was checked is stored, and what is stored was checked.
ALTER TABLE "PersonalArchive"
  ADD CONSTRAINT known_state CHECK (state IN ('waiting', 'unpacking', 'scanner_away', 'unpacked', 'refused')),
  ADD CONSTRAINT refused_for_a_reason CHECK ((state = 'refused') = (refusal IS NOT NULL));
ALTER TABLE "PersonalFile"
  ADD CONSTRAINT known_state CHECK ("scanState" IN ('clean', 'not_scanned', 'refused')),
  ADD CONSTRAINT stored_when_checked CHECK (("scanState" <> 'refused') = ("sha256" IS NOT NULL)),
  ADD CONSTRAINT refused_for_a_reason CHECK (("scanState" = 'refused') = ("refusal" IS NOT NULL));

-- The portal says which upload belongs to which draft, and takes it away again. What is in it, and to
-- whom it goes, is the worker's to find out.
ALTER TABLE "PersonalArchive" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "PersonalFile" ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON "PersonalArchive" FOR SELECT TO portal_app
  USING ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.reads()));
CREATE POLICY reading ON "PersonalFile" FOR SELECT TO portal_app
  USING ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.reads()));
CREATE POLICY adding ON "PersonalArchive" FOR INSERT TO portal_app
  WITH CHECK ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.writes())
    AND EXISTS (SELECT 1 FROM "Message" m WHERE m.id = "messageId" AND m.state IN ('draft', 'sent_back')
      AND m."organisationId" = "PersonalArchive"."organisationId" AND m."serviceId" = "PersonalArchive"."serviceId")
    AND state = 'waiting' AND refusal IS NULL AND "fileCount" = 0);
CREATE POLICY removing ON "PersonalArchive" FOR DELETE TO portal_app
  USING ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.writes())
    AND EXISTS (SELECT 1 FROM "Message" m WHERE m.id = "messageId" AND m.state IN ('draft', 'sent_back')));
GRANT SELECT, INSERT, DELETE ON "PersonalArchive" TO portal_app;
GRANT SELECT ON "PersonalFile" TO portal_app;

CREATE POLICY files_are_of_rows ON "MessageRecipient" AS RESTRICTIVE FOR INSERT TO portal_app
  WITH CHECK (cardinality("personalFileIds") = 0);
REVOKE UPDATE ON "MessageRecipient" FROM portal_app;
GRANT UPDATE (kind, "numberEncrypted", "numberHash", name, "addressLines", attention, values, reachability,
    "checkedAt")
  ON "MessageRecipient" TO portal_app;

-- Nothing leaves while a ZIP is unpacked, or with one that could not be.
CREATE POLICY archive_was_unpacked ON "Delivery" AS RESTRICTIVE FOR INSERT TO portal_app
  WITH CHECK (NOT EXISTS (SELECT 1 FROM "PersonalArchive" a WHERE a."messageId" = "Delivery"."messageId"
    AND a.state <> 'unpacked'));

-- Two lanes of their own: thousands of files are hours of work, and letters and single files go on.
CREATE FUNCTION portal.unpack_archive(archive uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "PersonalArchive" a WHERE a.id = archive AND a.state = 'waiting'
      AND a."serviceId" = ANY (portal.writes())) THEN
    RAISE EXCEPTION 'no archive of the caller waits to be unpacked';
  END IF;
  PERFORM graphile_worker.add_job(identifier => 'unpack_archive',
    payload => json_build_object('archiveId', archive), job_key => 'archive:' || archive,
    queue_name => 'archives:' || abs(hashtext(archive::text)) % 2, max_attempts => 25);
END $$;
REVOKE ALL ON FUNCTION portal.unpack_archive(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.unpack_archive(uuid) TO portal_app;
