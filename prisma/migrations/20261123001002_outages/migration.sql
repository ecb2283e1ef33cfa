-- What the portal needs and was out of order: seen by the worker's probes, told to every delivery concerned.
CREATE TABLE "Outage" (
    "id" UUID NOT NULL,
    "affected" TEXT NOT NULL,
    "fromAt" TIMESTAMPTZ(3) NOT NULL,
    "toAt" TIMESTAMPTZ(3),
    "probes" JSONB NOT NULL,
    "toldUpTo" UUID,
    "toldAt" TIMESTAMPTZ(3),
    CONSTRAINT "Outage_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "Outage_affected_toAt_idx" ON "Outage"("affected", "toAt");

-- What the last probes of each saw; the moment of the last one is the worker's sign of life.
CREATE TABLE "ProbeState" (
    "affected" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    "probedAt" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "ProbeState_pkey" PRIMARY KEY ("affected")
);
