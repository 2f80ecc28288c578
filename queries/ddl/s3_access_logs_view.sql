-- title: Access logs in one folder, as the queries want them
-- question: Makes the view s3_access_logs over s3_access_logs_flat; every query reads all logs, and unparsed-lines, which names files, needs the table by day

CREATE OR REPLACE VIEW s3_access_logs AS
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
  sourceregion,
  COALESCE(format_datetime(parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z'), 'yyyy/MM/dd'), '1970/01/01') AS "timestamp"
FROM s3_access_logs_flat
