-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "isOnPaper" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Message" ADD COLUMN     "order" JSONB,
ADD COLUMN     "paperWanted" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "recipientCount" INTEGER;

-- AlterTable
ALTER TABLE "MessageRecipient" ADD COLUMN     "row" INTEGER;

-- CreateTable
CREATE TABLE "RecipientFile" (
    "id" UUID NOT NULL,
    "messageId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "fileName" TEXT NOT NULL,
    "sha256" BYTEA NOT NULL,
    "size" INTEGER NOT NULL,
    "uploadedById" UUID NOT NULL,
    "uploadedAt" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "generation" INTEGER NOT NULL DEFAULT 1,
    "refusal" JSONB,
    "format" JSONB,
    "header" TEXT[],
    "matching" JSONB NOT NULL DEFAULT '{}',
    "findings" JSONB,
    "readFor" TEXT NOT NULL DEFAULT '',
    "rowsRead" INTEGER NOT NULL DEFAULT 0,
    "progress" INTEGER NOT NULL DEFAULT 0,
    "goodRows" INTEGER NOT NULL DEFAULT 0,
    "faultyRows" INTEGER NOT NULL DEFAULT 0,
    "repeatedRows" INTEGER NOT NULL DEFAULT 0,
    "leaveOutFaulty" BOOLEAN,
    "keepRepeated" BOOLEAN,
    "sendAgain" BOOLEAN,

    CONSTRAINT "RecipientFile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RecipientFault" (
    "fileId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "row" INTEGER NOT NULL,
    "cellsEncrypted" BYTEA NOT NULL,
    "problems" JSONB NOT NULL,

    CONSTRAINT "RecipientFault_pkey" PRIMARY KEY ("fileId","row")
);

-- CreateIndex
CREATE UNIQUE INDEX "RecipientFile_messageId_key" ON "RecipientFile"("messageId");

-- CreateIndex
CREATE INDEX "RecipientFile_serviceId_sha256_idx" ON "RecipientFile"("serviceId", "sha256");

-- CreateIndex
CREATE INDEX "MessageRecipient_messageId_reachability_idx" ON "MessageRecipient"("messageId", "reachability");

-- CreateIndex
CREATE INDEX "MessageRecipient_messageId_numberHash_idx" ON "MessageRecipient"("messageId", "numberHash");

-- AddForeignKey
ALTER TABLE "RecipientFile" ADD CONSTRAINT "RecipientFile_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "Message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecipientFault" ADD CONSTRAINT "RecipientFault_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "RecipientFile"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Spreadsheets belong to drafts, and change only while those are drafts.
DO $$
DECLARE name text;
DECLARE own text := '"organisationId" = portal.organisation() AND "serviceId" = ANY (portal.writes())';
DECLARE draft text;
BEGIN
  FOREACH name IN ARRAY ARRAY['RecipientFile', 'RecipientFault'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY reading ON %I FOR SELECT TO portal_app
      USING ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.reads()))', name);
  END LOOP;
  draft := 'EXISTS (SELECT 1 FROM "Message" m WHERE m.id = "messageId" AND m.state IN (''draft'', ''sent_back'')
    AND m."organisationId" = "RecipientFile"."organisationId" AND m."serviceId" = "RecipientFile"."serviceId")';
  EXECUTE format('CREATE POLICY adding ON "RecipientFile" FOR INSERT TO portal_app WITH CHECK (%s AND %s)', own, draft);
  EXECUTE format('CREATE POLICY changing ON "RecipientFile" FOR UPDATE TO portal_app USING (%s AND %s) WITH CHECK (%s)', own, draft, own);
  EXECUTE format('CREATE POLICY removing ON "RecipientFile" FOR DELETE TO portal_app USING (%s AND %s)', own, draft);
END $$;
GRANT SELECT, INSERT, DELETE ON "RecipientFile" TO portal_app;
-- What was found in it is told by the worker; the portal says what to read and what to do with it.
GRANT UPDATE (state, generation, progress, "rowsRead", matching, "readFor", "leaveOutFaulty", "keepRepeated",
    "sendAgain")
  ON "RecipientFile" TO portal_app;
GRANT SELECT ON "RecipientFault" TO portal_app;

-- What is known of the box of a letter made for paper is the worker's to tell, too; whether it is one is
-- part of the order.
CREATE OR REPLACE FUNCTION portal.add_job(task text, payload json) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  delivery uuid := payload ->> 'deliveryId';
  message uuid := payload ->> 'messageId';
  file uuid := payload ->> 'fileId';
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
  ELSIF task = 'lay_out_message' THEN
    IF NOT EXISTS (SELECT 1 FROM "Message" m WHERE m.id = message AND m.state = 'sending'
        AND m."serviceId" = ANY (portal.writes())) THEN
      RAISE EXCEPTION 'no message of the caller is being sent';
    END IF;
    key := 'lay-out:' || message;
  ELSIF task = 'check_boxes' THEN
    IF NOT EXISTS (SELECT 1 FROM "Message" m WHERE m.id = message AND m.state IN ('draft', 'sent_back')
        AND m."serviceId" = ANY (portal.writes())) THEN
      RAISE EXCEPTION 'no draft of the caller';
    END IF;
    key := 'boxes:' || message;
  ELSIF task = 'read_recipients' THEN
    IF NOT EXISTS (SELECT 1 FROM "RecipientFile" f WHERE f.id = file
        AND f."serviceId" = ANY (portal.writes())) THEN
      RAISE EXCEPTION 'no spreadsheet of the caller';
    END IF;
    key := 'recipients:' || file;
  ELSE
    RAISE EXCEPTION 'unknown task %', task;
  END IF;
  PERFORM graphile_worker.add_job(identifier => task, payload => payload, job_key => key, max_attempts => 25);
END $$;
