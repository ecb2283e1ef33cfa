-- AlterTable
ALTER TABLE "Message" ADD COLUMN     "goneBefore" INTEGER NOT NULL DEFAULT 0;

-- A test is of a draft of the very service that sends it, and never becomes one afterwards.
DROP TRIGGER c_trial_kept ON "Message";
CREATE OR REPLACE FUNCTION portal.keep_trial() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."trialOfId" IS NULL THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' THEN
    IF NEW."trialOfId" IS DISTINCT FROM OLD."trialOfId" THEN
      RAISE EXCEPTION 'a message does not become a test' USING ERRCODE = 'restrict_violation';
    END IF;
  ELSIF NOT EXISTS (SELECT 1 FROM "Message" m WHERE m.id = NEW."trialOfId"
      AND m."serviceId" = NEW."serviceId" AND m.state IN ('draft', 'sent_back')) THEN
    RAISE EXCEPTION 'a test is of a draft of its own service' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER c_trial_kept BEFORE INSERT OR UPDATE ON "Message"
  FOR EACH ROW EXECUTE FUNCTION portal.keep_trial();
