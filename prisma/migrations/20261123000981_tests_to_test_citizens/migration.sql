-- AlterTable
ALTER TABLE "Message" ADD COLUMN "trialOfId" UUID;

-- CreateIndex
CREATE INDEX "Message_trialOfId_idx" ON "Message"("trialOfId");

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_trialOfId_fkey" FOREIGN KEY ("trialOfId") REFERENCES "Message"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- A test is of a draft of the very service that sends it.
CREATE POLICY trials_of_own ON "Message" AS RESTRICTIVE FOR INSERT TO portal_app
  WITH CHECK ("trialOfId" IS NULL OR "serviceId" = ANY (portal.writes()));
