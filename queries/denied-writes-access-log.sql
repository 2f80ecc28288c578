-- title: Refused inventory writes in access logs
-- question: Which writes of inventory reports did the destination refuse?
-- parameter: bucket string | destination bucket
-- parameter: source string | source bucket of the inventory
-- parameter: id string | id of the inventory configuration
-- parameter: since time = 1970-01-01T00:00:00Z | nothing earlier (--since)
-- parameter: until time = 9999-12-31T23:59:59Z | nothing later (--until)
-- parameter: first_day day = @since | first partition read
-- parameter: last_day day = @until+1d | last partition read; records may be delivered on the day after
-- table: s3_access_logs
-- column: time | when the request came in, UTC
-- column: key | key of the write
-- column: requester | who wrote
-- column: status | HTTP status
-- column: error_code | why it was refused
-- column: request_id | joins with CloudTrail

SELECT
  format_datetime(TRY(parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z')), 'yyyy-MM-dd''T''HH:mm:ss''Z''') AS time,
  key,
  NULLIF(trim(requester), '-') AS requester,
  httpstatus AS status,
  NULLIF(errorcode, '-') AS error_code,
  requestid AS request_id
FROM s3_access_logs
WHERE
  "timestamp" BETWEEN :first_day AND :last_day
  AND TRY(parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z')) BETWEEN from_iso8601_timestamp(:since) AND from_iso8601_timestamp(:until)
  AND bucket_name = :bucket
  AND operation = 'REST.PUT.OBJECT'
  AND (httpstatus = '403' OR strpos(errorcode, 'KMS.') = 1)
  AND strpos('/' || key, '/' || :source || '/' || :id || '/') > 0
  AND strpos(trim(requester), 'arn:') <> 1
ORDER BY 1, request_id, key
