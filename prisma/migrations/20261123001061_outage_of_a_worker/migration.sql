-- A time in which no worker lived is told to other deliveries than an outage that a worker saw.
ALTER TABLE "Outage" ADD COLUMN "isStandstill" BOOLEAN NOT NULL DEFAULT false;
UPDATE "Outage" SET "isStandstill" = true WHERE probes -> 0 ->> 'outcome' = 'last sign of life';
