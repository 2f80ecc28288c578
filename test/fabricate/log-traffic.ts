import { type LogLine, logLine } from './access-log.ts';
import { DESTINATION_ACCOUNT, DESTINATION_BUCKET, DESTINATION_CANONICAL_ID } from './cast.ts';
import { isoSeconds } from './delivery.ts';
import { derivedChoice, derivedHex, derivedInteger } from './derive.ts';

export interface Traffic {
  readonly bucket?: string;
  readonly owner?: string;
  /** Days, `2026-02-09`, both included. */
  readonly first: string;
  readonly last: string;
  readonly requestsPerDay: number;
}

/**
 * What a bucket's access log is full of: dashboards reading reports, browsers with odd user agents,
 * health checks, policy reads by an auditor, other services writing. Nothing here changes a delivery.
 */
export function unrelatedTraffic(traffic: Traffic): LogLine[] {
  const lines: LogLine[] = [];
  for (let day = Date.parse(traffic.first); day <= Date.parse(traffic.last); day += 86_400_000) {
    for (let index = 0; index < traffic.requestsPerDay; index++) {
      const time = isoSeconds(day + derivedInteger(0, 86_399, 'traffic', traffic.bucket ?? '', day, index) * 1000);
      lines.push(trafficLine(traffic, time, derivedInteger(0, 99, 'kind', time, index), index));
    }
  }
  return lines;
}

function trafficLine(traffic: Traffic, time: string, dice: number, index: number): LogLine {
  const bucket = traffic.bucket ?? DESTINATION_BUCKET;
  const common = { time, bucket, owner: traffic.owner ?? DESTINATION_CANONICAL_ID };
  const remoteIp = `192.0.2.${derivedInteger(1, 254, 'ip', time, index)}`;
  if (dice < 45) {
    const key = `dashboards/${derivedChoice(['usage', 'cost', 'growth'], time, 'board')}/${derivedHex(12, time)}.json`;
    return logLine({
      ...common,
      remoteIp,
      requester: `arn:aws:sts::${DESTINATION_ACCOUNT}:assumed-role/analytics/superset-worker-${index % 3}`,
      operation: 'REST.GET.OBJECT',
      key,
      uri: `GET /${key} HTTP/1.1`,
      status: derivedChoice([200, 200, 200, 206, 304], time, 'status'),
      bytesSent: derivedInteger(900, 90_000, time, 'sent'),
      objectSize: derivedInteger(90_000, 900_000, time, 'size'),
      userAgent: 'Boto3/1.40.11 md/Botocore#1.40.11 ua/2.1 os/linux#6.1.0 lang/python#3.12.8',
    });
  }
  if (dice < 60) {
    return logLine({
      ...common,
      remoteIp,
      requester: null,
      operation: 'REST.GET.OBJECT',
      key: 'public/logo.svg',
      uri: 'GET /public/logo.svg?utm_source="newsletter" HTTP/1.1',
      status: 403,
      errorCode: 'AccessDenied',
      bytesSent: 243,
      referer: 'https://intranet.acme.example/search?q="storage report"',
      userAgent: `${derivedChoice(['"', ''], time, 'quote')}Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36`,
    });
  }
  if (dice < 75) {
    const key = `exports/it's%2520${derivedHex(6, time)}%2522final%2522.xlsx`;
    return logLine({
      ...common,
      remoteIp,
      requester: `arn:aws:iam::${DESTINATION_ACCOUNT}:user/finance-export`,
      operation: 'REST.HEAD.OBJECT',
      key,
      uri: `HEAD /${key} HTTP/1.1`,
      status: derivedChoice([200, 404], time, 'head'),
      userAgent: 'aws-sdk-go-v2/1.36.3 ua/2.1 os/linux lang/go#1.23.7',
    });
  }
  if (dice < 88) {
    const key = `access/${time.slice(0, 10)}-00-17-05-${derivedHex(16, time).toUpperCase()}`;
    return logLine({
      ...common,
      // Another bucket of the same account, whose log goes to the same place.
      bucket: 'acme-logs',
      remoteIp: null,
      requester: 'svc:logging.s3.amazonaws.com',
      operation: 'REST.PUT.OBJECT',
      key,
      uri: `PUT /acme-logs/${key} HTTP/1.1`,
      status: 200,
      objectSize: 1832,
      userAgent: null,
    });
  }
  return logLine({
    ...common,
    remoteIp,
    requester: `arn:aws:sts::${DESTINATION_ACCOUNT}:assumed-role/security-audit/prowler`,
    operation: dice < 95 ? 'REST.GET.BUCKETPOLICY' : 'REST.GET.BUCKET',
    key: null,
    uri: dice < 95 ? `GET /${bucket}?policy HTTP/1.1` : `GET /${bucket}?list-type=2&prefix=inv%2F HTTP/1.1`,
    status: 200,
    bytesSent: 1204,
    userAgent: 'Boto3/1.34.69 md/Botocore#1.34.69 ua/2.0 os/linux lang/python#3.11.9',
  });
}
