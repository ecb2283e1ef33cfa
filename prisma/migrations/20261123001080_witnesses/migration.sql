-- That a witness saw a state of the log: its signature line, checked before it is kept.
CREATE TABLE "WitnessCosignature" (
    "id" UUID NOT NULL,
    "checkpointId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "line" TEXT NOT NULL,
    "cosignedAt" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "WitnessCosignature_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "WitnessCosignature_checkpointId_key_key" ON "WitnessCosignature"("checkpointId", "key");
CREATE INDEX "WitnessCosignature_key_receivedAt_idx" ON "WitnessCosignature"("key", "receivedAt");
ALTER TABLE "WitnessCosignature" ADD CONSTRAINT "WitnessCosignature_checkpointId_fkey"
  FOREIGN KEY ("checkpointId") REFERENCES "Checkpoint"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON "WitnessCosignature"
  FOR EACH ROW EXECUTE FUNCTION portal.refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON "WitnessCosignature"
  FOR EACH STATEMENT EXECUTE FUNCTION portal.refuse_change();
-- Public; the worker alone asks witnesses.
GRANT SELECT ON "WitnessCosignature" TO portal_app;
