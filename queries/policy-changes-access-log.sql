-- title: Policy changes in access logs
-- question: Who put or deleted the policy of a bucket, as its access log has it?
-- parameter: bucket string = '' | name of the bucket; empty for every bucket
-- parameter: since time = 1970-01-01T00:00:00Z | nothing earlier (--since)
-- parameter: until time = 9999-12-31T23:59:59Z | nothing later (--until)
-- parameter: first_day day = @since | first partition read
-- parameter: last_day day = @until+1d | last partition read; records may be delivered on the day after
-- table: s3_access_logs
-- column: time | when the request came in, UTC
-- column: bucket | bucket
-- column: operation | what was done
-- column: requester | who asked
-- column: source_ip | address of the caller
-- column: status | HTTP status
-- column: error_code | why it was refused
-- column: request_id | joins with CloudTrail
-- column: user_agent | program that asked

SELECT
  format_datetime(TRY(parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z')), 'yyyy-MM-dd''T''HH:mm:ss''Z''') AS time,
  bucket_name AS bucket,
  operation,
  NULLIF(trim(requester), '-') AS requester,
  NULLIF(remoteip, '-') AS source_ip,
  httpstatus AS status,
  NULLIF(errorcode, '-') AS error_code,
  requestid AS request_id,
  NULLIF(replace(useragent, '"', ''), '-') AS user_agent
FROM s3_access_logs
WHERE
  "timestamp" BETWEEN :first_day AND :last_day
  AND TRY(parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z')) BETWEEN from_iso8601_timestamp(:since) AND from_iso8601_timestamp(:until)
  AND operation IN ('REST.PUT.BUCKETPOLICY', 'REST.DELETE.BUCKETPOLICY')
  AND (:bucket = '' OR bucket_name = :bucket)
ORDER BY 1, request_id, operation, bucket
