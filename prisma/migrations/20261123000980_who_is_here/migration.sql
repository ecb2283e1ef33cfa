-- CreateTable
CREATE TABLE "DraftPresence" (
    "messageId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DraftPresence_pkey" PRIMARY KEY ("messageId","personId")
);

-- AddForeignKey
ALTER TABLE "DraftPresence" ADD CONSTRAINT "DraftPresence_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "Message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DraftPresence" ADD CONSTRAINT "DraftPresence_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Everybody says of themselves alone that they are here, and of drafts alone that they may write.
ALTER TABLE "DraftPresence" ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON "DraftPresence" FOR SELECT TO portal_app
  USING ("serviceId" = ANY (portal.reads()));
CREATE POLICY adding ON "DraftPresence" FOR INSERT TO portal_app
  WITH CHECK ("personId" = portal.person() AND "organisationId" = portal.organisation()
    AND "serviceId" = ANY (portal.writes())
    AND EXISTS (SELECT 1 FROM "Message" m WHERE m.id = "messageId"
      AND m."serviceId" = "DraftPresence"."serviceId"));
CREATE POLICY changing ON "DraftPresence" FOR UPDATE TO portal_app
  USING ("personId" = portal.person() AND "serviceId" = ANY (portal.writes()))
  WITH CHECK ("personId" = portal.person() AND "serviceId" = ANY (portal.writes()));
GRANT SELECT, INSERT ON "DraftPresence" TO portal_app;
GRANT UPDATE ("seenAt") ON "DraftPresence" TO portal_app;
