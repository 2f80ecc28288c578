-- title: Days with access log records
-- question: On which days does a bucket have access log records, and how many?
-- parameter: bucket string = '' | name of the bucket; empty for every bucket
-- parameter: since time = 1970-01-01T00:00:00Z | nothing earlier (--since)
-- parameter: until time = 9999-12-31T23:59:59Z | nothing later (--until)
-- parameter: first_day day = @since | first partition read
-- parameter: last_day day = @until+1d | last partition read; records may be delivered on the day after
-- table: s3_access_logs
-- column: bucket | bucket
-- column: day | day, UTC
-- column: records | records
-- column: first_seen | first request, UTC
-- column: last_seen | last request, UTC

SELECT
  bucket_name AS bucket,
  format_datetime(parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z'), 'yyyy-MM-dd') AS day,
  COUNT(*) AS records,
  format_datetime(MIN(parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z')), 'yyyy-MM-dd''T''HH:mm:ss''Z''') AS first_seen,
  format_datetime(MAX(parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z')), 'yyyy-MM-dd''T''HH:mm:ss''Z''') AS last_seen
FROM s3_access_logs
WHERE
  "timestamp" BETWEEN :first_day AND :last_day
  AND parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z') BETWEEN from_iso8601_timestamp(:since) AND from_iso8601_timestamp(:until)
  AND (:bucket = '' OR bucket_name = :bucket)
GROUP BY bucket_name, format_datetime(parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z'), 'yyyy-MM-dd')
ORDER BY bucket, day
