-- CreateTable
CREATE TABLE "PaymentAccount" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "iban" TEXT NOT NULL,
    "bic" TEXT,
    "beneficiary" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archivedAt" TIMESTAMPTZ(3),

    CONSTRAINT "PaymentAccount_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "PaymentAccount_serviceId_iban_key" ON "PaymentAccount"("serviceId", "iban");

-- AddForeignKey
ALTER TABLE "PaymentAccount" ADD CONSTRAINT "PaymentAccount_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Where money goes is the administrator's word: senders pick, and nobody rewrites an account.
ALTER TABLE "PaymentAccount" ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON "PaymentAccount" FOR SELECT TO portal_app
  USING ("organisationId" = portal.organisation()
    AND ("serviceId" = ANY (portal.writes()) OR portal.administers()));
CREATE POLICY adding ON "PaymentAccount" FOR INSERT TO portal_app
  WITH CHECK ("organisationId" = portal.organisation() AND portal.administers() AND "archivedAt" IS NULL
    AND EXISTS (SELECT 1 FROM "Service" s WHERE s.id = "serviceId"
      AND s."organisationId" = "PaymentAccount"."organisationId"));
CREATE POLICY changing ON "PaymentAccount" FOR UPDATE TO portal_app
  USING ("organisationId" = portal.organisation() AND portal.administers())
  WITH CHECK ("organisationId" = portal.organisation() AND portal.administers());
GRANT SELECT, INSERT ON "PaymentAccount" TO portal_app;
GRANT UPDATE ("archivedAt") ON "PaymentAccount" TO portal_app;
