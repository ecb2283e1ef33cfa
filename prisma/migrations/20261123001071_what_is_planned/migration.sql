-- How much of an administrator's own organisation is planned to be erased, day by day.
CREATE FUNCTION portal.planned_erasures() RETURNS TABLE (
  day date, kind text, "serviceId" uuid, count bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT (p."eraseAt" AT TIME ZONE 'Europe/Brussels')::date, p.kind, p."serviceId", count(*)
  FROM "ErasurePlan" p
  WHERE p."organisationId" = portal.organisation() AND (SELECT portal.administers())
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
$$;
REVOKE ALL ON FUNCTION portal.planned_erasures() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.planned_erasures() TO portal_app;
