import type { Case } from '../case/case.ts';
import type { DeniedAttempt } from '../delivery-path/delivery.ts';
import { type DeliveryKey, parseDeliveryKey } from '../profile/inventory/keys.ts';
import type { Call } from '../sightings/call.ts';

/** A write, refused write or removal of an object of this configuration's deliveries. */
export interface DeliveryCall {
  readonly call: Call;
  readonly key: string;
  readonly parts: DeliveryKey;
  readonly bucket: string;
}

/** The object calls among `calls` that concern the case's deliveries, under any prefix. */
export function deliveryCalls(
  calls: readonly Call[],
  subject: Pick<Case, 'sourceBucket' | 'configurationId'>,
): DeliveryCall[] {
  return calls.flatMap((call) => {
    if (call.action.kind !== 'put-object' && call.action.kind !== 'delete-object') return [];
    const parts = parseDeliveryKey(call.action.key);
    if (
      parts === null ||
      parts.sourceBucket !== subject.sourceBucket ||
      parts.configurationId !== subject.configurationId
    )
      return [];
    return [{ call, key: call.action.key, parts, bucket: call.action.bucket }];
  });
}

/**
 * The refused writes among them: a PutObject by the S3 service, never by an IAM or STS identity,
 * refused with 403 or with an error of KMS.
 */
export function deniedAttempts(writes: readonly DeliveryCall[]): DeniedAttempt[] {
  return writes
    .filter(({ call }) => call.action.kind === 'put-object' && !call.succeeded && isRefusal(call) && isS3Service(call))
    .map(({ call, key, parts, bucket }) => ({
      time: call.time,
      key,
      bucket,
      run: parts.run,
      errorCode: call.errorCode,
      evidence: call.evidence,
    }));
}

function isRefusal(call: Call): boolean {
  const code = call.errorCode ?? '';
  return call.status === 403 || code === 'AccessDenied' || code.startsWith('KMS.') || code === 'AllAccessDisabled';
}

/** The identity under which S3 writes: `svc:s3.amazonaws.com` in access logs, an AWSService in CloudTrail. */
function isS3Service(call: Call): boolean {
  return call.actor.type === 'AWSService' && call.actor.arn === null && call.actor.invokedBy === 's3.amazonaws.com';
}
