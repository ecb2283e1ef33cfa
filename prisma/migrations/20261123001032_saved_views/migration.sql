-- CreateTable
CREATE TABLE "SavedView" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SavedView_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "SavedView_organisationId_personId_name_key" ON "SavedView"("organisationId", "personId", "name");

-- An auditor's own: nobody else sees them.
ALTER TABLE "SavedView" ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON "SavedView" TO portal_app
  USING ("organisationId" = portal.organisation() AND "personId" = portal.person())
  WITH CHECK ("organisationId" = portal.organisation() AND "personId" = portal.person()
    AND (SELECT portal.audits()));
GRANT SELECT, INSERT, DELETE ON "SavedView" TO portal_app;
