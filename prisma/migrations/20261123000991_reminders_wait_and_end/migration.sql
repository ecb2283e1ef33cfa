-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "remindTryAt" TIMESTAMPTZ(3);

-- Nobody is reminded of a letter that ended.
UPDATE "Delivery" SET "remindAt" = NULL
  WHERE "remindAt" IS NOT NULL AND state IN ('failed', 'expired', 'on_paper', 'cancelled');
