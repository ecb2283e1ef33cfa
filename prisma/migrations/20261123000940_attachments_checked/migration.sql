-- AlterTable
ALTER TABLE "Attachment" ADD COLUMN     "checkedAt" TIMESTAMPTZ(3),
ADD COLUMN     "isMainContent" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "isPdfA" BOOLEAN,
ADD COLUMN     "isTagged" BOOLEAN,
ADD COLUMN     "pageCount" INTEGER,
ADD COLUMN     "refusal" TEXT,
ADD COLUMN     "thumbnailSha256" BYTEA,
ALTER COLUMN "mediaType" SET DEFAULT 'application/octet-stream',
ALTER COLUMN "sha256" DROP NOT NULL,
ALTER COLUMN "scanState" SET DEFAULT 'waiting';

-- What was checked is stored, and what is stored was checked; the letter itself is a PDF, and one.
ALTER TABLE "Attachment"
  ADD CONSTRAINT known_state CHECK ("scanState" IN
    ('waiting', 'scanning', 'scanner_away', 'clean', 'not_scanned', 'refused')),
  ADD CONSTRAINT stored_when_checked CHECK (("scanState" IN ('clean', 'not_scanned')) = ("sha256" IS NOT NULL)),
  ADD CONSTRAINT refused_for_a_reason CHECK (("scanState" = 'refused') = ("refusal" IS NOT NULL)),
  ADD CONSTRAINT letter_is_checked_pdf CHECK (NOT "isMainContent"
    OR ("mediaType" = 'application/pdf' AND "scanState" IN ('clean', 'not_scanned')));
CREATE UNIQUE INDEX "Attachment_main_content_key" ON "Attachment" ("messageId") WHERE "isMainContent";

-- The portal says which upload belongs to which message, under which name and in which place. What is
-- inside, and that it was scanned, is the worker's to find out: a taken-over portal forges no "clean".
REVOKE UPDATE ON "Attachment" FROM portal_app;
GRANT UPDATE ("fileName", position, "isMainContent") ON "Attachment" TO portal_app;
DROP POLICY adding ON "Attachment";
CREATE POLICY adding ON "Attachment" FOR INSERT TO portal_app
  WITH CHECK ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.writes())
    AND EXISTS (SELECT 1 FROM "Message" m WHERE m.id = "messageId"
      AND m."organisationId" = "Attachment"."organisationId" AND m."serviceId" = "Attachment"."serviceId")
    AND "scanState" = 'waiting' AND "mediaType" = 'application/octet-stream' AND NOT "isMainContent"
    AND "sha256" IS NULL AND "refusal" IS NULL AND "pageCount" IS NULL AND "isTagged" IS NULL
    AND "isPdfA" IS NULL AND "thumbnailSha256" IS NULL AND "checkedAt" IS NULL);

-- Nothing leaves with a file that nobody looked at.
CREATE POLICY files_were_checked ON "Delivery" AS RESTRICTIVE FOR INSERT TO portal_app
  WITH CHECK (NOT EXISTS (SELECT 1 FROM "Attachment" a WHERE a."messageId" = "Delivery"."messageId"
    AND a."scanState" NOT IN ('clean', 'not_scanned')));

-- Somebody waits for a check before they go on, so that it comes before letters; large files share
-- three lanes, so that letters still go out meanwhile.
CREATE FUNCTION portal.check_attachment(attachment uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "Attachment" a WHERE a.id = attachment AND a."scanState" = 'waiting'
      AND a."serviceId" = ANY (portal.writes())) THEN
    RAISE EXCEPTION 'no attachment of the caller waits to be checked';
  END IF;
  PERFORM graphile_worker.add_job(identifier => 'check_attachment',
    payload => json_build_object('attachmentId', attachment), job_key => 'attachment:' || attachment,
    queue_name => 'attachments:' || abs(hashtext(attachment::text)) % 3, priority => -1, max_attempts => 25);
END $$;
REVOKE ALL ON FUNCTION portal.check_attachment(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.check_attachment(uuid) TO portal_app;
