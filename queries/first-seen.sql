-- title: First seen
-- question: Was an address, program or key ever seen for its caller before a change?
-- parameter: event_id string | id of the change (see policy-changes-cloudtrail)
-- parameter: since time = 1970-01-01T00:00:00Z | how far back to look (--since)
-- parameter: until time = 9999-12-31T23:59:59Z | nothing later (--until)
-- parameter: accounts accounts = '' | account ids with commas between them; empty for every account
-- parameter: first_day day = @since | first partition read
-- parameter: last_day day = @until+1d | last partition read; records may be delivered on the day after
-- table: cloudtrail_logs
-- column: what | source_ip, user_agent or access_key
-- column: value | as the change has it
-- column: caller | ARN of the caller, or the name where only that is logged; of a role, whichever its session
-- column: changed | when the change was made, UTC
-- column: calls_before | calls of the caller with that value before the change
-- column: first_before | the first of them; empty where it was never seen before
-- column: last_before | the last of them
-- column: calls_of_caller_before | all calls of the caller before: none means that nothing can be said

WITH calls AS (
  -- one event may lie in several trails
  SELECT DISTINCT
    eventid,
    eventtime,
    COALESCE(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn, useridentity.username) AS caller,
    sourceipaddress AS source_ip,
    useragent AS user_agent,
    useridentity.accesskeyid AS access_key
  FROM cloudtrail_logs
  WHERE
    "timestamp" BETWEEN :first_day AND :last_day
    AND account IN (:accounts)
    AND TRY(from_iso8601_timestamp(eventtime)) BETWEEN from_iso8601_timestamp(:since) AND from_iso8601_timestamp(:until)
),
marked AS (
  SELECT
    calls.*,
    MAX(CASE WHEN eventid = :event_id THEN eventtime END) OVER (PARTITION BY caller) AS changed,
    MAX(CASE WHEN eventid = :event_id THEN source_ip END) OVER (PARTITION BY caller) AS change_ip,
    MAX(CASE WHEN eventid = :event_id THEN user_agent END) OVER (PARTITION BY caller) AS change_agent,
    MAX(CASE WHEN eventid = :event_id THEN access_key END) OVER (PARTITION BY caller) AS change_key
  FROM calls
),
asked AS (
  SELECT
    caller,
    changed,
    eventtime,
    CASE w WHEN 1 THEN 'source_ip' WHEN 2 THEN 'user_agent' ELSE 'access_key' END AS what,
    CASE w WHEN 1 THEN change_ip WHEN 2 THEN change_agent ELSE change_key END AS value,
    CASE w WHEN 1 THEN source_ip WHEN 2 THEN user_agent ELSE access_key END AS seen
  FROM marked
  CROSS JOIN (VALUES (1), (2), (3)) AS kinds(w)
  WHERE changed IS NOT NULL
)
SELECT
  what,
  value,
  caller,
  changed,
  SUM(CASE WHEN eventtime < changed AND seen = value THEN 1 ELSE 0 END) AS calls_before,
  MIN(CASE WHEN eventtime < changed AND seen = value THEN eventtime END) AS first_before,
  MAX(CASE WHEN eventtime < changed AND seen = value THEN eventtime END) AS last_before,
  SUM(CASE WHEN eventtime < changed THEN 1 ELSE 0 END) AS calls_of_caller_before
FROM asked
WHERE value IS NOT NULL
GROUP BY what, value, caller, changed
ORDER BY what, value, caller, changed
