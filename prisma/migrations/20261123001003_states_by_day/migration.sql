-- The public page tells how the log grew from day to day.
CREATE INDEX "Checkpoint_createdAt_idx" ON "Checkpoint"("createdAt");
