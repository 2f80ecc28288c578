-- title: Lines that do not parse
-- question: How many access log lines could not be read, and in which files?
-- parameter: since time = 1970-01-01T00:00:00Z | nothing earlier (--since)
-- parameter: until time = 9999-12-31T23:59:59Z | nothing later (--until)
-- parameter: first_day day = @since | first partition read
-- parameter: last_day day = @until | last partition read
-- table: s3_access_logs
-- column: day | partition
-- column: file | file
-- column: lines | lines in it that could not be read

SELECT
  "timestamp" AS day,
  "$path" AS file,
  COUNT(*) AS lines
FROM s3_access_logs
WHERE
  "timestamp" BETWEEN :first_day AND :last_day
  AND bucketowner IS NULL
GROUP BY "timestamp", "$path"
ORDER BY day, file
