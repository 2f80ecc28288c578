import type { Writer } from '../profile/profile.ts';
import type { Actor } from '../records/actor.ts';

/** Whether a call is the writer's own: of a service `svc:s3.amazonaws.com` in access logs, an AWSService in CloudTrail. */
export function isWriter({ type, arn, accountId, invokedBy }: Actor, writer: Writer): boolean {
  return writer.kind === 'service'
    ? type === 'AWSService' && arn === null && invokedBy === writer.service
    : accountId === writer.accountId;
}

/** Whether a call is somebody else's for certain: a service calls under no ARN. */
export function isByAnother({ arn, accountId }: Actor, writer: Writer): boolean {
  return writer.kind === 'service' ? arn !== null : accountId !== null && accountId !== writer.accountId;
}
