-- An order of bundles ends, whatever one delivery does: made with what is ready, and with what was left out
-- and why beside it; or failed, when there is nothing to make it of.
ALTER TABLE "BundleOrder" ADD COLUMN "begunAt" TIMESTAMPTZ(3), ADD COLUMN "leftOut" JSONB;

DROP POLICY adding ON "BundleOrder";
CREATE POLICY adding ON "BundleOrder" FOR INSERT TO portal_app
  WITH CHECK ("organisationId" = portal.organisation() AND "orderedById" = portal.person()
    AND "serviceIds" <@ portal.reads() AND state = 'waiting' AND "madeCount" = 0 AND "leftOutCount" = 0
    AND "frameSha256" IS NULL AND holes IS NULL AND size IS NULL AND "finishedAt" IS NULL
    AND "begunAt" IS NULL AND "leftOut" IS NULL);
