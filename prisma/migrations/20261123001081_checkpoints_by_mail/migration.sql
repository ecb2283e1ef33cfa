-- Auditors who have the log's states sent to them: a setting of their own.
CREATE TABLE "CheckpointSubscription" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "frequency" TEXT NOT NULL,
    "subscribedAt" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "CheckpointSubscription_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "CheckpointSubscription_organisationId_personId_key"
  ON "CheckpointSubscription"("organisationId", "personId");
ALTER TABLE "CheckpointSubscription" ADD CONSTRAINT "CheckpointSubscription_personId_fkey"
  FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "CheckpointMail" (
    "id" UUID NOT NULL,
    "subscriptionId" UUID NOT NULL,
    "checkpointId" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "plannedAt" TIMESTAMPTZ(3) NOT NULL,
    "nextTryAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "problem" TEXT,
    CONSTRAINT "CheckpointMail_pkey" PRIMARY KEY ("id")
);
-- Whatever happens to a worker: no state of the log goes to anybody twice.
CREATE UNIQUE INDEX "CheckpointMail_subscriptionId_checkpointId_key"
  ON "CheckpointMail"("subscriptionId", "checkpointId");
CREATE INDEX "CheckpointMail_state_nextTryAt_idx" ON "CheckpointMail"("state", "nextTryAt");
ALTER TABLE "CheckpointMail" ADD CONSTRAINT "CheckpointMail_subscriptionId_fkey"
  FOREIGN KEY ("subscriptionId") REFERENCES "CheckpointSubscription"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "CheckpointMail" ADD CONSTRAINT "CheckpointMail_checkpointId_fkey"
  FOREIGN KEY ("checkpointId") REFERENCES "Checkpoint"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Nobody sees anybody else's; what is sent is told by the worker alone.
ALTER TABLE "CheckpointSubscription" ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON "CheckpointSubscription" TO portal_app
  USING ("organisationId" = portal.organisation() AND "personId" = portal.person())
  WITH CHECK ("organisationId" = portal.organisation() AND "personId" = portal.person()
    AND (SELECT portal.audits()));
GRANT SELECT, INSERT, DELETE ON "CheckpointSubscription" TO portal_app;
ALTER TABLE "CheckpointMail" ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON "CheckpointMail" FOR SELECT TO portal_app
  USING (EXISTS (SELECT 1 FROM "CheckpointSubscription" s WHERE s.id = "subscriptionId"));
GRANT SELECT ON "CheckpointMail" TO portal_app;
