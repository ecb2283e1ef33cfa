-- CreateTable
CREATE TABLE "RightsReview" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedById" UUID NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),
    "finishedById" UUID,

    CONSTRAINT "RightsReview_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "KeptRight" (
    "reviewId" UUID NOT NULL,
    "membershipId" UUID NOT NULL,
    "keptAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "keptById" UUID NOT NULL,

    CONSTRAINT "KeptRight_pkey" PRIMARY KEY ("reviewId","membershipId")
);

-- CreateIndex
CREATE INDEX "RightsReview_organisationId_startedAt_idx" ON "RightsReview"("organisationId", "startedAt");

-- AddForeignKey
ALTER TABLE "RightsReview" ADD CONSTRAINT "RightsReview_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RightsReview" ADD CONSTRAINT "RightsReview_startedById_fkey" FOREIGN KEY ("startedById") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RightsReview" ADD CONSTRAINT "RightsReview_finishedById_fkey" FOREIGN KEY ("finishedById") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "KeptRight" ADD CONSTRAINT "KeptRight_reviewId_fkey" FOREIGN KEY ("reviewId") REFERENCES "RightsReview"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "KeptRight" ADD CONSTRAINT "KeptRight_membershipId_fkey" FOREIGN KEY ("membershipId") REFERENCES "Membership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One at a time.
CREATE UNIQUE INDEX "RightsReview_open_once" ON "RightsReview" ("organisationId") WHERE "finishedAt" IS NULL;

-- The administrators' of the organisation; what one said stays said.
ALTER TABLE "RightsReview" ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON "RightsReview" FOR SELECT TO portal_app
  USING ("organisationId" = portal.organisation() AND (SELECT portal.administers()));
CREATE POLICY starting ON "RightsReview" FOR INSERT TO portal_app
  WITH CHECK ("organisationId" = portal.organisation() AND (SELECT portal.administers())
    AND "startedById" = portal.person() AND "finishedAt" IS NULL);
CREATE POLICY finishing ON "RightsReview" FOR UPDATE TO portal_app
  USING ("organisationId" = portal.organisation() AND (SELECT portal.administers()) AND "finishedAt" IS NULL)
  WITH CHECK ("finishedById" = portal.person() AND "finishedAt" IS NOT NULL);
GRANT SELECT, INSERT ON "RightsReview" TO portal_app;
GRANT UPDATE ("finishedAt", "finishedById") ON "RightsReview" TO portal_app;

ALTER TABLE "KeptRight" ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON "KeptRight" FOR SELECT TO portal_app
  USING (EXISTS (SELECT 1 FROM "RightsReview" r WHERE r.id = "reviewId"));
CREATE POLICY keeping ON "KeptRight" FOR INSERT TO portal_app
  WITH CHECK ("keptById" = portal.person()
    AND EXISTS (SELECT 1 FROM "RightsReview" r WHERE r.id = "reviewId" AND r."finishedAt" IS NULL)
    AND EXISTS (SELECT 1 FROM "Membership" m WHERE m.id = "membershipId"
      AND m."organisationId" = portal.organisation()));
GRANT SELECT, INSERT ON "KeptRight" TO portal_app;
