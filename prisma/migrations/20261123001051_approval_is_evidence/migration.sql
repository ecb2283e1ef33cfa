-- AlterTable
ALTER TABLE "Approval" ADD COLUMN     "decidedBy" JSONB;

GRANT UPDATE ("decidedBy") ON "Approval" TO portal_app;
