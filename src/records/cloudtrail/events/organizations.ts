import type { JsonObject } from '../../../json.ts';
import type { Action } from '../../action.ts';
import { recordedValue } from '../../recorded.ts';
import { objectOf, textOf } from '../members.ts';
import type { CloudTrailRecord } from '../record.ts';
import { type EventInterpreter, type ServiceEvents, UNRELATED } from './interpreter.ts';
import { policyDocumentOf } from './policy-document.ts';

type Operation = Extract<Action, { readonly kind: 'organization-policy' }>['operation'];

/**
 * Calls on resource control policies; the event says which type a policy is only where it is created or
 * updated, so calls on policies of unknown type are kept with type null. Policies known to be of another
 * type are unrelated: service control policies bind no service principal.
 *
 * These events exist in us-east-1 of the organization's management account only.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
 */
export const ORGANIZATIONS_EVENTS: ServiceEvents = {
  eventSource: 'organizations.amazonaws.com',
  events: {
    CreatePolicy: policyCall('CreatePolicy'),
    UpdatePolicy: policyCall('UpdatePolicy'),
    DeletePolicy: policyCall('DeletePolicy'),
    AttachPolicy: policyCall('AttachPolicy'),
    DetachPolicy: policyCall('DetachPolicy'),
  },
};

function policyCall(operation: Operation): EventInterpreter {
  return (record) => {
    const parameters = recordedValue(record.requestParameters);
    const answered = objectOf(recordedValue(record.responseElements)?.['policy']);
    const summary = objectOf(answered?.['policySummary']);
    const policyId = textOf(parameters?.['policyId']) ?? textOf(summary?.['id']);
    const policyType = policyTypeOf(parameters, summary, policyId);
    if (policyType !== null && policyType !== 'RESOURCE_CONTROL_POLICY') {
      return UNRELATED;
    }
    return {
      kind: 'organization-policy',
      operation,
      policyId,
      policyName: textOf(parameters?.['name']) ?? textOf(summary?.['name']),
      policyType,
      targetId: textOf(parameters?.['targetId']),
      content: contentOf(record, parameters, answered),
    };
  };
}

/** An update that only renames has no content of its own; the answer repeats the whole policy. */
function contentOf(record: CloudTrailRecord, parameters: JsonObject | null, answered: JsonObject | null) {
  const sent = policyDocumentOf(parameters?.['content'], record.requestParameters);
  return sent.state === 'known' || textOf(answered?.['content']) === null
    ? sent
    : policyDocumentOf(answered?.['content'], record.responseElements);
}

/** `RESOURCE_CONTROL_POLICY`, `SERVICE_CONTROL_POLICY`, ...; also told by the policy's ARN and by AWS's own policies. */
function policyTypeOf(
  parameters: JsonObject | null,
  summary: JsonObject | null,
  policyId: string | null,
): string | null {
  const arnType = textOf(summary?.['arn'])?.split('/')[2];
  return (
    textOf(parameters?.['type']) ??
    textOf(summary?.['type']) ??
    (arnType === undefined ? null : textOf(arnType.toUpperCase())) ??
    AWS_MANAGED.get(policyId ?? '') ??
    null
  );
}

const AWS_MANAGED: ReadonlyMap<string, string> = new Map([
  ['p-FullAWSAccess', 'SERVICE_CONTROL_POLICY'],
  ['p-RCPFullAWSAccess', 'RESOURCE_CONTROL_POLICY'],
]);
