-- title: Top requesters of a bucket
-- question: Who asks most of a bucket, and how much of it fails?
-- parameter: bucket string | name of the bucket
-- parameter: since time = 1970-01-01T00:00:00Z | nothing earlier (--since)
-- parameter: until time = 9999-12-31T23:59:59Z | nothing later (--until)
-- parameter: first_day day = @since | first partition read
-- parameter: last_day day = @until+1d | last partition read; records may be delivered on the day after
-- table: s3_access_logs
-- column: requester | who asked; empty for anonymous
-- column: requests | requests
-- column: denied | answered 403
-- column: failed | answered 400 or above
-- column: failed_percent | share of failed requests
-- column: bytes_sent | bytes sent
-- column: first_seen | first request, UTC
-- column: last_seen | last request, UTC

SELECT
  NULLIF(trim(requester), '-') AS requester,
  COUNT(*) AS requests,
  SUM(CASE WHEN httpstatus = '403' THEN 1 ELSE 0 END) AS denied,
  SUM(CASE WHEN httpstatus >= '400' THEN 1 ELSE 0 END) AS failed,
  ROUND(CAST(SUM(CASE WHEN httpstatus >= '400' THEN 1 ELSE 0 END) AS double) * 100 / COUNT(*), 1) AS failed_percent,
  COALESCE(SUM(bytessent), 0) AS bytes_sent,
  format_datetime(MIN(TRY(parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z'))), 'yyyy-MM-dd''T''HH:mm:ss''Z''') AS first_seen,
  format_datetime(MAX(TRY(parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z'))), 'yyyy-MM-dd''T''HH:mm:ss''Z''') AS last_seen
FROM s3_access_logs
WHERE
  "timestamp" BETWEEN :first_day AND :last_day
  AND TRY(parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z')) BETWEEN from_iso8601_timestamp(:since) AND from_iso8601_timestamp(:until)
  AND bucket_name = :bucket
GROUP BY NULLIF(trim(requester), '-')
ORDER BY requests DESC, requester
