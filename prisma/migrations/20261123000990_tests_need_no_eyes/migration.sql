-- A test to a test citizen goes without a second pair of eyes: one letter, never registered. What a
-- message is a test of is said when it is begun, and never afterwards.
CREATE OR REPLACE FUNCTION portal.asks_approval(message "Message") RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT recipients > 1 AND message."trialOfId" IS NOT NULL
    OR (message."trialOfId" IS NULL OR message."deliveryChoice" IS DISTINCT FROM 'normal')
      AND (t."fourEyes"
        OR o."fourEyesRegistered" AND message."deliveryChoice" LIKE 'registered%'
        OR o."fourEyesFrom" IS NOT NULL AND o."fourEyesFrom" <= recipients)
  FROM "MessageType" t, "Organisation" o,
    (SELECT count(*) AS recipients FROM "MessageRecipient" r WHERE r."messageId" = message.id) AS counted
  WHERE t.id = message."messageTypeId" AND o.id = message."organisationId"
$$;

CREATE FUNCTION portal.keep_trial() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."trialOfId" IS NOT NULL AND NEW."trialOfId" IS DISTINCT FROM OLD."trialOfId" THEN
    RAISE EXCEPTION 'a message does not become a test' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER c_trial_kept BEFORE UPDATE ON "Message"
  FOR EACH ROW EXECUTE FUNCTION portal.keep_trial();
