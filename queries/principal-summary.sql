-- title: What a principal uses
-- question: With which Regions, addresses, programs and keys did a caller call, and when first and last?
-- parameter: caller string | ARN of a user, role or session, or a part of it
-- parameter: since time = 1970-01-01T00:00:00Z | nothing earlier (--since)
-- parameter: until time = 9999-12-31T23:59:59Z | nothing later (--until)
-- parameter: accounts accounts = '' | account ids with commas between them; empty for every account
-- parameter: first_day day = @since | first partition read
-- parameter: last_day day = @until+1d | last partition read; records may be delivered on the day after
-- table: cloudtrail_logs
-- column: what | call, region, source_ip, user_agent or access_key
-- column: value | service and name of the call, Region, address, program or key
-- column: calls | calls with it
-- column: failed | those of them that failed
-- column: first_seen | first call with it, UTC
-- column: last_seen | last call with it, UTC

WITH calls AS (
  -- one event may lie in several trails
  SELECT DISTINCT
    eventid,
    eventtime,
    errorcode,
    eventsource || ' ' || eventname AS call_name,
    awsregion,
    sourceipaddress,
    useragent,
    useridentity.accesskeyid AS access_key
  FROM cloudtrail_logs
  WHERE
    "timestamp" BETWEEN :first_day AND :last_day
    AND account IN (:accounts)
    AND TRY(from_iso8601_timestamp(eventtime)) BETWEEN from_iso8601_timestamp(:since) AND from_iso8601_timestamp(:until)
    AND (
      strpos(COALESCE(useridentity.arn, useridentity.username, ''), :caller) > 0
      OR strpos(COALESCE(useridentity.sessioncontext.sessionissuer.arn, ''), :caller) > 0
    )
),
used AS (
  SELECT
    eventtime,
    errorcode,
    CASE w WHEN 1 THEN 'call' WHEN 2 THEN 'region' WHEN 3 THEN 'source_ip' WHEN 4 THEN 'user_agent' ELSE 'access_key' END AS what,
    CASE w WHEN 1 THEN call_name WHEN 2 THEN awsregion WHEN 3 THEN sourceipaddress WHEN 4 THEN useragent ELSE access_key END AS value
  FROM calls
  CROSS JOIN (VALUES (1), (2), (3), (4), (5)) AS kinds(w)
)
SELECT
  what,
  value,
  COUNT(*) AS calls,
  COUNT(errorcode) AS failed,
  MIN(eventtime) AS first_seen,
  MAX(eventtime) AS last_seen
FROM used
WHERE value IS NOT NULL
GROUP BY what, value
ORDER BY what, calls DESC, value
