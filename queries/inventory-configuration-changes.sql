-- title: Inventory configuration changes
-- question: Who put or deleted an inventory configuration, and was it enabled?
-- parameter: bucket string = '' | source bucket; empty for every bucket
-- parameter: id string = '' | configuration id; empty for every configuration
-- parameter: since time = 1970-01-01T00:00:00Z | nothing earlier (--since)
-- parameter: until time = 9999-12-31T23:59:59Z | nothing later (--until)
-- parameter: accounts accounts = '' | account ids with commas between them; empty for every account
-- parameter: first_day day = @since | first partition read
-- parameter: last_day day = @until+1d | last partition read; records may be delivered on the day after
-- table: cloudtrail_logs
-- column: time | when the call completed, UTC
-- column: bucket | source bucket
-- column: configuration_id | id of the configuration
-- column: event_name | what was done
-- column: error_code | why it failed; empty for a success
-- column: is_enabled | true or false; empty for a deletion
-- column: frequency | schedule
-- column: destination | destination bucket, as an ARN
-- column: prefix | destination prefix
-- column: encryption | encryption of the reports, as JSON; empty for the bucket's own
-- column: caller | ARN of the caller, or the name where only that is logged; empty for an AWS service
-- column: caller_type | type of identity
-- column: access_key | access key of the session
-- column: invoked_by | AWS service that called, or that called for the caller
-- column: source_ip | address or service the call came from
-- column: user_agent | program that called
-- column: event_id | id of the event

SELECT
  eventtime AS time,
  COALESCE(json_extract_scalar(requestparameters, '$.bucketName'), regexp_extract(element_at(filter(resources, r -> r.type = 'AWS::S3::Bucket'), 1).arn, '[^:]+$')) AS bucket,
  json_extract_scalar(requestparameters, '$.id') AS configuration_id,
  eventname AS event_name,
  errorcode AS error_code,
  json_extract_scalar(requestparameters, '$.InventoryConfiguration.IsEnabled') AS is_enabled,
  json_extract_scalar(requestparameters, '$.InventoryConfiguration.Schedule.Frequency') AS frequency,
  json_extract_scalar(requestparameters, '$.InventoryConfiguration.Destination.S3BucketDestination.Bucket') AS destination,
  json_extract_scalar(requestparameters, '$.InventoryConfiguration.Destination.S3BucketDestination.Prefix') AS prefix,
  json_format(json_extract(requestparameters, '$.InventoryConfiguration.Destination.S3BucketDestination.Encryption')) AS encryption,
  COALESCE(useridentity.arn, useridentity.username) AS caller,
  useridentity.type AS caller_type,
  useridentity.accesskeyid AS access_key,
  useridentity.invokedby AS invoked_by,
  sourceipaddress AS source_ip,
  useragent AS user_agent,
  eventid AS event_id
FROM cloudtrail_logs
WHERE
  "timestamp" BETWEEN :first_day AND :last_day
  AND account IN (:accounts)
  AND TRY(from_iso8601_timestamp(eventtime)) BETWEEN from_iso8601_timestamp(:since) AND from_iso8601_timestamp(:until)
  AND eventsource = 's3.amazonaws.com'
  AND eventname IN (
    'PutBucketInventoryConfiguration', 'DeleteBucketInventoryConfiguration',
    'PutInventoryConfiguration', 'DeleteInventoryConfiguration'
  )
  AND (:bucket = '' OR COALESCE(json_extract_scalar(requestparameters, '$.bucketName'), regexp_extract(element_at(filter(resources, r -> r.type = 'AWS::S3::Bucket'), 1).arn, '[^:]+$')) = :bucket)
  AND (:id = '' OR json_extract_scalar(requestparameters, '$.id') = :id)
ORDER BY eventtime, eventid
