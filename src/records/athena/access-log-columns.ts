/**
 * The columns of Athena's table of access logs, partition columns aside, in the order of a line.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-s3-access-logs-to-identify-requests.html
 */
export const ACCESS_LOG_COLUMNS: readonly AccessLogColumn[] = [
  'bucketowner',
  'bucket_name',
  'requestdatetime',
  'remoteip',
  'requester',
  'requestid',
  'operation',
  'key',
  'request_uri',
  'httpstatus',
  'errorcode',
  'bytessent',
  'objectsize',
  'totaltime',
  'turnaroundtime',
  'referrer',
  'useragent',
  'versionid',
  'hostid',
  'sigv',
  'ciphersuite',
  'authtype',
  'endpoint',
  'tlsversion',
  'accesspointarn',
  'aclrequired',
  'sourceregion',
];

export type AccessLogColumn =
  | 'bucketowner'
  | 'bucket_name'
  | 'requestdatetime'
  | 'remoteip'
  | 'requester'
  | 'requestid'
  | 'operation'
  | 'key'
  | 'request_uri'
  | 'httpstatus'
  | 'errorcode'
  | 'bytessent'
  | 'objectsize'
  | 'totaltime'
  | 'turnaroundtime'
  | 'referrer'
  | 'useragent'
  | 'versionid'
  | 'hostid'
  | 'sigv'
  | 'ciphersuite'
  | 'authtype'
  | 'endpoint'
  | 'tlsversion'
  | 'accesspointarn'
  | 'aclrequired'
  | 'sourceregion';
