-- Replies and spreadsheets too are erased by the worker alone, on record, and never while somebody holds them:
-- of letters and messages the database saw to that, of these the worker's own look did.
CREATE OR REPLACE FUNCTION portal.refuse_change_but_erasure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  content text[] := ARRAY['subject', 'text', 'files', 'content', 'fileDigests', 'asked', 'contentErasedAt'];
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF portal.erasure_noted(OLD."deliveryId"::text)
        AND NOT EXISTS (SELECT 1 FROM "Delivery" d WHERE d.id = OLD."deliveryId" AND portal.is_held(
          d."organisationId", d."serviceId", d.id, d."recipientNumberHash", d."sentAt"))
        AND to_jsonb(NEW) - content IS NOT DISTINCT FROM to_jsonb(OLD) - content THEN
      RETURN NEW;
    END IF;
    -- Which files are in an answer of before, the worker finds out.
    IF TG_TABLE_NAME = 'ReplyAnswer' AND session_user <> 'portal_app'
        AND to_jsonb(OLD) -> 'fileDigests' = 'null'::jsonb
        AND to_jsonb(NEW) - 'fileDigests' IS NOT DISTINCT FROM to_jsonb(OLD) - 'fileDigests' THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% is written once', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION portal.keep_erasure_of_sheet() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND session_user <> 'portal_app' AND OLD."contentErasedAt" IS NULL
      AND NOT portal.is_message_held(NEW."messageId")
      AND EXISTS (SELECT 1 FROM "AuditRecord" a
        WHERE a."subjectKind" = 'message' AND a."subjectId" = NEW."messageId"::text
          AND a.act IN ('contents_erased', 'recipient_file_erased')
          AND a.xmin = pg_current_xact_id()::xid) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'contents are erased by the worker, on record, and once' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER erasure_kept BEFORE UPDATE ON "RecipientFile" FOR EACH ROW
  WHEN (NEW."contentErasedAt" IS DISTINCT FROM OLD."contentErasedAt")
  EXECUTE FUNCTION portal.keep_erasure_of_sheet();
CREATE TRIGGER erasure_begun BEFORE INSERT ON "RecipientFile" FOR EACH ROW
  WHEN (NEW."contentErasedAt" IS NOT NULL) EXECUTE FUNCTION portal.keep_erasure_of_sheet();
