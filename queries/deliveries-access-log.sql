-- title: Deliveries in access logs
-- question: Which runs of an inventory were delivered, and when did their manifests arrive?
-- parameter: bucket string | destination bucket
-- parameter: source string | source bucket of the inventory
-- parameter: id string | id of the inventory configuration
-- parameter: since time = 1970-01-01T00:00:00Z | nothing earlier (--since)
-- parameter: until time = 9999-12-31T23:59:59Z | nothing later (--until)
-- parameter: first_day day = @since | first partition read
-- parameter: last_day day = @until+1d | last partition read; records may be delivered on the day after
-- table: s3_access_logs
-- column: run | folder name of the run
-- column: arrived | when it was complete, UTC: when the checksum came in, else the manifest
-- column: days_since_previous | days between this run and the one before
-- column: manifest_key | key of manifest.json, or of its checksum where only that is in the log
-- column: requester | who wrote
-- column: request_id | request of the arrival, joins with CloudTrail

WITH writes AS (
  SELECT
    regexp_extract(key, '([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}-[0-9]{2}Z)/manifest\.', 1) AS run,
    TRY(from_iso8601_date(regexp_extract(key, '([0-9]{4}-[0-9]{2}-[0-9]{2})T[0-9]{2}-[0-9]{2}Z/manifest\.', 1))) AS day,
    format_datetime(TRY(parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z')), 'yyyy-MM-dd''T''HH:mm:ss''Z''') AS written,
    key,
    requester,
    requestid
  FROM s3_access_logs
  WHERE
    "timestamp" BETWEEN :first_day AND :last_day
    AND TRY(parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z')) BETWEEN from_iso8601_timestamp(:since) AND from_iso8601_timestamp(:until)
    AND bucket_name = :bucket
    AND operation = 'REST.PUT.OBJECT'
    AND httpstatus = '200'
    AND strpos('/' || key, '/' || :source || '/' || :id || '/') > 0
    AND regexp_like(key, '/manifest\.(json|checksum)$')
)
SELECT
  run,
  COALESCE(MIN(CASE WHEN key LIKE '%.checksum' THEN written END), MIN(written)) AS arrived,
  date_diff('day', LAG(MIN(day)) OVER (ORDER BY run), MIN(day)) AS days_since_previous,
  MAX(key) AS manifest_key,
  NULLIF(MIN(trim(requester)), '-') AS requester,
  min_by(requestid, CASE WHEN key LIKE '%.checksum' THEN '1 ' ELSE '2 ' END || written || requestid) AS request_id
FROM writes
WHERE run IS NOT NULL
GROUP BY run
ORDER BY run
