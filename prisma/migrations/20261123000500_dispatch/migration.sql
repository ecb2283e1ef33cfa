-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "doubtfulSince" TIMESTAMPTZ(3),
ADD COLUMN     "takenAfter" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "MailboxAnswer" ADD COLUMN     "mailboxTime" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "MailboxCursor" ADD COLUMN     "failures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "nextTryAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "ParkedReply" (
    "organisationId" UUID NOT NULL,
    "mailboxMessageId" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "parkedAt" TIMESTAMPTZ(3) NOT NULL,
    "nextTryAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ParkedReply_pkey" PRIMARY KEY ("organisationId","mailboxMessageId")
);

-- CreateIndex
CREATE INDEX "ParkedReply_nextTryAt_idx" ON "ParkedReply"("nextTryAt");

-- The worker's alone: no policy and no privilege for the application.
ALTER TABLE "ParkedReply" ENABLE ROW LEVEL SECURITY;

-- What waits for somebody at the mailbox's side, for the operator: counts, never contents.
CREATE FUNCTION portal.mailbox_alarms() RETURNS json
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT json_build_object(
    'parkedReplies', (SELECT count(*) FROM "ParkedReply"),
    'doubtfulDeliveries', (SELECT count(*) FROM "Delivery" WHERE "doubtfulSince" IS NOT NULL),
    'withoutMailboxId', (SELECT count(*) FROM "Delivery"
      WHERE state = 'published' AND "mailboxMessageId" IS NULL))
$$;
REVOKE ALL ON FUNCTION portal.mailbox_alarms() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.mailbox_alarms() TO portal_app;
