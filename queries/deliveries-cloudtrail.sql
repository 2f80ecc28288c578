-- title: Deliveries in CloudTrail
-- question: Which runs of an inventory were delivered, as data events of the destination have it?
-- parameter: bucket string | destination bucket
-- parameter: source string | source bucket of the inventory
-- parameter: id string | id of the inventory configuration
-- parameter: since time = 1970-01-01T00:00:00Z | nothing earlier (--since)
-- parameter: until time = 9999-12-31T23:59:59Z | nothing later (--until)
-- parameter: accounts accounts = '' | account ids with commas between them; empty for every account
-- parameter: first_day day = @since | first partition read
-- parameter: last_day day = @until+1d | last partition read; records may be delivered on the day after
-- table: cloudtrail_logs
-- column: run | folder name of the run
-- column: arrived | when it was complete, UTC: when the checksum came in, else the manifest
-- column: days_since_previous | days between this run and the one before
-- column: manifest_key | key of manifest.json, or of its checksum where only that is in the log
-- column: invoked_by | AWS service that wrote
-- column: event_id | event of the arrival

WITH writes AS (
  SELECT
    regexp_extract(json_extract_scalar(requestparameters, '$.key'), '([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}-[0-9]{2}Z)/manifest\.', 1) AS run,
    TRY(from_iso8601_date(regexp_extract(json_extract_scalar(requestparameters, '$.key'), '([0-9]{4}-[0-9]{2}-[0-9]{2})T[0-9]{2}-[0-9]{2}Z/manifest\.', 1))) AS day,
    eventtime AS written,
    json_extract_scalar(requestparameters, '$.key') AS key,
    useridentity.invokedby AS invoked_by,
    eventid
  FROM cloudtrail_logs
  WHERE
    "timestamp" BETWEEN :first_day AND :last_day
    AND account IN (:accounts)
    AND TRY(from_iso8601_timestamp(eventtime)) BETWEEN from_iso8601_timestamp(:since) AND from_iso8601_timestamp(:until)
    AND eventsource = 's3.amazonaws.com'
    AND eventname = 'PutObject'
    AND errorcode IS NULL
    AND json_extract_scalar(requestparameters, '$.bucketName') = :bucket
    AND strpos('/' || json_extract_scalar(requestparameters, '$.key'), '/' || :source || '/' || :id || '/') > 0
    AND regexp_like(json_extract_scalar(requestparameters, '$.key'), '/manifest\.(json|checksum)$')
)
SELECT
  run,
  COALESCE(MIN(CASE WHEN key LIKE '%.checksum' THEN written END), MIN(written)) AS arrived,
  date_diff('day', LAG(MIN(day)) OVER (ORDER BY run), MIN(day)) AS days_since_previous,
  MAX(key) AS manifest_key,
  MIN(invoked_by) AS invoked_by,
  min_by(eventid, CASE WHEN key LIKE '%.checksum' THEN '1 ' ELSE '2 ' END || written || eventid) AS event_id
FROM writes
WHERE run IS NOT NULL
GROUP BY run
ORDER BY run
