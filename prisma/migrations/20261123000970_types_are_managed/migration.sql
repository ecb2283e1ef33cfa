-- One way to say how a new message lets its recipient answer.
UPDATE "MessageType" SET "defaultReplyOption" = '{"kind": "ebox", "question": "", "labels": [],
  "fields": [], "url": "", "deadline": "", "isChangeable": false}'
  WHERE "replyByDefault" AND "defaultReplyOption" IS NULL;

-- AlterTable
ALTER TABLE "MessageType" DROP COLUMN "replyByDefault",
ADD COLUMN     "lockNumber" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "Organisation" ADD COLUMN     "lockNumber" INTEGER NOT NULL DEFAULT 1;

-- What a message type asks is the administrator's word, and no more of it than this.
CREATE POLICY changing ON "MessageType" FOR UPDATE TO portal_app
  USING ("organisationId" = portal.organisation() AND portal.administers())
  WITH CHECK ("organisationId" = portal.organisation() AND portal.administers()
    AND ("defaultTemplateId" IS NULL OR EXISTS (SELECT 1 FROM "Template" t
      WHERE t.id = "defaultTemplateId" AND t."organisationId" = "MessageType"."organisationId"
        AND t."serviceId" IS NULL)));
GRANT UPDATE (languages, "paymentExpected", "defaultDeliveryChoice", "defaultTemplateId", "legalBasis",
  "defaultReplyOption", "fourEyes", "unopenedAfterDays", "unopenedStep", "unopenedByItself",
  "lockNumber") ON "MessageType" TO portal_app;
CREATE POLICY changing ON "Organisation" FOR UPDATE TO portal_app
  USING (id = portal.organisation() AND portal.administers())
  WITH CHECK (id = portal.organisation() AND portal.administers());
GRANT UPDATE ("fourEyesFrom", "fourEyesRegistered", "lockNumber") ON "Organisation" TO portal_app;
