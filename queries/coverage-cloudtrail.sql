-- title: Days with CloudTrail records
-- question: On which days does a trail have records, by account, Region and category, and where are days missing?
-- parameter: since time = 1970-01-01T00:00:00Z | nothing earlier (--since)
-- parameter: until time = 9999-12-31T23:59:59Z | nothing later (--until)
-- parameter: accounts accounts = '' | account ids with commas between them; empty for every account
-- parameter: first_day day = @since | first partition read
-- parameter: last_day day = @until+1d | last partition read; records may be delivered on the day after
-- table: cloudtrail_logs
-- column: account | account
-- column: region | Region
-- column: category | Management or Data
-- column: day | day, UTC
-- column: records | records
-- column: days_missing | days without a record in front of this one
-- column: first_seen | first event, UTC
-- column: last_seen | last event, UTC

WITH days AS (
  SELECT
    recipientaccountid AS account,
    awsregion AS region,
    eventcategory AS category,
    substr(eventtime, 1, 10) AS day,
    COUNT(*) AS records,
    MIN(eventtime) AS first_seen,
    MAX(eventtime) AS last_seen
  FROM cloudtrail_logs
  WHERE
    "timestamp" BETWEEN :first_day AND :last_day
    AND account IN (:accounts)
    AND TRY(from_iso8601_timestamp(eventtime)) BETWEEN from_iso8601_timestamp(:since) AND from_iso8601_timestamp(:until)
  GROUP BY recipientaccountid, awsregion, eventcategory, substr(eventtime, 1, 10)
)
SELECT
  account,
  region,
  category,
  day,
  records,
  date_diff(
    'day',
    LAG(TRY(from_iso8601_date(day))) OVER (PARTITION BY account, region, category ORDER BY day),
    TRY(from_iso8601_date(day))
  ) - 1 AS days_missing,
  first_seen,
  last_seen
FROM days
ORDER BY account, region, category, day
