-- title: Access log records that an investigation needs
-- question: Which requests could tell when delivery broke, by which change and by whom, with all that their lines hold?
-- parameter: bucket string = '' | name of the bucket; empty for every bucket
-- parameter: since time = 1970-01-01T00:00:00Z | nothing earlier (--since)
-- parameter: until time = 9999-12-31T23:59:59Z | nothing later (--until)
-- parameter: first_day day = @since | first partition read
-- parameter: last_day day = @until+1d | last partition read; records may be delivered on the day after
-- table: s3_access_logs
-- column: bucketowner | as logged
-- column: bucket_name | as logged
-- column: requestdatetime | as logged
-- column: remoteip | as logged
-- column: requester | as logged
-- column: requestid | as logged
-- column: operation | as logged
-- column: key | as logged
-- column: request_uri | as logged
-- column: httpstatus | as logged
-- column: errorcode | as logged
-- column: bytessent | as logged
-- column: objectsize | as logged
-- column: totaltime | as logged
-- column: turnaroundtime | as logged
-- column: referrer | as logged
-- column: useragent | as logged
-- column: versionid | as logged
-- column: hostid | as logged
-- column: sigv | as logged
-- column: ciphersuite | as logged
-- column: authtype | as logged
-- column: endpoint | as logged
-- column: tlsversion | as logged
-- column: accesspointarn | as logged
-- column: aclrequired | as logged
-- column: sourceregion | as logged

WITH requests AS (
  SELECT
    *,
    TRY(parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z')) AS moment,
    (
      -- changes of buckets
      regexp_like(
        upper(operation),
        '^REST\.(PUT|DELETE)\.(BUCKETPOLICY|INVENTORY|ENCRYPTION|LIFECYCLE|BUCKET)$|^SOAP\.(CREATEBUCKET|DELETEBUCKET)$'
      )
      OR (
        key = '-'
        AND regexp_like(
          upper(operation),
          '^REST\.(PUT|DELETE)\.(PUBLIC_ACCESS_BLOCK|OWNERSHIP_CONTROLS|ACL|OBJECT_LOCK|OBJECT_LOCK_CONFIGURATION|REQUEST_PAYMENT|VERSIONING|LOGGING|LOGGING_STATUS)$|^SOAP\.(SETBUCKETACCESSCONTROLPOLICY|SETBUCKETLOGGINGSTATUS)$'
        )
      )
      -- the same under names that operations may get later
      OR (
        key = '-'
        AND NOT regexp_like(upper(operation), '^(REST\.(GET|HEAD|OPTIONS)|WEBSITE|S3|SOAP)\.')
        AND regexp_like(
          request_uri,
          '(?i)^"(PUT|DELETE) .*[?&](policy|inventory|encryption|lifecycle|publicAccessBlock|ownershipControls|acl|object-lock|requestPayment|versioning|logging)([=& ]|$)'
        )
      )
      -- manifests written or removed by anybody, what no ARN writes of a delivery or is refused, and whatever a service is
      -- refused; keys may be encoded
      OR (
        regexp_like(
          upper(operation),
          '^REST\.(PUT|POST|COPY|DELETE)\.OBJECT$|^REST\.POST\.UPLOAD$|^BATCH\.DELETE\.OBJECT$|^S3\.(EXPIRE\.OBJECT|CREATE\.DELETEMARKER)$|^SOAP\.(PUTOBJECT|PUTOBJECTINLINE|COPYOBJECT|DELETEOBJECT)$'
        )
        AND (
          regexp_like(key, '(?i)(/|%2F|%252F)manifest\.(json|checksum)$')
          OR (
            strpos(trim(requester), 'arn:') <> 1
            AND regexp_like(key, '(?i)(/|%2F|%252F)data(/|%2F|%252F)[^/]*$|(/|%2F|%252F)symlink\.txt$')
          )
          OR (strpos(trim(requester), 'svc:') = 1 AND httpstatus = '403')
        )
      )
    ) AS is_wanted
  FROM s3_access_logs
  WHERE
    "timestamp" BETWEEN :first_day AND :last_day
    AND TRY(parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z')) BETWEEN from_iso8601_timestamp(:since) AND from_iso8601_timestamp(:until)
    AND (:bucket = '' OR bucket_name = :bucket)
),
ranked AS (
  -- what is wanted (side 0), and the first and the last request of each day (1, -1), which tell what the log covers:
  -- the best-placed row of each group, found while the table is read once
  SELECT
    requests.*,
    side,
    ROW_NUMBER() OVER (
      PARTITION BY side, bucket_name, substr(requestdatetime, 1, 11), CASE WHEN side = 0 THEN uuid() END
      ORDER BY side * to_unixtime(moment), requestid, operation, key, versionid
    ) AS place
  FROM requests
  CROSS JOIN (VALUES (0), (1), (-1)) AS sides(side)
  WHERE is_wanted OR side <> 0
),
kept AS (
  -- the only request of a day is its first and its last
  SELECT
    ranked.*,
    ROW_NUMBER() OVER (PARTITION BY side = 0, bucket_name, requestid, operation, key, versionid ORDER BY side) AS copy
  FROM ranked
  WHERE place = 1 AND (side = 0 OR NOT COALESCE(is_wanted, false))
)
SELECT
  bucketowner,
  bucket_name,
  requestdatetime,
  remoteip,
  requester,
  requestid,
  operation,
  key,
  request_uri,
  httpstatus,
  errorcode,
  bytessent,
  objectsize,
  totaltime,
  turnaroundtime,
  referrer,
  useragent,
  versionid,
  hostid,
  sigv,
  ciphersuite,
  authtype,
  endpoint,
  tlsversion,
  accesspointarn,
  aclrequired,
  sourceregion
FROM kept
WHERE side = 0 OR copy = 1
ORDER BY moment, requestid, operation, key, versionid
