-- title: Refused inventory writes in CloudTrail
-- question: Which writes of inventory reports were refused, as data events of the destination have it?
-- parameter: bucket string | destination bucket
-- parameter: source string | source bucket of the inventory
-- parameter: id string | id of the inventory configuration
-- parameter: since time = 1970-01-01T00:00:00Z | nothing earlier (--since)
-- parameter: until time = 9999-12-31T23:59:59Z | nothing later (--until)
-- parameter: accounts accounts = '' | account ids with commas between them; empty for every account
-- parameter: first_day day = @since | first partition read
-- parameter: last_day day = @until+1d | last partition read; records may be delivered on the day after
-- table: cloudtrail_logs
-- column: time | when the call completed, UTC
-- column: key | key of the write
-- column: error_code | why it was refused
-- column: error_message | the same in words
-- column: invoked_by | AWS service that wrote
-- column: request_id | joins with access logs
-- column: event_id | id of the event

SELECT
  eventtime AS time,
  json_extract_scalar(requestparameters, '$.key') AS key,
  errorcode AS error_code,
  errormessage AS error_message,
  useridentity.invokedby AS invoked_by,
  requestid AS request_id,
  eventid AS event_id
FROM cloudtrail_logs
WHERE
  "timestamp" BETWEEN :first_day AND :last_day
  AND account IN (:accounts)
  AND TRY(from_iso8601_timestamp(eventtime)) BETWEEN from_iso8601_timestamp(:since) AND from_iso8601_timestamp(:until)
  AND eventsource = 's3.amazonaws.com'
  AND eventname = 'PutObject'
  AND errorcode IS NOT NULL
  AND useridentity.arn IS NULL
  AND json_extract_scalar(requestparameters, '$.bucketName') = :bucket
  AND strpos('/' || json_extract_scalar(requestparameters, '$.key'), '/' || :source || '/' || :id || '/') > 0
ORDER BY eventtime, eventid
