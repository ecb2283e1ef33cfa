-- AlterTable
ALTER TABLE "Service" ADD COLUMN     "archivedAt" TIMESTAMPTZ(3),
ADD COLUMN     "lockNumber" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "openingHours" JSONB,
ADD COLUMN     "replyAddressLines" TEXT[];

-- Partitions are compared without case: nobody tells two sub-boxes apart by capitals.
CREATE UNIQUE INDEX "Service_partition_without_case" ON "Service" ("organisationId", upper(partition));

-- What a service is called and how it is reached is the administrator's word. The partition is said
-- once; accounts and the letterhead's picture have rooms of their own.
CREATE POLICY adding ON "Service" FOR INSERT TO portal_app
  WITH CHECK ("organisationId" = portal.organisation() AND portal.administers() AND "archivedAt" IS NULL);
CREATE POLICY changing ON "Service" FOR UPDATE TO portal_app
  USING ("organisationId" = portal.organisation() AND portal.administers())
  WITH CHECK ("organisationId" = portal.organisation() AND portal.administers());
GRANT INSERT (id, "organisationId", partition, name, "lockNumber", "addressLines", "replyAddressLines",
  "contactEmail", "contactPhone", website, "openingHours") ON "Service" TO portal_app;
GRANT UPDATE (name, "addressLines", "replyAddressLines", "contactEmail", "contactPhone", website,
  "openingHours", "archivedAt", "lockNumber") ON "Service" TO portal_app;

-- How many messages of a service wait or are on their way: what an administrator may not read.
CREATE FUNCTION portal.unfinished(service uuid) RETURNS bigint
LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT count(*) FROM "Message" m WHERE m."serviceId" = service
    AND (m.state IN ('awaiting_approval', 'scheduled', 'sending', 'paused')
      OR EXISTS (SELECT 1 FROM "Delivery" d
        WHERE d."messageId" = m.id AND d.state IN ('waiting', 'publishing')))
$$;
REVOKE ALL ON FUNCTION portal.unfinished(uuid) FROM PUBLIC;
CREATE FUNCTION portal.unfinished_of_service(service uuid) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT portal.unfinished(s.id) FROM "Service" s
  WHERE s.id = service AND s."organisationId" = portal.organisation() AND portal.administers()
$$;
REVOKE ALL ON FUNCTION portal.unfinished_of_service(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.unfinished_of_service(uuid) TO portal_app;

-- The row is locked before this runs, so that an order given meanwhile is either counted or waits.
CREATE FUNCTION portal.archiving_a_service() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF portal.unfinished(NEW.id) > 0 THEN
    RAISE EXCEPTION 'messages of this service wait or are on their way';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM "Service" s WHERE s."organisationId" = NEW."organisationId"
      AND s.id <> NEW.id AND s."archivedAt" IS NULL) THEN
    RAISE EXCEPTION 'an organisation keeps one service that sends';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER archiving_a_service BEFORE UPDATE ON "Service" FOR EACH ROW
  WHEN (OLD."archivedAt" IS NULL AND NEW."archivedAt" IS NOT NULL)
  EXECUTE FUNCTION portal.archiving_a_service();

-- A service that is archived begins nothing and sends nothing.
CREATE POLICY of_a_service_that_sends ON "Message" AS RESTRICTIVE FOR INSERT TO portal_app
  WITH CHECK (EXISTS (SELECT 1 FROM "Service" s WHERE s.id = "serviceId" AND s."archivedAt" IS NULL));
CREATE FUNCTION portal.ordering_for_a_service() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE archived timestamptz;
BEGIN
  SELECT s."archivedAt" INTO archived FROM "Service" s WHERE s.id = NEW."serviceId" FOR SHARE;
  IF archived IS NOT NULL THEN
    RAISE EXCEPTION 'an archived service sends nothing';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ordering_for_a_service BEFORE UPDATE OF state ON "Message" FOR EACH ROW
  WHEN (OLD.state IN ('draft', 'sent_back') AND NEW.state NOT IN ('draft', 'sent_back', 'cancelled'))
  EXECUTE FUNCTION portal.ordering_for_a_service();
