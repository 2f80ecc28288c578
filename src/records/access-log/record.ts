import type { Instant } from '../../instant.ts';

/**
 * One line of an S3 server access log. Field order and names follow
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
 *
 * `null` stands for `-` and for a field that the line's era did not have yet.
 */
export interface AccessLogRecord {
  readonly kind: 'access-log';
  readonly bucketOwner: string | null;
  readonly bucket: string | null;
  /** When the request was received, to the second. */
  readonly time: Instant;
  readonly remoteIp: string | null;
  readonly requester: string | null;
  readonly requestId: string | null;
  readonly operation: string | null;
  /** As logged: URL-encoded, in some lines twice. Compare with `keyForms`. */
  readonly key: string | null;
  readonly requestUri: string | null;
  readonly httpStatus: number | null;
  readonly errorCode: string | null;
  readonly bytesSent: number | null;
  readonly objectSize: number | null;
  readonly totalTimeMs: number | null;
  readonly turnAroundTimeMs: number | null;
  readonly referer: string | null;
  readonly userAgent: string | null;
  readonly versionId: string | null;
  /** x-amz-id-2. */
  readonly hostId: string | null;
  readonly signatureVersion: string | null;
  readonly cipherSuite: string | null;
  readonly authenticationType: string | null;
  readonly hostHeader: string | null;
  readonly tlsVersion: string | null;
  readonly accessPointArn: string | null;
  readonly aclRequired: string | null;
  readonly sourceRegion: string | null;
  /** Fields after the 27th, which later versions of the format may append. */
  readonly extra: readonly string[];
}
