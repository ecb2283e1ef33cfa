-- DropIndex
DROP INDEX "AuditRecord_numberHash_idx";

-- DropIndex
DROP INDEX "AuditRecord_organisationId_at_idx";

-- CreateIndex
CREATE INDEX "AuditRecord_organisationId_at_id_idx" ON "AuditRecord"("organisationId", "at", "id");

-- CreateIndex
CREATE INDEX "AuditRecord_organisationId_act_at_id_idx" ON "AuditRecord"("organisationId", "act", "at", "id");

-- CreateIndex
CREATE INDEX "AuditRecord_organisationId_personId_at_id_idx" ON "AuditRecord"("organisationId", "personId", "at", "id");

-- CreateIndex
CREATE INDEX "AuditRecord_numberHash_at_id_idx" ON "AuditRecord"("numberHash", "at", "id");

-- Somebody who audits this organisation, whatever else they are.
CREATE FUNCTION portal.audits() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM "Membership" m WHERE m."personId" = portal.person()
    AND m."organisationId" = portal.organisation() AND m."serviceId" IS NULL
    AND m.role = 'auditor' AND m."endedAt" IS NULL)
$$;
GRANT EXECUTE ON FUNCTION portal.audits() TO portal_app;

-- The trail is the auditors' and the administrators' of the organisation; everybody else sees of it
-- what they did themselves.
DROP POLICY reading ON "AuditRecord";
CREATE POLICY reading ON "AuditRecord" FOR SELECT TO portal_app
  USING ("organisationId" = portal.organisation() AND ("personId" = portal.person()
    OR (SELECT portal.audits()) OR (SELECT portal.administers())));

-- Under which reference people know a delivery or a message that a record names: administrators see
-- who looked at which, and nothing of what stands in it. By reference, or by the references' ids.
CREATE FUNCTION portal.references_of(ids uuid[], wanted text) RETURNS TABLE (id uuid, reference text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT d.id, d.reference FROM "Delivery" d
  WHERE (d.id = ANY (ids) OR d.reference = wanted) AND d."organisationId" = portal.organisation()
    AND (SELECT portal.audits() OR portal.administers())
  UNION ALL
  SELECT m.id, m.reference FROM "Message" m
  WHERE (m.id = ANY (ids) OR m.reference = wanted) AND m."organisationId" = portal.organisation()
    AND (SELECT portal.audits() OR portal.administers())
  UNION ALL
  SELECT r.id, d.reference FROM "Reply" r JOIN "Delivery" d ON d.id = r."deliveryId"
  WHERE r.id = ANY (ids) AND d."organisationId" = portal.organisation()
    AND (SELECT portal.audits() OR portal.administers())
$$;
REVOKE ALL ON FUNCTION portal.references_of(uuid[], text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.references_of(uuid[], text) TO portal_app;
