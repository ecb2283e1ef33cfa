-- AlterTable
ALTER TABLE "Message" ADD COLUMN     "replyOption" JSONB;

-- CreateTable
CREATE TABLE "ReplyRequest" (
    "deliveryId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "recipientNumberHash" BYTEA NOT NULL,
    "asked" JSONB NOT NULL,
    "isChangeable" BOOLEAN NOT NULL,
    "closesAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ReplyRequest_pkey" PRIMARY KEY ("deliveryId")
);

-- CreateTable
CREATE TABLE "ReplyAnswer" (
    "id" UUID NOT NULL,
    "deliveryId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "attemptId" UUID NOT NULL,
    "answeredAt" TIMESTAMPTZ(3) NOT NULL,
    "content" BYTEA NOT NULL,
    "answeredBy" BYTEA NOT NULL,

    CONSTRAINT "ReplyAnswer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReplyHandling" (
    "deliveryId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "lockNumber" INTEGER NOT NULL DEFAULT 1,
    "assignedToId" UUID,
    "handledAt" TIMESTAMPTZ(3),
    "handledById" UUID,

    CONSTRAINT "ReplyHandling_pkey" PRIMARY KEY ("deliveryId")
);

-- CreateTable
CREATE TABLE "RecipientSession" (
    "id" UUID NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "csamSubject" TEXT NOT NULL,
    "csamSession" TEXT,
    "idToken" TEXT NOT NULL,
    "level" INTEGER NOT NULL,
    "method" TEXT NOT NULL,
    "identity" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "endReason" TEXT,

    CONSTRAINT "RecipientSession_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ReplyRequest_tokenHash_key" ON "ReplyRequest"("tokenHash");

-- CreateIndex
CREATE INDEX "ReplyRequest_serviceId_idx" ON "ReplyRequest"("serviceId");

-- CreateIndex
CREATE INDEX "ReplyAnswer_serviceId_answeredAt_idx" ON "ReplyAnswer"("serviceId", "answeredAt");

-- CreateIndex
CREATE UNIQUE INDEX "ReplyAnswer_deliveryId_number_key" ON "ReplyAnswer"("deliveryId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "ReplyAnswer_deliveryId_attemptId_key" ON "ReplyAnswer"("deliveryId", "attemptId");

-- CreateIndex
CREATE INDEX "ReplyHandling_serviceId_idx" ON "ReplyHandling"("serviceId");

-- CreateIndex
CREATE UNIQUE INDEX "RecipientSession_tokenHash_key" ON "RecipientSession"("tokenHash");

-- CreateIndex
CREATE INDEX "RecipientSession_csamSession_idx" ON "RecipientSession"("csamSession");

-- CreateIndex
CREATE INDEX "RecipientSession_csamSubject_idx" ON "RecipientSession"("csamSubject");

-- AddForeignKey
ALTER TABLE "ReplyRequest" ADD CONSTRAINT "ReplyRequest_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReplyAnswer" ADD CONSTRAINT "ReplyAnswer_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReplyHandling" ADD CONSTRAINT "ReplyHandling_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A recipient on the reply page is no person of the portal. Their transaction tells the keyed hashes
-- of the numbers they may answer for (hexadecimal) and the SHA-256 of the link's token: both must fit.
CREATE FUNCTION portal.recipients() RETURNS text[] LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('portal.recipients', true), ''), '{}')::text[] $$;

-- The one delivery that this transaction may answer; null for everybody else.
CREATE FUNCTION portal.replying_to() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r."deliveryId" FROM "ReplyRequest" r
  WHERE r."tokenHash" = decode(current_setting('portal.reply_token', true), 'hex')
    AND encode(r."recipientNumberHash", 'hex') = ANY (portal.recipients())
$$;
REVOKE ALL ON FUNCTION portal.replying_to() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.recipients(), portal.replying_to() TO portal_app;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['ReplyRequest', 'ReplyAnswer', 'ReplyHandling'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY reading ON %I FOR SELECT TO portal_app
      USING ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.reads()))', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['ReplyRequest', 'ReplyAnswer'] LOOP
    EXECUTE format('CREATE POLICY reading_own ON %I FOR SELECT TO portal_app
      USING ("deliveryId" = (SELECT portal.replying_to()))', name);
    EXECUTE format('CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION portal.refuse_change()', name);
    EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION portal.refuse_change()', name);
  END LOOP;
END $$;

CREATE POLICY reading_own ON "Delivery" FOR SELECT TO portal_app
  USING (id = (SELECT portal.replying_to()));
CREATE POLICY reading_own ON "Evidence" FOR SELECT TO portal_app
  USING ("deliveryId" = (SELECT portal.replying_to())
    AND id IN (SELECT a.id FROM "ReplyAnswer" a));
CREATE POLICY reading_own ON "EvidenceSeal" FOR SELECT TO portal_app
  USING ("evidenceId" IN (SELECT e.id FROM "Evidence" e
    WHERE e."deliveryId" = (SELECT portal.replying_to())));

-- Asked together with the order to send, of whom the message goes to.
CREATE POLICY adding ON "ReplyRequest" FOR INSERT TO portal_app
  WITH CHECK ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.writes())
    AND EXISTS (SELECT 1 FROM "Delivery" d WHERE d.id = "deliveryId" AND d.state = 'waiting'
      AND d."organisationId" = "ReplyRequest"."organisationId"
      AND d."serviceId" = "ReplyRequest"."serviceId"
      AND d."recipientNumberHash" = "ReplyRequest"."recipientNumberHash"));
GRANT SELECT, INSERT ON "ReplyRequest" TO portal_app;

-- Answered by the recipient alone, now, in time, and again only where that is allowed.
CREATE POLICY adding ON "ReplyAnswer" FOR INSERT TO portal_app
  WITH CHECK ("deliveryId" = (SELECT portal.replying_to())
    AND "answeredAt" BETWEEN now() - interval '10 minutes' AND now() + interval '10 minutes'
    AND EXISTS (SELECT 1 FROM "ReplyRequest" r WHERE r."deliveryId" = "ReplyAnswer"."deliveryId"
      AND r."organisationId" = "ReplyAnswer"."organisationId"
      AND r."serviceId" = "ReplyAnswer"."serviceId"
      AND (r."closesAt" IS NULL OR now() < r."closesAt")
      AND (number = 1 OR (number > 1 AND r."isChangeable"))));
GRANT SELECT, INSERT ON "ReplyAnswer" TO portal_app;

CREATE POLICY adding ON "ReplyHandling" FOR INSERT TO portal_app
  WITH CHECK ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.writes())
    AND EXISTS (SELECT 1 FROM "Delivery" d WHERE d.id = "deliveryId"
      AND d."organisationId" = "ReplyHandling"."organisationId"
      AND d."serviceId" = "ReplyHandling"."serviceId"));
CREATE POLICY changing ON "ReplyHandling" FOR UPDATE TO portal_app
  USING ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.writes()))
  WITH CHECK ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.writes()));
GRANT SELECT, INSERT ON "ReplyHandling" TO portal_app;
GRANT UPDATE ("lockNumber", "assignedToId", "handledAt", "handledById") ON "ReplyHandling" TO portal_app;

-- Signing in comes before there is an actor.
GRANT SELECT, INSERT, UPDATE ON "RecipientSession" TO portal_app;

-- What a recipient looks at goes on record, about their own delivery and under nobody's name.
CREATE POLICY adding_as_recipient ON "AuditRecord" FOR INSERT TO portal_app
  WITH CHECK ("personId" IS NULL AND "subjectKind" = 'delivery'
    AND "subjectId" = (SELECT portal.replying_to())::text
    AND EXISTS (SELECT 1 FROM "ReplyRequest" r WHERE r."deliveryId"::text = "subjectId"
      AND r."organisationId" = "AuditRecord"."organisationId"
      AND r."serviceId" = "AuditRecord"."serviceId"));

-- What a message asks stays as it was sent.
CREATE FUNCTION portal.keep_reply_option() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state NOT IN ('draft', 'sent_back')
      AND (NEW."replyOption", NEW."replyAllowed") IS DISTINCT FROM (OLD."replyOption", OLD."replyAllowed") THEN
    RAISE EXCEPTION 'what a message asks is frozen when it is sent' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reply_option_frozen BEFORE UPDATE ON "Message"
  FOR EACH ROW EXECUTE FUNCTION portal.keep_reply_option();

-- The worker makes event and evidence of an answer; its recipient asks for that with the answer itself.
CREATE FUNCTION portal.add_answer_job(answer uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "ReplyAnswer" a
      WHERE a.id = answer AND a."deliveryId" = portal.replying_to()) THEN
    RAISE EXCEPTION 'no answer of the caller';
  END IF;
  PERFORM graphile_worker.add_job(identifier => 'keep_answer',
    payload => json_build_object('answerId', answer), job_key => 'answer:' || answer, max_attempts => 25);
END $$;
REVOKE ALL ON FUNCTION portal.add_answer_job(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.add_answer_job(uuid) TO portal_app;
