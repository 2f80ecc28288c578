-- title: Days with access log records
-- question: On which days does a bucket have access log records, how many, and where are days missing?
-- parameter: bucket string = '' | name of the bucket; empty for every bucket
-- parameter: since time = 1970-01-01T00:00:00Z | nothing earlier (--since)
-- parameter: until time = 9999-12-31T23:59:59Z | nothing later (--until)
-- parameter: first_day day = @since | first partition read
-- parameter: last_day day = @until+1d | last partition read; records may be delivered on the day after
-- table: s3_access_logs
-- column: bucket | bucket
-- column: day | day, UTC
-- column: records | records
-- column: days_missing | days without a record in front of this one
-- column: first_seen | first request, UTC
-- column: last_seen | last request, UTC

WITH requests AS (
  SELECT
    bucket_name AS bucket,
    TRY(parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z')) AS moment
  FROM s3_access_logs
  WHERE
    "timestamp" BETWEEN :first_day AND :last_day
    AND TRY(parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z')) BETWEEN from_iso8601_timestamp(:since) AND from_iso8601_timestamp(:until)
    AND (:bucket = '' OR bucket_name = :bucket)
),
days AS (
  SELECT
    bucket,
    format_datetime(moment, 'yyyy-MM-dd') AS day,
    COUNT(*) AS records,
    format_datetime(MIN(moment), 'yyyy-MM-dd''T''HH:mm:ss''Z''') AS first_seen,
    format_datetime(MAX(moment), 'yyyy-MM-dd''T''HH:mm:ss''Z''') AS last_seen
  FROM requests
  GROUP BY bucket, format_datetime(moment, 'yyyy-MM-dd')
)
SELECT
  bucket,
  day,
  records,
  date_diff('day', LAG(from_iso8601_date(day)) OVER (PARTITION BY bucket ORDER BY day), from_iso8601_date(day)) - 1 AS days_missing,
  first_seen,
  last_seen
FROM days
ORDER BY bucket, day
