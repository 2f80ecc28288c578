import type { JsonObject } from '../../../src/json.ts';
import type { LogLine } from '../access-log.ts';
import { logLine } from '../access-log.ts';
import { DESTINATION_BUCKET } from '../cast.ts';
import { objectsOf } from '../delivery.ts';
import type { TrailEvent } from '../events/event.ts';
import { putBucketPolicy } from '../events/s3.ts';
import { type EvidenceFile, jsonFile } from '../evidence-file.ts';
import type { ExpectedCause } from '../expectation.ts';
import { allowInventory, denyOutsideOffice, denyPlainHttp, policy } from '../policies.ts';
import { CHANGE, DANA, DELIVERIES } from './stage.ts';

/*
 * One break that many stories share, so that they differ in nothing but their evidence: Dana denies
 * everything outside the office.
 */
export const ALLOWING: JsonObject = policy(denyPlainHttp(), allowInventory());
export const DENYING: JsonObject = policy(allowInventory(), denyOutsideOffice());

export const OFFICE_ONLY: ExpectedCause = {
  link: 'destination-policy',
  decision: 'explicit-deny',
  statement: { sid: 'OfficeOnly', index: 1 },
  conditionKeys: ['aws:SourceIp'],
};

export const change: TrailEvent = putBucketPolicy({ time: CHANGE, by: DANA, policy: DENYING });

/** `aws s3api get-bucket-policy` after it. */
export const currentPolicy: EvidenceFile = jsonFile('bucket-policy.json', { Policy: JSON.stringify(DENYING) });

/** The usual deliveries in the destination's access log. */
export const arrivalLines: readonly LogLine[] = DELIVERIES.flatMap((delivery) => objectsOf(delivery)).map((object) =>
  logLine({
    time: object.lastModified,
    remoteIp: null,
    requester: 'svc:s3.amazonaws.com',
    operation: 'REST.PUT.OBJECT',
    key: object.key,
    uri: `PUT /${DESTINATION_BUCKET}/${object.key} HTTP/1.1`,
    status: 200,
    objectSize: object.size,
    userAgent: null,
  }),
);

/** CloudTrail drops parameters over 100 KB whole; which bucket it was is left to the resources. */
export function withoutParameters(event: TrailEvent): TrailEvent {
  return {
    ...event,
    requestParameters: { reason: 'requestParameters too large', omitted: 'true', originalSize: '149893' },
  };
}
