-- What the portal's own role could still do to an order: let letters set out that nobody ordered, date
-- them back, change what was approved, or use an approval a second time.

-- Tables of the caller's own would be found before the house's.
DO $$
DECLARE each record;
BEGIN
  FOR each IN SELECT p.oid::regprocedure AS name FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = 'portal'
    WHERE p.proconfig IS NULL AND p.prosrc ~ '"'
  LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', each.name);
  END LOOP;
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;

CREATE OR REPLACE FUNCTION portal.keep_to_the_way() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  isDraft boolean := OLD.state IN ('draft', 'sent_back');
  isPortal boolean := session_user = 'portal_app';
  mayChange text[] := ARRAY['state', 'lockNumber', 'savedAt', 'sentAt', 'sendAt', 'goneBefore', 'haltedAt',
    'haltedById', 'remindersStoppedAt', 'remindersStoppedById', 'writerIds'];
  newest text;
  changed boolean;
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
-- It would tell of messages that are not the caller's.
REVOKE EXECUTE ON FUNCTION portal.asks_approval("Message") FROM portal_app;

-- A letter sets out for somebody who was ordered for, in the way that was ordered, while it is sent.
CREATE POLICY as_ordered ON "Delivery" AS RESTRICTIVE FOR INSERT TO portal_app
  WITH CHECK (EXISTS (SELECT 1 FROM "Message" m
      JOIN "MessageRecipient" r ON r."messageId" = m.id AND r.position = "Delivery".position
      WHERE m.id = "Delivery"."messageId" AND m.state = 'sending'
        AND m."deliveryChoice" = "Delivery"."deliveryChoice"
        AND r."numberHash" = "Delivery"."recipientNumberHash"));
