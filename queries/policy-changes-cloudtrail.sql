-- title: Policy changes in CloudTrail
-- question: Who put or deleted the policy of a bucket, and what did the new one say?
-- parameter: bucket string = '' | name of the bucket; empty for every bucket
-- parameter: since time = 1970-01-01T00:00:00Z | nothing earlier (--since)
-- parameter: until time = 9999-12-31T23:59:59Z | nothing later (--until)
-- parameter: accounts accounts = '' | account ids with commas between them; empty for every account
-- parameter: first_day day = @since | first partition read
-- parameter: last_day day = @until+1d | last partition read; records may be delivered on the day after
-- table: cloudtrail_logs
-- column: time | when the call completed, UTC
-- column: bucket | bucket
-- column: event_name | what was done
-- column: error_code | why it failed; empty for a success
-- column: caller | ARN of the caller, or the name where only that is logged; empty for an AWS service
-- column: caller_type | type of identity
-- column: access_key | access key of the session
-- column: invoked_by | AWS service that called, or that called for the caller
-- column: source_ip | address or service the call came from
-- column: user_agent | program that called
-- column: policy | the policy put
-- column: request_id | joins with access logs
-- column: event_id | id of the event

SELECT
  eventtime AS time,
  COALESCE(json_extract_scalar(requestparameters, '$.bucketName'), regexp_extract(element_at(filter(resources, r -> r.type = 'AWS::S3::Bucket'), 1).arn, '[^:]+$')) AS bucket,
  eventname AS event_name,
  errorcode AS error_code,
  COALESCE(useridentity.arn, useridentity.username) AS caller,
  useridentity.type AS caller_type,
  useridentity.accesskeyid AS access_key,
  useridentity.invokedby AS invoked_by,
  sourceipaddress AS source_ip,
  useragent AS user_agent,
  json_format(json_extract(requestparameters, '$.bucketPolicy')) AS policy,
  requestid AS request_id,
  eventid AS event_id
FROM cloudtrail_logs
WHERE
  "timestamp" BETWEEN :first_day AND :last_day
  AND account IN (:accounts)
  AND TRY(from_iso8601_timestamp(eventtime)) BETWEEN from_iso8601_timestamp(:since) AND from_iso8601_timestamp(:until)
  AND eventsource = 's3.amazonaws.com'
  AND eventname IN ('PutBucketPolicy', 'DeleteBucketPolicy')
  AND (:bucket = '' OR COALESCE(json_extract_scalar(requestparameters, '$.bucketName'), regexp_extract(element_at(filter(resources, r -> r.type = 'AWS::S3::Bucket'), 1).arn, '[^:]+$')) = :bucket)
ORDER BY eventtime, eventid
