-- CreateTable
CREATE TABLE "PrintedLetter" (
    "deliveryId" UUID NOT NULL,
    "messageId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "run" INTEGER NOT NULL,
    "printedAt" TIMESTAMPTZ(3) NOT NULL,
    "printedById" UUID NOT NULL,

    CONSTRAINT "PrintedLetter_pkey" PRIMARY KEY ("deliveryId")
);

-- CreateIndex
CREATE INDEX "PrintedLetter_messageId_run_idx" ON "PrintedLetter"("messageId", "run");

-- AddForeignKey
ALTER TABLE "PrintedLetter" ADD CONSTRAINT "PrintedLetter_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PrintedLetter" ADD CONSTRAINT "PrintedLetter_printedById_fkey" FOREIGN KEY ("printedById") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What went to the printer goes into no other run: whoever prints says so once, in their own name.
ALTER TABLE "PrintedLetter" ADD CONSTRAINT counts_from_one CHECK (run > 0);
ALTER TABLE "PrintedLetter" ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON "PrintedLetter" FOR SELECT TO portal_app
  USING ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.reads()));
CREATE POLICY adding ON "PrintedLetter" FOR INSERT TO portal_app
  WITH CHECK ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.writes())
    AND "printedById" = portal.person()
    AND "printedAt" BETWEEN now() - interval '10 minutes' AND now() + interval '10 minutes'
    AND EXISTS (SELECT 1 FROM "Delivery" d WHERE d.id = "deliveryId" AND d.state = 'on_paper'
      AND d."messageId" = "PrintedLetter"."messageId"
      AND d."organisationId" = "PrintedLetter"."organisationId"
      AND d."serviceId" = "PrintedLetter"."serviceId"));
GRANT SELECT, INSERT ON "PrintedLetter" TO portal_app;
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON "PrintedLetter"
  FOR EACH ROW EXECUTE FUNCTION portal.refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON "PrintedLetter"
  FOR EACH STATEMENT EXECUTE FUNCTION portal.refuse_change();
