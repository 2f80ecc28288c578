-- title: History of a bucket policy
-- question: What were the successive policies of a bucket, each beside the one it replaced?
-- parameter: bucket string | name of the bucket
-- parameter: since time = 1970-01-01T00:00:00Z | nothing earlier (--since)
-- parameter: until time = 9999-12-31T23:59:59Z | nothing later (--until)
-- parameter: accounts accounts = '' | account ids with commas between them; empty for every account
-- parameter: first_day day = @since | first partition read
-- parameter: last_day day = @until+1d | last partition read; records may be delivered on the day after
-- table: cloudtrail_logs
-- column: time | when the call completed, UTC
-- column: event_name | what was done
-- column: caller | ARN of the caller, or the name where only that is logged
-- column: source_ip | address or service the call came from
-- column: previous_policy | the policy before, where the log has it; empty for the first
-- column: policy | the policy from then on; empty after a deletion
-- column: event_id | id of the event

WITH changes AS (
  -- one event may lie in several trails
  SELECT DISTINCT
    eventtime,
    eventid,
    eventname,
    COALESCE(useridentity.arn, useridentity.username) AS caller,
    sourceipaddress,
    json_format(json_extract(requestparameters, '$.bucketPolicy')) AS policy
  FROM cloudtrail_logs
  WHERE
    "timestamp" BETWEEN :first_day AND :last_day
    AND account IN (:accounts)
    AND TRY(from_iso8601_timestamp(eventtime)) BETWEEN from_iso8601_timestamp(:since) AND from_iso8601_timestamp(:until)
    AND eventsource = 's3.amazonaws.com'
    AND eventname IN ('PutBucketPolicy', 'DeleteBucketPolicy')
    AND errorcode IS NULL
    AND COALESCE(json_extract_scalar(requestparameters, '$.bucketName'), regexp_extract(element_at(filter(resources, r -> r.type = 'AWS::S3::Bucket'), 1).arn, '[^:]+$')) = :bucket
)
SELECT
  eventtime AS time,
  eventname AS event_name,
  caller,
  sourceipaddress AS source_ip,
  LAG(policy) OVER (ORDER BY eventtime, eventid) AS previous_policy,
  policy,
  eventid AS event_id
FROM changes
ORDER BY eventtime, eventid
