-- AlterTable
ALTER TABLE "Membership" ADD COLUMN     "deputyForId" UUID,
ADD COLUMN     "endedById" UUID,
ADD COLUMN     "endsAt" TIMESTAMPTZ(3),
ADD COLUMN     "givenById" UUID,
ADD COLUMN     "startsAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
UPDATE "Membership" SET "startsAt" = "createdAt";

-- CreateTable
CREATE TABLE "Invitation" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "givenName" TEXT NOT NULL,
    "surname" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "rights" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "tokenHash" BYTEA,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdById" UUID NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),
    "acceptedById" UUID,
    "mailState" TEXT NOT NULL DEFAULT 'waiting',
    "mailAttempts" INTEGER NOT NULL DEFAULT 0,
    "mailNextAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lockNumber" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_tokenHash_key" ON "Invitation"("tokenHash");

-- CreateIndex
CREATE INDEX "Invitation_organisationId_createdAt_idx" ON "Invitation"("organisationId", "createdAt");

-- CreateIndex
CREATE INDEX "Invitation_mailState_mailNextAt_idx" ON "Invitation"("mailState", "mailNextAt");

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_givenById_fkey" FOREIGN KEY ("givenById") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_deputyForId_fkey" FOREIGN KEY ("deputyForId") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_endedById_fkey" FOREIGN KEY ("endedById") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_acceptedById_fkey" FOREIGN KEY ("acceptedById") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- A right that was given for a time counts within it, whoever runs or stands still.
CREATE FUNCTION portal.counts_now(m "Membership") RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT m."endedAt" IS NULL AND m."startsAt" <= statement_timestamp()
    AND (m."endsAt" IS NULL OR m."endsAt" > statement_timestamp())
$$;
GRANT EXECUTE ON FUNCTION portal.counts_now("Membership") TO portal_app;

CREATE OR REPLACE FUNCTION portal.administers() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM "Membership" m WHERE m."personId" = portal.person()
    AND m."organisationId" = portal.organisation() AND m."serviceId" IS NULL
    AND m.role = 'administrator' AND portal.counts_now(m))
$$;
CREATE OR REPLACE FUNCTION portal.audits() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM "Membership" m WHERE m."personId" = portal.person()
    AND m."organisationId" = portal.organisation() AND m."serviceId" IS NULL
    AND m.role = 'auditor' AND portal.counts_now(m))
$$;
CREATE OR REPLACE FUNCTION portal.sends_for(service uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT service = ANY (portal.writes()) AND EXISTS (SELECT 1 FROM "Membership" m
    WHERE m."personId" = portal.person() AND m."serviceId" = service
      AND m.role = 'sender' AND portal.counts_now(m))
$$;
CREATE OR REPLACE FUNCTION portal.approves_for(service uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT service = ANY (portal.writes()) AND EXISTS (SELECT 1 FROM "Membership" m
    WHERE m."personId" = portal.person() AND m."serviceId" = service
      AND m.role = 'approver' AND portal.counts_now(m))
$$;

-- Rights are the administrators' to give, to others than themselves and within their own organisation:
-- to people who belong to it already, or who took an invitation of its.
CREATE POLICY giving ON "Membership" FOR INSERT TO portal_app
  WITH CHECK ("organisationId" = portal.organisation() AND portal.administers()
    AND "personId" <> portal.person() AND "givenById" = portal.person() AND "endedAt" IS NULL
    AND CASE WHEN "serviceId" IS NULL THEN role IN ('administrator', 'auditor')
      ELSE role IN ('sender', 'approver') AND EXISTS (SELECT 1 FROM "Service" s
        WHERE s.id = "serviceId" AND s."organisationId" = "Membership"."organisationId") END
    AND (EXISTS (SELECT 1 FROM "Membership" held WHERE held."personId" = "Membership"."personId"
        AND held."organisationId" = portal.organisation())
      OR EXISTS (SELECT 1 FROM "Invitation" i WHERE i."organisationId" = portal.organisation()
        AND i."acceptedById" = "Membership"."personId" AND i.state IN ('to_confirm', 'accepted'))));
-- Taking away is allowed of oneself too.
CREATE POLICY ending ON "Membership" FOR UPDATE TO portal_app
  USING ("organisationId" = portal.organisation() AND portal.administers() AND "endedAt" IS NULL)
  WITH CHECK ("organisationId" = portal.organisation() AND "endedAt" IS NOT NULL
    AND "endedById" = portal.person());
GRANT INSERT ON "Membership" TO portal_app;
GRANT UPDATE ("endedAt", "endedById") ON "Membership" TO portal_app;

-- One right is held once at a time.
CREATE UNIQUE INDEX "Membership_held_once" ON "Membership"
  ("personId", coalesce("organisationId", '00000000-0000-0000-0000-000000000000'),
   coalesce("serviceId", '00000000-0000-0000-0000-000000000000'), role)
  WHERE "endedAt" IS NULL AND "endsAt" IS NULL;

-- No organisation is left to one administrator.
CREATE FUNCTION portal.keep_administrators() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.role = 'administrator' AND NEW."endsAt" IS NULL AND NEW."organisationId" IS NOT NULL
    AND OLD."endedAt" IS NULL AND NEW."endedAt" IS NOT NULL AND current_user = 'portal_app'
    AND (SELECT count(DISTINCT m."personId") FROM "Membership" m
      WHERE m."organisationId" = NEW."organisationId" AND m.role = 'administrator'
        AND m."serviceId" IS NULL AND m."endsAt" IS NULL AND portal.counts_now(m)) < 2 THEN
    RAISE EXCEPTION 'an organisation has two administrators' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER administrators_kept AFTER UPDATE ON "Membership"
  FOR EACH ROW EXECUTE FUNCTION portal.keep_administrators();

ALTER TABLE "Invitation" ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON "Invitation" FOR SELECT TO portal_app
  USING ("organisationId" = portal.organisation() AND (SELECT portal.administers()));
CREATE POLICY inviting ON "Invitation" FOR INSERT TO portal_app
  WITH CHECK ("organisationId" = portal.organisation() AND (SELECT portal.administers())
    AND "createdById" = portal.person() AND state = 'waiting' AND "acceptedById" IS NULL);
CREATE POLICY changing ON "Invitation" FOR UPDATE TO portal_app
  USING ("organisationId" = portal.organisation() AND (SELECT portal.administers()))
  WITH CHECK ("organisationId" = portal.organisation());
GRANT SELECT, INSERT ON "Invitation" TO portal_app;
GRANT UPDATE (state, "tokenHash", "expiresAt", "mailState", "mailAttempts", "mailNextAt", "lockNumber")
  ON "Invitation" TO portal_app;

-- An invitation goes from waiting to its end, and never back.
CREATE FUNCTION portal.invitations_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IN ('accepted', 'refused', 'revoked') AND NEW.state <> OLD.state
    OR OLD.state = 'to_confirm' AND NEW.state NOT IN ('to_confirm', 'accepted', 'refused')
    OR OLD.state = 'waiting' AND NEW.state = 'refused'
    OR current_user = 'portal_app' AND OLD.state = 'waiting' AND NEW.state IN ('accepted', 'to_confirm') THEN
    RAISE EXCEPTION 'an invitation is used once' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER used_once BEFORE UPDATE ON "Invitation"
  FOR EACH ROW EXECUTE FUNCTION portal.invitations_end();

-- What the link tells whoever holds it and has signed in; of a used one nothing.
CREATE FUNCTION portal.invitation_by(token bytea) RETURNS TABLE (id uuid, organisation jsonb,
  given_name text, surname text, rights jsonb, services jsonb, state text, expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT i.id, o.name, i."givenName", i.surname, i.rights,
    (SELECT coalesce(jsonb_object_agg(s.id, s.name), '{}') FROM "Service" s
      WHERE s."organisationId" = i."organisationId"
        AND s.id::text IN (SELECT r->>'serviceId' FROM jsonb_array_elements(i.rights) r)),
    i.state, i."expiresAt"
  FROM "Invitation" i JOIN "Organisation" o ON o.id = i."organisationId"
  WHERE i."tokenHash" = token AND portal.person() IS NOT NULL
$$;

-- Binds it to the person who signed in. With another name than the invited one nothing is given
-- before an administrator has said that it is the same person. Answers what became of it.
CREATE FUNCTION portal.take_invitation(token bytea, same_name boolean, session uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  found "Invitation";
  taken text;
BEGIN
  SELECT * INTO found FROM "Invitation" i WHERE i."tokenHash" = token FOR UPDATE;
  IF found.id IS NULL OR portal.person() IS NULL THEN RETURN 'not_found'; END IF;
  IF found.state <> 'waiting' THEN RETURN 'used'; END IF;
  -- Nobody gives rights to themselves by way of a second address.
  IF found."createdById" = portal.person() THEN RETURN 'own'; END IF;
  IF found."expiresAt" <= statement_timestamp() THEN RETURN 'expired'; END IF;
  taken := CASE WHEN same_name THEN 'accepted' ELSE 'to_confirm' END;
  UPDATE "Invitation" SET state = taken, "acceptedById" = portal.person(),
    "acceptedAt" = statement_timestamp(), "lockNumber" = "lockNumber" + 1 WHERE id = found.id;
  IF same_name THEN
    INSERT INTO "Membership" (id, "personId", "organisationId", "serviceId", role, "givenById")
    SELECT gen_random_uuid(), portal.person(), found."organisationId", (r->>'serviceId')::uuid, r->>'role',
      found."createdById"
    FROM jsonb_array_elements(found.rights) r
    ON CONFLICT DO NOTHING;
  END IF;
  INSERT INTO "AuditRecord" (id, "organisationId", "personId", "sessionId", act, "subjectKind", "subjectId", detail)
  VALUES (gen_random_uuid(), found."organisationId", portal.person(), session, 'invitation_taken',
    'invitation', found.id::text, jsonb_build_object('state', taken));
  RETURN taken;
END $$;
REVOKE ALL ON FUNCTION portal.invitation_by(bytea), portal.take_invitation(bytea, boolean, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.invitation_by(bytea), portal.take_invitation(bytea, boolean, uuid) TO portal_app;
