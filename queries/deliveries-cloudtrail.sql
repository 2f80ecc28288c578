-- title: Deliveries in CloudTrail
-- question: Which runs of an inventory were delivered, as data events of the destination have it?
-- parameter: bucket string | destination bucket
-- parameter: source string | source bucket of the inventory
-- parameter: id string | id of the inventory configuration
-- parameter: since time = 1970-01-01T00:00:00Z | nothing earlier (--since)
-- parameter: until time = 9999-12-31T23:59:59Z | nothing later (--until)
-- parameter: first_day day = @since | first partition read
-- parameter: last_day day = @until+1d | last partition read; records may be delivered on the day after
-- table: cloudtrail_logs
-- column: run | folder name of the run
-- column: arrived | when the write completed, UTC
-- column: key | key of the manifest or its checksum
-- column: invoked_by | AWS service that wrote
-- column: event_id | id of the event

SELECT
  regexp_extract(json_extract_scalar(requestparameters, '$.key'), '([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}-[0-9]{2}Z)/manifest\.', 1) AS run,
  eventtime AS arrived,
  json_extract_scalar(requestparameters, '$.key') AS key,
  useridentity.invokedby AS invoked_by,
  eventid AS event_id
FROM cloudtrail_logs
WHERE
  "timestamp" BETWEEN :first_day AND :last_day
  AND from_iso8601_timestamp(eventtime) BETWEEN from_iso8601_timestamp(:since) AND from_iso8601_timestamp(:until)
  AND eventsource = 's3.amazonaws.com'
  AND eventname = 'PutObject'
  AND errorcode IS NULL
  AND json_extract_scalar(requestparameters, '$.bucketName') = :bucket
  AND strpos('/' || json_extract_scalar(requestparameters, '$.key'), '/' || :source || '/' || :id || '/') > 0
  AND regexp_like(json_extract_scalar(requestparameters, '$.key'), '/manifest\.(json|checksum)$')
ORDER BY 1, eventtime, eventid
