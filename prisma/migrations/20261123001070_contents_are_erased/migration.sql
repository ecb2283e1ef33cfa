-- Contents are erased under the policies of their message type; evidence, log and audit trail stay.

ALTER TABLE "Organisation" ADD COLUMN "draftsKeptDays" INTEGER NOT NULL DEFAULT 365,
  ADD COLUMN "recipientFilesKeptDays" INTEGER NOT NULL DEFAULT 30,
  ADD COLUMN "erasureNoticeDays" INTEGER NOT NULL DEFAULT 14;
ALTER TABLE "Organisation" ADD CONSTRAINT "Organisation_retention_check" CHECK (
  "draftsKeptDays" BETWEEN 30 AND 1825 AND "recipientFilesKeptDays" BETWEEN 7 AND 730
  AND "erasureNoticeDays" BETWEEN 7 AND 90);

ALTER TABLE "MessageType" ADD COLUMN "contentsKeptMonths" INTEGER NOT NULL DEFAULT 60,
  ADD COLUMN "repliesKeptMonths" INTEGER NOT NULL DEFAULT 60;
-- What recipients replied makes no sense without what they replied to.
ALTER TABLE "MessageType" ADD CONSTRAINT "MessageType_retention_check" CHECK (
  "contentsKeptMonths" BETWEEN 3 AND 360 AND "repliesKeptMonths" BETWEEN 1 AND "contentsKeptMonths");

GRANT UPDATE ("contentsKeptMonths", "repliesKeptMonths") ON "MessageType" TO portal_app;
GRANT UPDATE ("draftsKeptDays", "recipientFilesKeptDays", "erasureNoticeDays")
  ON "Organisation" TO portal_app;

-- Empty and without default: the leaves of older rows stay what they were.
ALTER TABLE "Message" ADD COLUMN "contentErasedAt" TIMESTAMPTZ(3);
ALTER TABLE "Delivery" ADD COLUMN "contentErasedAt" TIMESTAMPTZ(3);
ALTER TABLE "RecipientFile" ADD COLUMN "contentErasedAt" TIMESTAMPTZ(3);
ALTER TABLE "Reply" ADD COLUMN "contentErasedAt" TIMESTAMPTZ(3);
ALTER TABLE "ReplyAnswer" ADD COLUMN "contentErasedAt" TIMESTAMPTZ(3),
  ADD COLUMN "fileDigests" JSONB;

CREATE TABLE "LegalHold" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "deliveryId" UUID,
    "numberEncrypted" BYTEA,
    "numberHash" BYTEA,
    "fromAt" TIMESTAMPTZ(3),
    "untilAt" TIMESTAMPTZ(3),
    "serviceId" UUID,
    "reason" TEXT NOT NULL,
    "placedAt" TIMESTAMPTZ(3) NOT NULL,
    "placedById" UUID NOT NULL,
    "liftedAt" TIMESTAMPTZ(3),
    "liftedById" UUID,
    "liftReason" TEXT,

    CONSTRAINT "LegalHold_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "LegalHold_organisationId_liftedAt_idx" ON "LegalHold"("organisationId", "liftedAt");
CREATE INDEX "LegalHold_deliveryId_idx" ON "LegalHold"("deliveryId");
CREATE INDEX "LegalHold_numberHash_idx" ON "LegalHold"("numberHash");

CREATE TABLE "ErasurePlan" (
    "kind" TEXT NOT NULL,
    "subjectId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "plannedAt" TIMESTAMPTZ(3) NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "eraseAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ErasurePlan_pkey" PRIMARY KEY ("kind","subjectId")
);
CREATE INDEX "ErasurePlan_eraseAt_idx" ON "ErasurePlan"("eraseAt");
ALTER TABLE "ErasurePlan" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "FileRemoval" (
    "sha256" BYTEA NOT NULL,
    "queuedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "FileRemoval_pkey" PRIMARY KEY ("sha256")
);
CREATE INDEX "FileRemoval_queuedAt_idx" ON "FileRemoval"("queuedAt");
ALTER TABLE "FileRemoval" ENABLE ROW LEVEL SECURITY;

-- Before a stored file is removed, whoever else still refers to it is looked for.
CREATE INDEX "Delivery_letterSha256_idx" ON "Delivery"("letterSha256");
CREATE INDEX "Attachment_sha256_idx" ON "Attachment"("sha256");
CREATE INDEX "Attachment_thumbnailSha256_idx" ON "Attachment"("thumbnailSha256");
CREATE INDEX "PersonalFile_sha256_idx" ON "PersonalFile"("sha256");
CREATE INDEX "RecipientFile_sha256_idx" ON "RecipientFile"("sha256");
CREATE INDEX "ProofDocument_sha256_idx" ON "ProofDocument"("sha256");
CREATE INDEX "ProofBundle_frameSha256_idx" ON "ProofBundle"("frameSha256");
CREATE INDEX "Reply_files_idx" ON "Reply" USING GIN ("files" jsonb_path_ops);
CREATE INDEX "ReplyAnswer_fileDigests_idx" ON "ReplyAnswer" USING GIN ("fileDigests" jsonb_path_ops);

-- Holds: the administrators place and lift them, nobody takes one away.
ALTER TABLE "LegalHold" ADD CONSTRAINT "LegalHold_kind_check" CHECK (CASE kind
  WHEN 'delivery' THEN "deliveryId" IS NOT NULL AND num_nonnulls("numberHash", "fromAt", "untilAt") = 0
  WHEN 'recipient' THEN num_nonnulls("numberHash", "numberEncrypted") = 2
    AND num_nonnulls("deliveryId", "fromAt", "untilAt") = 0
  WHEN 'period' THEN "fromAt" < "untilAt" AND num_nonnulls("deliveryId", "numberHash") = 0
  ELSE false END);
ALTER TABLE "LegalHold" ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON "LegalHold" FOR SELECT TO portal_app
  USING ("organisationId" = portal.organisation() AND (SELECT portal.administers() OR portal.audits()));
CREATE POLICY adding ON "LegalHold" FOR INSERT TO portal_app
  WITH CHECK ("organisationId" = portal.organisation() AND (SELECT portal.administers())
    AND "placedById" = portal.person() AND "liftedAt" IS NULL AND "liftedById" IS NULL);
CREATE POLICY lifting ON "LegalHold" FOR UPDATE TO portal_app
  USING ("organisationId" = portal.organisation() AND (SELECT portal.administers()) AND "liftedAt" IS NULL)
  WITH CHECK ("liftedById" = portal.person() AND "liftedAt" IS NOT NULL);
GRANT SELECT, INSERT ON "LegalHold" TO portal_app;
GRANT UPDATE ("liftedAt", "liftedById", "liftReason") ON "LegalHold" TO portal_app;

-- A hold that is placed while something is being erased waits for it, and whatever is erased after it
-- sees it: the two never pass each other. The worker takes the same lock, shared.
CREATE FUNCTION portal.retention_lock(organisation uuid) RETURNS bigint
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$ SELECT hashtextextended('retention/' || organisation, 0) $$;
CREATE FUNCTION portal.keep_hold() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM pg_advisory_xact_lock(portal.retention_lock(NEW."organisationId"));
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' OR OLD."liftedAt" IS NOT NULL
      OR to_jsonb(NEW) - ARRAY['liftedAt', 'liftedById', 'liftReason']
        IS DISTINCT FROM to_jsonb(OLD) - ARRAY['liftedAt', 'liftedById', 'liftReason'] THEN
    RAISE EXCEPTION 'a hold is lifted once and stays on record' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE INSERT OR UPDATE OR DELETE ON "LegalHold"
  FOR EACH ROW EXECUTE FUNCTION portal.keep_hold();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON "LegalHold"
  FOR EACH STATEMENT EXECUTE FUNCTION portal.refuse_change();

CREATE FUNCTION portal.is_held(organisation uuid, service uuid, delivery uuid, number bytea, sent timestamptz)
RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM "LegalHold" h WHERE h."organisationId" = organisation AND h."liftedAt" IS NULL
    AND CASE h.kind WHEN 'delivery' THEN h."deliveryId" = delivery
      WHEN 'recipient' THEN h."numberHash" = number
      ELSE sent >= h."fromAt" AND sent < h."untilAt" AND (h."serviceId" IS NULL OR h."serviceId" = service) END)
$$;
CREATE FUNCTION portal.is_message_held(message uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM "Message" m WHERE m.id = message AND (
    portal.is_held(m."organisationId", m."serviceId", NULL, NULL, coalesce(m."sentAt", m."savedAt"))
    OR EXISTS (SELECT 1 FROM "LegalHold" h JOIN "MessageRecipient" r ON r."numberHash" = h."numberHash"
      WHERE h."organisationId" = m."organisationId" AND h."liftedAt" IS NULL AND r."messageId" = m.id)
    OR EXISTS (SELECT 1 FROM "LegalHold" h JOIN "Delivery" d ON d.id = h."deliveryId"
      WHERE h."liftedAt" IS NULL AND d."messageId" = m.id)))
$$;

-- The narrow way: whatever is erased is erased by the worker, in a transaction that puts it on record.
CREATE FUNCTION portal.erasure_noted(subject text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT session_user <> 'portal_app' AND EXISTS (SELECT 1 FROM "AuditRecord" a
    WHERE a."subjectKind" IN ('message', 'delivery') AND a."subjectId" = subject
      AND a.act IN ('contents_erased', 'replies_erased') AND a.xmin = pg_current_xact_id()::xid)
$$;
REVOKE ALL ON FUNCTION portal.erasure_noted(text), portal.is_held(uuid, uuid, uuid, bytea, timestamptz),
  portal.is_message_held(uuid) FROM PUBLIC;

-- Nobody but the worker says that something was erased.
CREATE OR REPLACE FUNCTION portal.date_record() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF session_user = 'portal_app' THEN
    IF NEW.act IN ('contents_erased', 'replies_erased', 'recipient_file_erased') THEN
      RAISE EXCEPTION 'the portal erases nothing' USING ERRCODE = 'insufficient_privilege';
    END IF;
    NEW.at := now();
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION portal.keep_erasure_of_message() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  content text[] := ARRAY['subject', 'body', 'otherTexts', 'paymentWanted', 'payment', 'replyOption',
    'order', 'state', 'lockNumber', 'contentErasedAt'];
BEGIN
  IF NEW."contentErasedAt" IS NULL AND TG_OP = 'INSERT' THEN RETURN NEW; END IF;
  IF TG_OP = 'INSERT' OR OLD."contentErasedAt" IS NOT NULL OR NOT portal.erasure_noted(NEW.id::text)
      OR portal.is_message_held(NEW.id)
      OR EXISTS (SELECT 1 FROM "Delivery" d WHERE d."messageId" = NEW.id AND d."contentErasedAt" IS NULL)
      OR NEW.state <> OLD.state AND NOT (NEW.state = 'cancelled' AND OLD.state IN ('draft', 'sent_back'))
      OR to_jsonb(NEW) - content IS DISTINCT FROM to_jsonb(OLD) - content THEN
    RAISE EXCEPTION 'contents are erased by the worker, on record, and once' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER d_erasure_kept BEFORE UPDATE ON "Message" FOR EACH ROW
  WHEN (NEW."contentErasedAt" IS DISTINCT FROM OLD."contentErasedAt")
  EXECUTE FUNCTION portal.keep_erasure_of_message();
CREATE TRIGGER d_erasure_begun BEFORE INSERT ON "Message" FOR EACH ROW
  WHEN (NEW."contentErasedAt" IS NOT NULL) EXECUTE FUNCTION portal.keep_erasure_of_message();

-- The way of a message and what it asks are kept as before, but for that one step.
DROP TRIGGER b_way_kept ON "Message";
CREATE TRIGGER b_way_kept BEFORE UPDATE ON "Message" FOR EACH ROW
  WHEN (NEW."contentErasedAt" IS NOT DISTINCT FROM OLD."contentErasedAt")
  EXECUTE FUNCTION portal.keep_to_the_way();
DROP TRIGGER reply_option_frozen ON "Message";
CREATE TRIGGER reply_option_frozen BEFORE UPDATE ON "Message" FOR EACH ROW
  WHEN (NEW."contentErasedAt" IS NOT DISTINCT FROM OLD."contentErasedAt")
  EXECUTE FUNCTION portal.keep_reply_option();

-- What a delivery's letter was made of never changed, and now nobody can change it; it is erased.
CREATE FUNCTION portal.keep_erasure_of_delivery() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NEW.letter, NEW."contentErasedAt") IS NOT DISTINCT FROM (OLD.letter, OLD."contentErasedAt") THEN
    RETURN NEW;
  END IF;
  IF OLD."contentErasedAt" IS NOT NULL OR NEW."contentErasedAt" IS NULL
      OR NOT portal.erasure_noted(NEW.id::text)
      OR portal.is_held(NEW."organisationId", NEW."serviceId", NEW.id, NEW."recipientNumberHash", NEW."sentAt") THEN
    RAISE EXCEPTION 'contents are erased by the worker, on record, and once' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER erasure_kept BEFORE UPDATE OF letter, "contentErasedAt" ON "Delivery"
  FOR EACH ROW EXECUTE FUNCTION portal.keep_erasure_of_delivery();
CREATE POLICY not_erased ON "Delivery" AS RESTRICTIVE FOR INSERT TO portal_app
  WITH CHECK ("contentErasedAt" IS NULL);

CREATE FUNCTION portal.refuse_change_but_erasure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  content text[] := ARRAY['subject', 'text', 'files', 'content', 'fileDigests', 'asked', 'contentErasedAt'];
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF portal.erasure_noted(OLD."deliveryId"::text)
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
DROP TRIGGER written_once ON "ReplyAnswer";
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON "ReplyAnswer"
  FOR EACH ROW EXECUTE FUNCTION portal.refuse_change_but_erasure();
DROP TRIGGER written_once ON "ReplyRequest";
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON "ReplyRequest"
  FOR EACH ROW EXECUTE FUNCTION portal.refuse_change_but_erasure();
CREATE TRIGGER words_kept BEFORE UPDATE OF subject, text, files, "contentErasedAt" ON "Reply"
  FOR EACH ROW EXECUTE FUNCTION portal.refuse_change_but_erasure();

CREATE OR REPLACE FUNCTION portal.keep_decision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  content text[] := ARRAY['asked', 'note', 'comments'];
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF portal.erasure_noted(OLD."messageId"::text)
        AND to_jsonb(NEW) - content IS NOT DISTINCT FROM to_jsonb(OLD) - content THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'what was decided stays decided' USING ERRCODE = 'restrict_violation';
END $$;

-- Everything that still has contents, since when nothing can happen to it any more, and what stands in
-- the way. When it is erased, lib/retention/rules.ts says.
CREATE VIEW portal.erasable AS
SELECT 'delivery' AS kind, d.id AS "subjectId", d."organisationId", d."serviceId", d."messageId",
  m."messageTypeId", d.reference, d."sentAt",
  GREATEST(d."sentAt", d."movedAt", d."repliedAt", r."closesAt", coalesce(d."expiresAt", d."publishedAt"
      + make_interval(years => CASE t."validityUnit" WHEN 'year' THEN t."validityNumber" ELSE 0 END,
        months => CASE t."validityUnit" WHEN 'month' THEN t."validityNumber" ELSE 0 END,
        days => CASE t."validityUnit" WHEN 'day' THEN t."validityNumber" ELSE 0 END)),
    (SELECT max(greatest(p."receivedAt", p."observedAt")) FROM "Reply" p WHERE p."deliveryId" = d.id),
    (SELECT max(a."answeredAt") FROM "ReplyAnswer" a WHERE a."deliveryId" = d.id)) AS "endsAt",
  d.letter #>> '{payment,dueDate}' AS "dueDate",
  CASE WHEN d.state IN ('waiting', 'publishing') THEN 'under_way'
    WHEN d."doubtfulSince" IS NOT NULL THEN 'doubtful'
    WHEN EXISTS (SELECT 1 FROM "FollowUp" f WHERE f."deliveryId" = d.id AND f.state IN ('open', 'decided'))
      THEN 'follow_up'
    WHEN d."remindAt" IS NOT NULL AND m."remindersStoppedAt" IS NULL THEN 'reminder'
    WHEN EXISTS (SELECT 1 FROM "Reply" p WHERE p."deliveryId" = d.id AND p."readAt" IS NULL) THEN 'unread'
    END AS obstacle,
  portal.is_held(d."organisationId", d."serviceId", d.id, d."recipientNumberHash", d."sentAt") AS "isHeld",
  t."contentsKeptMonths" AS months, NULL::int AS days, o."erasureNoticeDays" AS "noticeDays"
FROM "Delivery" d
  JOIN "Message" m ON m.id = d."messageId"
  JOIN "MessageType" t ON t.id = m."messageTypeId"
  JOIN "Organisation" o ON o.id = d."organisationId"
  LEFT JOIN "ReplyRequest" r ON r."deliveryId" = d.id
WHERE d."contentErasedAt" IS NULL
UNION ALL
SELECT 'replies', d.id, d."organisationId", d."serviceId", d."messageId", m."messageTypeId", d.reference,
  d."sentAt", GREATEST(d."repliedAt", r."closesAt",
    (SELECT max(greatest(p."receivedAt", p."observedAt")) FROM "Reply" p WHERE p."deliveryId" = d.id),
    (SELECT max(a."answeredAt") FROM "ReplyAnswer" a WHERE a."deliveryId" = d.id), h."handledAt"), NULL,
  CASE WHEN EXISTS (SELECT 1 FROM "Reply" p WHERE p."deliveryId" = d.id AND p."readAt" IS NULL) THEN 'unread' END,
  portal.is_held(d."organisationId", d."serviceId", d.id, d."recipientNumberHash", d."sentAt"),
  t."repliesKeptMonths", NULL, o."erasureNoticeDays"
FROM "Delivery" d
  JOIN "Message" m ON m.id = d."messageId"
  JOIN "MessageType" t ON t.id = m."messageTypeId"
  JOIN "Organisation" o ON o.id = d."organisationId"
  LEFT JOIN "ReplyRequest" r ON r."deliveryId" = d.id
  LEFT JOIN "ReplyHandling" h ON h."deliveryId" = d.id
WHERE d."contentErasedAt" IS NULL AND t."repliesKeptMonths" < t."contentsKeptMonths"
  AND (EXISTS (SELECT 1 FROM "Reply" p WHERE p."deliveryId" = d.id AND p."contentErasedAt" IS NULL)
    OR EXISTS (SELECT 1 FROM "ReplyAnswer" a WHERE a."deliveryId" = d.id AND a."contentErasedAt" IS NULL))
UNION ALL
SELECT 'draft', m.id, m."organisationId", m."serviceId", m.id, m."messageTypeId", m.reference, NULL,
  GREATEST(m."savedAt", m."haltedAt"), NULL, NULL, portal.is_message_held(m.id), NULL, o."draftsKeptDays",
  o."erasureNoticeDays"
FROM "Message" m JOIN "Organisation" o ON o.id = m."organisationId"
WHERE m."contentErasedAt" IS NULL AND m.state IN ('draft', 'sent_back', 'cancelled')
  AND NOT EXISTS (SELECT 1 FROM "Delivery" d WHERE d."messageId" = m.id)
UNION ALL
SELECT 'recipient_file', m.id, m."organisationId", m."serviceId", m.id, m."messageTypeId", m.reference,
  m."sentAt", m."sentAt", NULL, CASE WHEN m.state NOT IN ('sent', 'cancelled') THEN 'under_way' END,
  portal.is_message_held(m.id), NULL, o."recipientFilesKeptDays", o."erasureNoticeDays"
FROM "RecipientFile" f JOIN "Message" m ON m.id = f."messageId"
  JOIN "Organisation" o ON o.id = m."organisationId"
WHERE f."contentErasedAt" IS NULL AND m."contentErasedAt" IS NULL AND m."sentAt" IS NOT NULL;
REVOKE ALL ON portal.erasable FROM PUBLIC;

-- Of an administrator's own organisation: what is where, and nothing of what stands in it.
CREATE FUNCTION portal.erasures_until(before timestamptz, most int) RETURNS TABLE (
  kind text, "subjectId" uuid, "serviceId" uuid, "messageTypeId" uuid, reference text, "sentAt" timestamptz,
  "endsAt" timestamptz, "dueDate" text, obstacle text, "isHeld" boolean, months int, days int, "noticeDays" int,
  "plannedAt" timestamptz, "eraseAt" timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT e.kind, e."subjectId", e."serviceId", e."messageTypeId", e.reference, e."sentAt", e."endsAt", e."dueDate",
    e.obstacle, e."isHeld", e.months, e.days, e."noticeDays", p."plannedAt", p."eraseAt"
  FROM portal.erasable e LEFT JOIN "ErasurePlan" p ON p.kind = e.kind AND p."subjectId" = e."subjectId"
  WHERE e."organisationId" = portal.organisation() AND (SELECT portal.administers())
    AND e."endsAt" + make_interval(months => coalesce(e.months, 0), days => coalesce(e.days, 0)) < before
  ORDER BY coalesce(p."eraseAt", 'infinity'), e."endsAt", e."subjectId" LIMIT most
$$;
CREATE FUNCTION portal.erasure_forecast() RETURNS TABLE (
  kind text, "serviceId" uuid, "messageTypeId" uuid, month text, months int, days int, count bigint,
  held bigint, kept bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT e.kind, e."serviceId", e."messageTypeId", to_char((GREATEST(e."endsAt",
        CASE WHEN e."dueDate" ~ '^\d{4}-\d{2}-\d{2}$' THEN (e."dueDate" || ' 12:00')::timestamptz END)
      AT TIME ZONE 'Europe/Brussels') + make_interval(months => coalesce(e.months, 0), days => coalesce(e.days, 0) + 1),
      'YYYY-MM') AS month,
    e.months, e.days, count(*), count(*) FILTER (WHERE e."isHeld"),
    count(*) FILTER (WHERE NOT e."isHeld" AND e.obstacle IS NOT NULL)
  FROM portal.erasable e
  WHERE e."organisationId" = portal.organisation() AND (SELECT portal.administers())
  GROUP BY 1, 2, 3, 4, 5, 6
$$;
REVOKE ALL ON FUNCTION portal.erasures_until(timestamptz, int), portal.erasure_forecast() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.erasures_until(timestamptz, int), portal.erasure_forecast() TO portal_app;
