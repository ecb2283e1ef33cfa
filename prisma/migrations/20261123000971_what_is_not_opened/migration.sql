-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "followUpAt" TIMESTAMPTZ(3),
ADD COLUMN     "remindAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Message" ADD COLUMN     "remindersStoppedAt" TIMESTAMPTZ(3),
ADD COLUMN     "remindersStoppedById" UUID,
ADD COLUMN     "remindsOfId" UUID;

-- CreateTable
CREATE TABLE "FollowUp" (
    "id" UUID NOT NULL,
    "deliveryId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "afterDays" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "decision" TEXT,
    "decidedAt" TIMESTAMPTZ(3),
    "decidedById" UUID,
    "decidedBy" JSONB,
    "tryAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "doneAt" TIMESTAMPTZ(3),

    CONSTRAINT "FollowUp_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "FollowUp_deliveryId_key" ON "FollowUp"("deliveryId");

-- CreateIndex
CREATE INDEX "FollowUp_serviceId_state_idx" ON "FollowUp"("serviceId", "state");

-- CreateIndex
CREATE INDEX "FollowUp_state_tryAt_idx" ON "FollowUp"("state", "tryAt");

-- CreateIndex
CREATE INDEX "Delivery_followUpAt_idx" ON "Delivery"("followUpAt");

-- CreateIndex
CREATE INDEX "Delivery_remindAt_idx" ON "Delivery"("remindAt");

-- CreateIndex
CREATE INDEX "Message_remindsOfId_idx" ON "Message"("remindsOfId");

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_remindsOfId_fkey" FOREIGN KEY ("remindsOfId") REFERENCES "Message"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FollowUp" ADD CONSTRAINT "FollowUp_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The worker finds what was not opened and does what was decided; a sender of the service decides,
-- once, in their own name.
ALTER TABLE "FollowUp" ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON "FollowUp" FOR SELECT TO portal_app
  USING ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.reads()));
CREATE POLICY deciding ON "FollowUp" FOR UPDATE TO portal_app
  USING ("organisationId" = portal.organisation() AND portal.sends_for("serviceId") AND state = 'open')
  WITH CHECK ("organisationId" = portal.organisation() AND portal.sends_for("serviceId")
    AND state = 'decided' AND "decidedById" = portal.person());
GRANT SELECT ON "FollowUp" TO portal_app;
GRANT UPDATE (state, decision, "decidedAt", "decidedById", "decidedBy") ON "FollowUp" TO portal_app;
