-- AlterTable
ALTER TABLE "MessageType" ADD COLUMN     "receiptAfterDays" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "receiptBasis" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "receiptFrom" TEXT,
ADD COLUMN     "receiptWorkingDays" BOOLEAN NOT NULL DEFAULT false;

-- A rule without its law is none.
ALTER TABLE "MessageType" ADD CONSTRAINT "MessageType_receipt_check" CHECK (
  "receiptFrom" IS NULL
  OR ("receiptFrom" IN ('available', 'opened', 'opened_or_available') AND "receiptBasis" <> ''
    AND "receiptAfterDays" BETWEEN 0 AND 60));

GRANT UPDATE ("receiptFrom", "receiptAfterDays", "receiptWorkingDays", "receiptBasis")
  ON "MessageType" TO portal_app;
