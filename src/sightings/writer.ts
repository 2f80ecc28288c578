import type { Writer } from '../profile/profile.ts';
import type { Actor } from '../records/actor.ts';

/** Whether a call is the writer's own: of a service `svc:s3.amazonaws.com` in access logs, an AWSService in CloudTrail. */
export function isWriter(actor: Actor, writer: Writer): boolean {
  return writer.kind === 'service'
    ? isService(actor) && actor.invokedBy === writer.service
    : actor.accountId === writer.accountId;
}

/** An AWS service that calls in its own name. */
export function isService({ type, arn }: Actor): boolean {
  return type === 'AWSService' && arn === null;
}

/** Whether a call is somebody else's for certain: a service calls under no ARN. */
export function isByAnother({ arn, accountId }: Actor, writer: Writer): boolean {
  return writer.kind === 'service' ? arn !== null : accountId !== null && accountId !== writer.accountId;
}
