-- CreateTable
CREATE TABLE "ProofDocument" (
    "id" UUID NOT NULL,
    "deliveryId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "language" TEXT NOT NULL,
    "evidenceCount" INTEGER NOT NULL,
    "sha256" BYTEA NOT NULL,
    "size" INTEGER NOT NULL,
    "madeAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ProofDocument_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ProofDocument_deliveryId_language_evidenceCount_key" ON "ProofDocument"("deliveryId", "language", "evidenceCount");

-- AddForeignKey
ALTER TABLE "ProofDocument" ADD CONSTRAINT "ProofDocument_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "ProofDocument" ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON "ProofDocument" FOR SELECT TO portal_app
  USING ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.reads()));
GRANT SELECT ON "ProofDocument" TO portal_app;

-- Sealing takes the key, which the worker alone holds: a proof is asked for as a job.
CREATE OR REPLACE FUNCTION portal.add_job(task text, payload json, key text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF task NOT IN ('publish_delivery', 'sequence_log', 'make_proof') THEN
    RAISE EXCEPTION 'unknown task %', task;
  END IF;
  PERFORM graphile_worker.add_job(identifier => task, payload => payload, job_key => key, max_attempts => 25);
END $$;
