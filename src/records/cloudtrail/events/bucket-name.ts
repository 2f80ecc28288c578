import { recordedValue } from '../../recorded.ts';
import { objectOf, textOf, wordOf } from '../members.ts';
import type { CloudTrailRecord } from '../record.ts';

/**
 * The bucket that an S3 event is about: from its parameters, else from its resources (all there is when the
 * parameters were dropped or the row came from the console), else from the host name it was sent to. null when
 * none of them names one.
 */
export function bucketNameOf(record: CloudTrailRecord): string | null {
  const parameters = recordedValue(record.requestParameters);
  return (
    wordOf(parameters?.['bucketName']) ??
    bucketInResources(record.resources) ??
    bucketInHost(wordOf(parameters?.['Host'] ?? parameters?.['host'])) ??
    bucketInHost(textOf(objectOf(record.raw['tlsDetails'])?.['clientProvidedHostHeader']))
  );
}

/** The object key of an S3 data event, from its parameters, else from its object ARN. As called: not URL-encoded. */
export function objectKeyOf(record: CloudTrailRecord): string | null {
  const key = wordOf(recordedValue(record.requestParameters)?.['key']);
  if (key !== null) {
    return key;
  }
  for (const { arn } of record.resources) {
    const path = pathInS3Arn(arn);
    const slash = path?.indexOf('/') ?? -1;
    if (path !== null && slash > 0) {
      return textOf(path.slice(slash + 1));
    }
  }
  return null;
}

function bucketInResources(resources: CloudTrailRecord['resources']): string | null {
  for (const { arn } of resources) {
    const path = pathInS3Arn(arn);
    if (path !== null) {
      return textOf(path.split('/', 1)[0]);
    }
  }
  return null;
}

/** `acme-reports/inv/x` in `arn:aws:s3:::acme-reports/inv/x`; null for access points and other services. */
function pathInS3Arn(arn: string | null): string | null {
  return arn === null ? null : (S3_ARN.exec(arn)?.[1] ?? null);
}

/** `acme-reports.s3.eu-west-1.amazonaws.com`: everything before the last `.s3.`; path-style hosts have none. */
function bucketInHost(host: string | null): string | null {
  const end = host?.lastIndexOf('.s3.') ?? -1;
  return host !== null && end > 0 && host.includes('.amazonaws.com') ? host.slice(0, end) : null;
}

const S3_ARN = /^arn:aws[a-z-]*:s3:::(.+)$/s;
