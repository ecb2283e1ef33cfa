-- AlterTable
ALTER TABLE "Message" ADD COLUMN     "templateId" UUID,
ADD COLUMN     "templateVersion" INTEGER;

-- AlterTable
ALTER TABLE "MessageType" ADD COLUMN     "defaultDeliveryChoice" TEXT,
ADD COLUMN     "defaultTemplateId" UUID;

-- CreateTable
CREATE TABLE "Template" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID,
    "name" TEXT NOT NULL,
    "folder" TEXT NOT NULL DEFAULT '',
    "messageTypeId" UUID,
    "lockNumber" INTEGER NOT NULL DEFAULT 1,
    "content" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "savedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "savedById" UUID,
    "archivedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Template_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TemplateVersion" (
    "templateId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID,
    "content" JSONB NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "restoredFrom" INTEGER,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL,
    "publishedById" UUID,

    CONSTRAINT "TemplateVersion_pkey" PRIMARY KEY ("templateId","number")
);

-- CreateIndex
CREATE INDEX "Template_organisationId_serviceId_idx" ON "Template"("organisationId", "serviceId");

-- CreateIndex
CREATE INDEX "Message_templateId_idx" ON "Message"("templateId");

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_templateId_fkey" FOREIGN KEY ("templateId") REFERENCES "Template"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MessageType" ADD CONSTRAINT "MessageType_defaultTemplateId_fkey" FOREIGN KEY ("defaultTemplateId") REFERENCES "Template"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Template" ADD CONSTRAINT "Template_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Template" ADD CONSTRAINT "Template_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Template" ADD CONSTRAINT "Template_messageTypeId_fkey" FOREIGN KEY ("messageTypeId") REFERENCES "MessageType"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TemplateVersion" ADD CONSTRAINT "TemplateVersion_templateId_fkey" FOREIGN KEY ("templateId") REFERENCES "Template"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Somebody who administers this organisation, whatever else they are.
CREATE FUNCTION portal.administers() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM "Membership" m WHERE m."personId" = portal.person()
    AND m."organisationId" = portal.organisation() AND m."serviceId" IS NULL
    AND m.role = 'administrator' AND m."endedAt" IS NULL)
$$;

-- Somebody who writes messages for this very service: an approver works for it too, and writes none.
CREATE FUNCTION portal.sends_for(service uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT service = ANY (portal.writes()) AND EXISTS (SELECT 1 FROM "Membership" m
    WHERE m."personId" = portal.person() AND m."serviceId" = service
      AND m.role = 'sender' AND m."endedAt" IS NULL)
$$;
GRANT EXECUTE ON FUNCTION portal.administers(), portal.sends_for(uuid) TO portal_app;

-- A service's templates are read by those who work for it and changed by its senders; the whole
-- organisation's are read by all its services and changed by its administrators alone.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['Template', 'TemplateVersion'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY reading ON %I FOR SELECT TO portal_app
      USING ("organisationId" = portal.organisation() AND CASE WHEN "serviceId" IS NULL
        THEN cardinality(portal.writes()) > 0 OR portal.administers()
        ELSE "serviceId" = ANY (portal.writes()) END)', name);
  END LOOP;
END $$;

CREATE POLICY adding ON "Template" FOR INSERT TO portal_app
  WITH CHECK ("organisationId" = portal.organisation() AND CASE WHEN "serviceId" IS NULL
    THEN portal.administers() ELSE portal.sends_for("serviceId") END);
CREATE POLICY changing ON "Template" FOR UPDATE TO portal_app
  USING ("organisationId" = portal.organisation() AND CASE WHEN "serviceId" IS NULL
    THEN portal.administers() ELSE portal.sends_for("serviceId") END)
  WITH CHECK ("organisationId" = portal.organisation() AND CASE WHEN "serviceId" IS NULL
    THEN portal.administers() ELSE portal.sends_for("serviceId") END);
CREATE POLICY adding ON "TemplateVersion" FOR INSERT TO portal_app
  WITH CHECK ("organisationId" = portal.organisation()
    AND CASE WHEN "serviceId" IS NULL THEN portal.administers() ELSE portal.sends_for("serviceId") END
    AND "publishedById" = portal.person()
    AND EXISTS (SELECT 1 FROM "Template" t WHERE t.id = "templateId"
      AND t."organisationId" = "TemplateVersion"."organisationId"
      AND t."serviceId" IS NOT DISTINCT FROM "TemplateVersion"."serviceId"));

-- Whose a template is never changes, and none is ever deleted.
GRANT SELECT, INSERT ON "Template", "TemplateVersion" TO portal_app;
GRANT UPDATE (name, folder, "messageTypeId", "lockNumber", content, version, "savedAt", "savedById",
  "archivedAt") ON "Template" TO portal_app;

CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON "TemplateVersion"
  FOR EACH ROW EXECUTE FUNCTION portal.refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON "TemplateVersion"
  FOR EACH STATEMENT EXECUTE FUNCTION portal.refuse_change();

-- How often a template was used, over all services that may use it: counts and times, never messages.
CREATE FUNCTION portal.template_use(template uuid)
RETURNS TABLE (version int, messages bigint, last_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT m."templateVersion", count(*), max(m."createdAt")
  FROM "Message" m JOIN "Template" t ON t.id = m."templateId"
  WHERE t.id = template AND m.state <> 'cancelled'
    AND t."organisationId" = portal.organisation() AND CASE WHEN t."serviceId" IS NULL
      THEN cardinality(portal.writes()) > 0 OR portal.administers()
      ELSE t."serviceId" = ANY (portal.writes()) END
  GROUP BY m."templateVersion" ORDER BY m."templateVersion" DESC
$$;
REVOKE ALL ON FUNCTION portal.template_use(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.template_use(uuid) TO portal_app;

-- A message begins with a template that its writer can read, and keeps it.
CREATE POLICY beginning_with ON "Message" AS RESTRICTIVE FOR INSERT TO portal_app
  WITH CHECK ("templateId" IS NULL OR EXISTS (SELECT 1 FROM "Template" t WHERE t.id = "templateId"));
