-- title: Access logs by day
-- question: Makes s3_access_logs over logs with date-partitioned keys (EventTime or DeliveryTime): location is s3://log-bucket/prefix/account/region/source-bucket/
-- parameter: location location | where the logs are, s3://bucket/prefix/ with a slash at the end
-- parameter: since date | day of the first logs

CREATE EXTERNAL TABLE IF NOT EXISTS `s3_access_logs` (
  `bucketowner` STRING,
  `bucket_name` STRING,
  `requestdatetime` STRING,
  `remoteip` STRING,
  `requester` STRING,
  `requestid` STRING,
  `operation` STRING,
  `key` STRING,
  `request_uri` STRING,
  `httpstatus` STRING,
  `errorcode` STRING,
  `bytessent` BIGINT,
  `objectsize` BIGINT,
  `totaltime` STRING,
  `turnaroundtime` STRING,
  `referrer` STRING,
  `useragent` STRING,
  `versionid` STRING,
  `hostid` STRING,
  `sigv` STRING,
  `ciphersuite` STRING,
  `authtype` STRING,
  `endpoint` STRING,
  `tlsversion` STRING,
  `accesspointarn` STRING,
  `aclrequired` STRING,
  `sourceregion` STRING
)
PARTITIONED BY (`timestamp` STRING)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.RegexSerDe'
WITH SERDEPROPERTIES (
  'input.regex' = '([^ ]+) ([^ ]+) \\[([^\\]]*)\\] ([^ ]+) ([^"]+?) ([^ ]+) (-|[A-Z][A-Z0-9_]*\\.[A-Za-z0-9_.]+) ([^ ]+|[^"]+?) (-|".*?") (-|[0-9]{3}) ([^ ]+) (-|[0-9]+) (-|[0-9]+) (-|[0-9]+) (-|[0-9]+) (-|".*?") (-|".*") ([^ "]+)(?: ([^ ]+)(?: ([^ ]+)(?: ([^ ]+)(?: ([^ ]+)(?: ([^ ]+)(?: ([^ ]+)(?: ([^ ]+)(?: ([^ ]+)(?: ([^ ]+))?)?)?)?)?)?)?)?(?: .*)?)?'
)
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.TextInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
LOCATION '{{location}}'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.timestamp.type' = 'date',
  'projection.timestamp.format' = 'yyyy/MM/dd',
  'projection.timestamp.interval' = '1',
  'projection.timestamp.interval.unit' = 'DAYS',
  'projection.timestamp.range' = '{{since}},NOW',
  'storage.location.template' = '{{location}}${timestamp}'
)
