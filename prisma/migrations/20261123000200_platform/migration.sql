-- What the operator and /health need of all organisations together. The application's own role sees
-- one organisation at a time, so these run as the owner and hand out counts and times, never contents.

CREATE FUNCTION portal.platform_facts(worker_lock bigint, stuck_before timestamptz) RETURNS json
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
    'stuck', (SELECT count(*) FROM "Delivery"
      WHERE state IN ('waiting', 'publishing') AND "movedAt" < stuck_before),
    'enterpriseNumber', (SELECT "enterpriseNumber" FROM "Organisation" ORDER BY "createdAt" LIMIT 1))
$$;

-- The second lock: only somebody who operates the platform is told which deliveries stand still.
CREATE FUNCTION portal.stuck_deliveries(stuck_before timestamptz)
RETURNS TABLE (reference text, organisation jsonb, service jsonb, state text, attempts int,
               sent_at timestamptz, moved_at timestamptz, outcome_unknown_since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT d.reference, o.name, s.name, d.state, d.attempts, d."sentAt", d."movedAt", d."outcomeUnknownSince"
  FROM "Delivery" d
    JOIN "Organisation" o ON o.id = d."organisationId"
    JOIN "Service" s ON s.id = d."serviceId"
  WHERE d.state IN ('waiting', 'publishing') AND d."movedAt" < stuck_before
    AND EXISTS (SELECT 1 FROM "Membership" m WHERE m."personId" = portal.person()
      AND m.role = 'operator' AND m."organisationId" IS NULL AND m."endedAt" IS NULL)
  ORDER BY d."movedAt" LIMIT 100
$$;

REVOKE ALL ON FUNCTION portal.platform_facts(bigint, timestamptz), portal.stuck_deliveries(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.platform_facts(bigint, timestamptz), portal.stuck_deliveries(timestamptz) TO portal_app;
