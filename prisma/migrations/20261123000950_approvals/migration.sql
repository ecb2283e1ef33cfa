-- AlterTable
ALTER TABLE "Message" ADD COLUMN     "haltedAt" TIMESTAMPTZ(3),
ADD COLUMN     "haltedById" UUID,
ADD COLUMN     "plan" JSONB,
ADD COLUMN     "sendAt" TIMESTAMPTZ(3),
ADD COLUMN     "writerIds" UUID[];

-- CreateTable
CREATE TABLE "Approval" (
    "id" UUID NOT NULL,
    "messageId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "asked" JSONB NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "askedById" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "decidedAt" TIMESTAMPTZ(3),
    "decidedById" UUID,
    "comments" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "Approval_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Approval_serviceId_state_askedAt_idx" ON "Approval"("serviceId", "state", "askedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Approval_messageId_round_key" ON "Approval"("messageId", "round");

-- AddForeignKey
ALTER TABLE "Approval" ADD CONSTRAINT "Approval_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "Message"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

UPDATE "Message" SET "writerIds" = ARRAY["authorId"];

-- Who begins a message or changes its draft is one of its writers, whatever the portal says of it.
CREATE FUNCTION portal.note_writer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW."writerIds" := ARRAY[NEW."authorId"];
  ELSE
    NEW."writerIds" := OLD."writerIds";
    IF OLD.state IN ('draft', 'sent_back') AND portal.person() IS NOT NULL
        AND NOT portal.person() = ANY (OLD."writerIds") THEN
      NEW."writerIds" := OLD."writerIds" || portal.person();
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_writer_noted BEFORE INSERT OR UPDATE ON "Message"
  FOR EACH ROW EXECUTE FUNCTION portal.note_writer();

-- Somebody who approves for this very service.
CREATE FUNCTION portal.approves_for(service uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT service = ANY (portal.writes()) AND EXISTS (SELECT 1 FROM "Membership" m
    WHERE m."personId" = portal.person() AND m."serviceId" = service
      AND m.role = 'approver' AND m."endedAt" IS NULL)
$$;
GRANT EXECUTE ON FUNCTION portal.approves_for(uuid) TO portal_app;

-- The rules of message type and organisation, asked a second time where nobody gets past them.
CREATE FUNCTION portal.asks_approval(message "Message") RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT t."fourEyes"
    OR o."fourEyesRegistered" AND message."deliveryChoice" LIKE 'registered%'
    OR o."fourEyesFrom" IS NOT NULL AND o."fourEyesFrom" <=
      (SELECT count(*) FROM "MessageRecipient" r WHERE r."messageId" = message.id)
  FROM "MessageType" t, "Organisation" o
  WHERE t.id = message."messageTypeId" AND o.id = message."organisationId"
$$;
REVOKE ALL ON FUNCTION portal.asks_approval("Message") FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.asks_approval("Message") TO portal_app;

-- The way of a message, and that nobody goes it alone where four eyes are asked.
CREATE FUNCTION portal.keep_to_the_way() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  isDraft boolean := OLD.state IN ('draft', 'sent_back');
  follows boolean;
BEGIN
  IF NOT isDraft AND NEW.state NOT IN ('draft', 'sent_back')
      AND (NEW."order", NEW.plan, NEW.subject, NEW.body, NEW.payment, NEW."deliveryChoice")
        IS DISTINCT FROM (OLD."order", OLD.plan, OLD.subject, OLD.body, OLD.payment, OLD."deliveryChoice") THEN
    RAISE EXCEPTION 'what was ordered stays as it was ordered' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.state = OLD.state THEN RETURN NEW; END IF;
  follows := CASE OLD.state
      WHEN 'draft' THEN NEW.state IN ('awaiting_approval', 'scheduled', 'sending', 'cancelled')
      WHEN 'sent_back' THEN NEW.state IN ('draft', 'awaiting_approval', 'scheduled', 'sending', 'cancelled')
      WHEN 'awaiting_approval' THEN NEW.state IN ('draft', 'sent_back', 'scheduled', 'sending')
      WHEN 'scheduled' THEN NEW.state IN ('draft', 'sending')
      WHEN 'sending' THEN NEW.state IN ('paused', 'cancelled', 'sent')
      WHEN 'paused' THEN NEW.state IN ('sending', 'cancelled')
      ELSE false END;
  IF NOT follows THEN
    RAISE EXCEPTION 'a message that is % does not become %', OLD.state, NEW.state
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF isDraft AND NEW.state IN ('scheduled', 'sending') AND portal.asks_approval(NEW) THEN
    RAISE EXCEPTION 'somebody else has to approve this message' USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.state = 'awaiting_approval' AND NEW.state IN ('scheduled', 'sending') AND NOT EXISTS (
      SELECT 1 FROM "Approval" a WHERE a."messageId" = NEW.id AND a.state = 'approved'
        AND a.round = (SELECT max(b.round) FROM "Approval" b WHERE b."messageId" = NEW.id)
        AND a."decidedById" <> a."askedById" AND NOT a."decidedById" = ANY (OLD."writerIds")) THEN
    RAISE EXCEPTION 'nobody else approved this message' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER b_way_kept BEFORE UPDATE ON "Message"
  FOR EACH ROW EXECUTE FUNCTION portal.keep_to_the_way();

CREATE POLICY begins_as_draft ON "Message" AS RESTRICTIVE FOR INSERT TO portal_app
  WITH CHECK (state = 'draft' AND "authorId" = portal.person());

-- What was asked is written once; what became of it is said once, and an approval by somebody else.
ALTER TABLE "Approval" ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON "Approval" FOR SELECT TO portal_app
  USING ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.reads()));
CREATE POLICY adding ON "Approval" FOR INSERT TO portal_app
  WITH CHECK ("organisationId" = portal.organisation() AND portal.sends_for("serviceId")
    AND state = 'waiting' AND "askedById" = portal.person() AND "decidedById" IS NULL
    AND EXISTS (SELECT 1 FROM "Message" m WHERE m.id = "messageId"
      AND m."organisationId" = "Approval"."organisationId" AND m."serviceId" = "Approval"."serviceId"));
CREATE POLICY deciding ON "Approval" FOR UPDATE TO portal_app
  USING ("organisationId" = portal.organisation() AND "serviceId" = ANY (portal.writes()) AND state = 'waiting')
  WITH CHECK ("decidedById" = portal.person() AND "decidedAt" IS NOT NULL
    AND CASE state WHEN 'withdrawn' THEN portal.sends_for("serviceId")
      WHEN 'sent_back' THEN portal.approves_for("serviceId")
      WHEN 'approved' THEN portal.approves_for("serviceId") AND "askedById" <> portal.person()
        AND NOT EXISTS (SELECT 1 FROM "Message" m
          WHERE m.id = "messageId" AND portal.person() = ANY (m."writerIds"))
      ELSE false END);
GRANT SELECT, INSERT ON "Approval" TO portal_app;
GRANT UPDATE (state, "decidedAt", "decidedById", comments) ON "Approval" TO portal_app;

CREATE FUNCTION portal.keep_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was decided stays decided' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER decided_once BEFORE UPDATE ON "Approval" FOR EACH ROW
  WHEN (OLD.state <> 'waiting') EXECUTE FUNCTION portal.keep_decision();
CREATE TRIGGER never_removed BEFORE DELETE ON "Approval" FOR EACH ROW
  EXECUTE FUNCTION portal.keep_decision();

-- An order goes on by itself: at the moment it was planned for, or at once.
CREATE FUNCTION portal.add_order_job(message uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE begins timestamptz;
BEGIN
  SELECT CASE m.state WHEN 'scheduled' THEN m."sendAt" ELSE now() END INTO begins FROM "Message" m
  WHERE m.id = message AND m.state IN ('scheduled', 'sending', 'cancelled')
    AND m."serviceId" = ANY (portal.writes());
  IF begins IS NULL THEN RAISE EXCEPTION 'no order of the caller'; END IF;
  PERFORM graphile_worker.add_job(identifier => 'lay_out_message',
    payload => json_build_object('messageId', message), job_key => 'lay-out:' || message,
    run_at => begins, max_attempts => 25);
END $$;
REVOKE ALL ON FUNCTION portal.add_order_job(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.add_order_job(uuid) TO portal_app;

-- What waits because somebody paused it does not stand still.
CREATE OR REPLACE FUNCTION portal.platform_facts(worker_lock bigint, stuck_before timestamptz) RETURNS json
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT json_build_object(
    'workers', (SELECT count(*) FROM pg_locks
      WHERE locktype = 'advisory' AND granted AND objsubid = 1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND ((classid::bigint << 32) | objid::bigint) = worker_lock),
    'queueLength', (SELECT count(*) FROM graphile_worker.jobs WHERE run_at <= now() AND attempts < max_attempts),
    'oldestJobAt', (SELECT min(run_at) FROM graphile_worker.jobs
      WHERE run_at <= now() AND locked_at IS NULL AND attempts < max_attempts),
    'givenUpJobs', (SELECT count(*) FROM graphile_worker.jobs WHERE attempts >= max_attempts),
    'oldestUnsealedAt', (SELECT min(e."createdAt") FROM "Evidence" e
      WHERE NOT EXISTS (SELECT 1 FROM "EvidenceSeal" s WHERE s."evidenceId" = e.id)),
    'underWay', (SELECT count(*) FROM "Delivery" WHERE state IN ('waiting', 'publishing')),
    'stuck', (SELECT count(*) FROM "Delivery" d JOIN "Message" m ON m.id = d."messageId"
      WHERE d.state IN ('waiting', 'publishing') AND d."movedAt" < stuck_before AND m.state <> 'paused'),
    'enterpriseNumber', (SELECT "enterpriseNumber" FROM "Organisation" ORDER BY "createdAt" LIMIT 1))
$$;

CREATE OR REPLACE FUNCTION portal.stuck_deliveries(stuck_before timestamptz)
RETURNS TABLE (reference text, organisation jsonb, service jsonb, state text, attempts int,
               sent_at timestamptz, moved_at timestamptz, outcome_unknown_since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT d.reference, o.name, s.name, d.state, d.attempts, d."sentAt", d."movedAt", d."outcomeUnknownSince"
  FROM "Delivery" d
    JOIN "Organisation" o ON o.id = d."organisationId"
    JOIN "Service" s ON s.id = d."serviceId"
    JOIN "Message" m ON m.id = d."messageId"
  WHERE d.state IN ('waiting', 'publishing') AND d."movedAt" < stuck_before AND m.state <> 'paused'
    AND EXISTS (SELECT 1 FROM "Membership" m WHERE m."personId" = portal.person()
      AND m.role = 'operator' AND m."organisationId" IS NULL AND m."endedAt" IS NULL)
  ORDER BY d."movedAt" LIMIT 100
$$;
