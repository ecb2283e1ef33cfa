-- CreateTable
CREATE TABLE "ProofBundle" (
    "id" UUID NOT NULL,
    "deliveryId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "language" TEXT NOT NULL,
    "evidenceCount" INTEGER NOT NULL,
    "frameSha256" BYTEA NOT NULL,
    "holes" JSONB NOT NULL,
    "sha256" BYTEA NOT NULL,
    "crc32" BIGINT NOT NULL,
    "size" BIGINT NOT NULL,
    "madeAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ProofBundle_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BundleOrder" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "orderedById" UUID NOT NULL,
    "orderedAt" TIMESTAMPTZ(3) NOT NULL,
    "language" TEXT NOT NULL,
    "deliveryIds" UUID[],
    "serviceIds" UUID[],
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "madeCount" INTEGER NOT NULL DEFAULT 0,
    "leftOutCount" INTEGER NOT NULL DEFAULT 0,
    "frameSha256" BYTEA,
    "holes" JSONB,
    "size" BIGINT,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "BundleOrder_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ProofBundle_deliveryId_language_evidenceCount_idx" ON "ProofBundle"("deliveryId", "language", "evidenceCount");

-- CreateIndex
CREATE INDEX "BundleOrder_orderedById_orderedAt_idx" ON "BundleOrder"("orderedById", "orderedAt");

-- AddForeignKey
ALTER TABLE "ProofBundle" ADD CONSTRAINT "ProofBundle_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BundleOrder" ADD CONSTRAINT "BundleOrder_orderedById_fkey" FOREIGN KEY ("orderedById") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Bundles are sealed, and the worker alone has the key: the portal reads them.
ALTER TABLE "ProofBundle" ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON "ProofBundle" FOR SELECT TO portal_app
  USING ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.reads()));
GRANT SELECT ON "ProofBundle" TO portal_app;

-- An order is its owner's, and only as long as they may read everything in it.
ALTER TABLE "BundleOrder" ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON "BundleOrder" FOR SELECT TO portal_app
  USING ("organisationId" = portal.organisation() AND "orderedById" = portal.person()
    AND "serviceIds" <@ portal.reads());
CREATE POLICY adding ON "BundleOrder" FOR INSERT TO portal_app
  WITH CHECK ("organisationId" = portal.organisation() AND "orderedById" = portal.person()
    AND "serviceIds" <@ portal.reads() AND state = 'waiting' AND "madeCount" = 0 AND "leftOutCount" = 0
    AND "frameSha256" IS NULL AND holes IS NULL AND size IS NULL AND "finishedAt" IS NULL);
CREATE POLICY stopping ON "BundleOrder" FOR UPDATE TO portal_app
  USING ("organisationId" = portal.organisation() AND "orderedById" = portal.person()
    AND state IN ('waiting', 'making'))
  WITH CHECK (state = 'stopped');
GRANT SELECT, INSERT ON "BundleOrder" TO portal_app;
GRANT UPDATE (state) ON "BundleOrder" TO portal_app;

CREATE FUNCTION portal.add_bundle_job(delivery uuid, language text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF language NOT IN ('nl', 'fr', 'de', 'en') OR NOT EXISTS (SELECT 1 FROM "Delivery" d
      WHERE d.id = delivery AND d."serviceId" = ANY (portal.reads())) THEN
    RAISE EXCEPTION 'no delivery that the caller may see';
  END IF;
  PERFORM graphile_worker.add_job(identifier => 'make_bundle',
    payload => json_build_object('deliveryId', delivery, 'language', language),
    job_key => 'bundle:' || delivery || ':' || language, max_attempts => 25);
END $$;
REVOKE ALL ON FUNCTION portal.add_bundle_job(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.add_bundle_job(uuid, text) TO portal_app;

CREATE FUNCTION portal.add_bundles_job(bundles uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "BundleOrder" o WHERE o.id = bundles AND o.state = 'waiting'
      AND o."orderedById" = portal.person() AND o."serviceIds" <@ portal.reads()) THEN
    RAISE EXCEPTION 'no order of the caller';
  END IF;
  PERFORM graphile_worker.add_job(identifier => 'make_bundles',
    payload => json_build_object('orderId', bundles), job_key => 'bundles:' || bundles,
    max_attempts => 25);
END $$;
REVOKE ALL ON FUNCTION portal.add_bundles_job(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.add_bundles_job(uuid) TO portal_app;
