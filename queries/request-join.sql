-- title: One request in both logs
-- question: Which requests on a bucket are in both logs, and what does each say?
-- parameter: bucket string | name of the bucket
-- parameter: since time = 1970-01-01T00:00:00Z | nothing earlier (--since)
-- parameter: until time = 9999-12-31T23:59:59Z | nothing later (--until)
-- parameter: accounts accounts = '' | account ids with commas between them; empty for every account
-- parameter: first_day day = @since | first partition read
-- parameter: last_day day = @until+1d | last partition read; records may be delivered on the day after
-- table: s3_access_logs
-- table: cloudtrail_logs
-- column: time | when the call completed, UTC
-- column: request_id | id of the request
-- column: operation | operation in the access log
-- column: event_name | name in CloudTrail
-- column: key | key of the object, as logged
-- column: status | HTTP status
-- column: error_code | error in CloudTrail
-- column: requester | who asked, by the access log
-- column: caller | ARN of the caller, or the name where only that is logged, by CloudTrail
-- column: access_key | access key of the session
-- column: source_ip | address in the access log
-- column: event_id | id of the event

WITH logged AS (
  SELECT requestid, operation, key, httpstatus, requester, remoteip, versionid
  FROM s3_access_logs
  WHERE
    "timestamp" BETWEEN :first_day AND :last_day
    AND TRY(parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z')) BETWEEN from_iso8601_timestamp(:since) AND from_iso8601_timestamp(:until)
    AND bucket_name = :bucket
),
events AS (
  SELECT eventtime, eventid, eventname, errorcode, requestid, useridentity
  FROM cloudtrail_logs
  WHERE
    "timestamp" BETWEEN :first_day AND :last_day
    AND account IN (:accounts)
    AND TRY(from_iso8601_timestamp(eventtime)) BETWEEN from_iso8601_timestamp(:since) AND from_iso8601_timestamp(:until)
    AND eventsource = 's3.amazonaws.com'
    AND COALESCE(json_extract_scalar(requestparameters, '$.bucketName'), regexp_extract(element_at(filter(resources, r -> r.type = 'AWS::S3::Bucket'), 1).arn, '[^:]+$')) = :bucket
)
SELECT
  events.eventtime AS time,
  events.requestid AS request_id,
  logged.operation,
  events.eventname AS event_name,
  NULLIF(logged.key, '-') AS key,
  logged.httpstatus AS status,
  events.errorcode AS error_code,
  NULLIF(trim(logged.requester), '-') AS requester,
  COALESCE(events.useridentity.arn, events.useridentity.username) AS caller,
  events.useridentity.accesskeyid AS access_key,
  NULLIF(logged.remoteip, '-') AS source_ip,
  events.eventid AS event_id
FROM events
JOIN logged ON logged.requestid = events.requestid
ORDER BY events.eventtime, events.eventid, logged.operation, logged.key, logged.versionid
