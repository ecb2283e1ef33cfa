-- AlterTable
ALTER TABLE "Message" ADD COLUMN     "haltedBy" JSONB;

-- Who broke a sending off stands in the evidence of each letter that did not go: it is said by that person,
-- at that moment, and once.
CREATE OR REPLACE FUNCTION portal.keep_to_the_way() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  isDraft boolean := OLD.state IN ('draft', 'sent_back');
  isPortal boolean := session_user = 'portal_app';
  mayChange text[] := ARRAY['state', 'lockNumber', 'savedAt', 'sentAt', 'sendAt', 'goneBefore', 'haltedAt',
    'haltedById', 'haltedBy', 'remindersStoppedAt', 'remindersStoppedById', 'writerIds'];
  newest text;
  changed boolean;
  halted boolean;
  follows boolean;
BEGIN
  IF isPortal AND (NEW."organisationId", NEW."serviceId", NEW."messageTypeId", NEW."authorId", NEW.reference)
      IS DISTINCT FROM (OLD."organisationId", OLD."serviceId", OLD."messageTypeId", OLD."authorId", OLD.reference) THEN
    RAISE EXCEPTION 'a message stays what it was begun as' USING ERRCODE = 'restrict_violation';
  END IF;
  changed := CASE WHEN isPortal
    THEN to_jsonb(NEW) - mayChange IS DISTINCT FROM to_jsonb(OLD) - mayChange
    ELSE (NEW."order", NEW.plan, NEW.subject, NEW.body, NEW.payment, NEW."deliveryChoice")
      IS DISTINCT FROM (OLD."order", OLD.plan, OLD.subject, OLD.body, OLD.payment, OLD."deliveryChoice") END;
  IF changed AND NOT isDraft AND NEW.state NOT IN ('draft', 'sent_back') THEN
    RAISE EXCEPTION 'what was ordered stays as it was ordered' USING ERRCODE = 'restrict_violation';
  END IF;
  IF isPortal AND NEW."sentAt" IS DISTINCT FROM OLD."sentAt"
      AND (OLD."sentAt" IS NOT NULL OR NEW."sentAt" IS NULL
        OR NEW."sentAt" NOT BETWEEN now() - interval '10 minutes' AND now() + interval '10 minutes') THEN
    RAISE EXCEPTION 'a message is sent when it is sent' USING ERRCODE = 'restrict_violation';
  END IF;
  halted := (NEW."haltedAt", NEW."haltedById", NEW."haltedBy")
    IS DISTINCT FROM (OLD."haltedAt", OLD."haltedById", OLD."haltedBy");
  IF halted AND OLD.state = 'cancelled' THEN
    RAISE EXCEPTION 'who broke a sending off stays as it was' USING ERRCODE = 'restrict_violation';
  END IF;
  IF isPortal AND NEW.state IN ('paused', 'cancelled') AND NOT isDraft
      AND (halted OR NEW.state <> OLD.state)
      AND (NEW."haltedById" IS DISTINCT FROM portal.person() OR NEW."haltedAt" IS NULL
        OR NEW."haltedBy" IS NULL
        OR NEW.state = 'cancelled'
          AND NEW."haltedAt" NOT BETWEEN now() - interval '10 minutes' AND now() + interval '10 minutes') THEN
    RAISE EXCEPTION 'whoever halts a sending says so, and when' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.state = OLD.state THEN RETURN NEW; END IF;
  follows := CASE OLD.state
      WHEN 'draft' THEN NEW.state IN ('awaiting_approval', 'scheduled', 'sending', 'cancelled')
      WHEN 'sent_back' THEN NEW.state IN ('draft', 'awaiting_approval', 'scheduled', 'sending', 'cancelled')
      WHEN 'awaiting_approval' THEN NEW.state IN ('draft', 'sent_back', 'scheduled', 'sending')
      WHEN 'scheduled' THEN NEW.state IN ('draft', 'sending')
      WHEN 'sending' THEN NEW.state IN ('paused', 'cancelled') OR NEW.state = 'sent' AND NOT isPortal
      WHEN 'paused' THEN NEW.state IN ('sending', 'cancelled')
      ELSE false END;
  IF NOT follows THEN
    RAISE EXCEPTION 'a message that is % does not become %', OLD.state, NEW.state
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF isPortal AND isDraft AND NEW.state IN ('awaiting_approval', 'scheduled', 'sending')
      AND NEW."order" #>> '{facts,deliveryChoice}' IS DISTINCT FROM NEW."deliveryChoice" THEN
    RAISE EXCEPTION 'the order is of another message' USING ERRCODE = 'restrict_violation';
  END IF;
  IF isDraft AND NEW.state IN ('scheduled', 'sending') AND coalesce(portal.asks_approval(NEW), true) THEN
    RAISE EXCEPTION 'somebody else has to approve this message' USING ERRCODE = 'restrict_violation';
  END IF;
  SELECT a.state INTO newest FROM "Approval" a WHERE a."messageId" = NEW.id ORDER BY a.round DESC LIMIT 1;
  IF isPortal AND (NEW.state = 'awaiting_approval' AND newest IS DISTINCT FROM 'waiting'
      OR OLD.state = 'awaiting_approval' AND NEW.state = 'draft' AND newest IS DISTINCT FROM 'withdrawn'
      OR OLD.state = 'awaiting_approval' AND NEW.state = 'sent_back' AND newest IS DISTINCT FROM 'sent_back') THEN
    RAISE EXCEPTION 'nobody asked for approval, or nobody answered' USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.state = 'awaiting_approval' AND NEW.state IN ('scheduled', 'sending') AND NOT EXISTS (
      SELECT 1 FROM "Approval" a WHERE a."messageId" = NEW.id AND a.state = 'approved'
        AND a.round = (SELECT max(b.round) FROM "Approval" b WHERE b."messageId" = NEW.id)
        AND a."decidedById" <> a."askedById" AND NOT a."decidedById" = ANY (OLD."writerIds")) THEN
    RAISE EXCEPTION 'nobody else approved this message' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

-- A letter that was cancelled never set out: nothing makes it one that did.
CREATE FUNCTION portal.keep_cancelled() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'a letter that was cancelled never goes' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER cancelled_kept BEFORE UPDATE ON "Delivery" FOR EACH ROW
  WHEN (OLD.state = 'cancelled' AND (NEW.state <> 'cancelled' OR NEW."letterSha256" IS NOT NULL
    OR NEW."publishedAt" IS NOT NULL OR NEW."openedAt" IS NOT NULL OR NEW."mailboxMessageId" IS NOT NULL))
  EXECUTE FUNCTION portal.keep_cancelled();

-- And what was sent is not told as not sent, nor the other way round.
CREATE FUNCTION portal.keep_to_one_story() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.event = 'SubmissionRejection' AND (
      NOT EXISTS (SELECT 1 FROM "Delivery" d WHERE d.id = NEW."deliveryId" AND d.state = 'cancelled'
        AND d."letterSha256" IS NULL AND d.attempts = 0)
      OR EXISTS (SELECT 1 FROM "Evidence" e WHERE e."deliveryId" = NEW."deliveryId")) THEN
    RAISE EXCEPTION 'only a letter that never set out was not sent' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.event = 'SubmissionAcceptance' AND EXISTS (SELECT 1 FROM "Delivery" d
      WHERE d.id = NEW."deliveryId" AND d.state = 'cancelled') THEN
    RAISE EXCEPTION 'a letter that was cancelled never goes' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER one_story BEFORE INSERT ON "Evidence" FOR EACH ROW
  WHEN (NEW.event IN ('SubmissionRejection', 'SubmissionAcceptance'))
  EXECUTE FUNCTION portal.keep_to_one_story();
