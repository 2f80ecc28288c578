import type { JsonValue } from '../../../src/json.ts';
import type { Caller } from '../caller.ts';
import { MANAGEMENT_ACCOUNT } from '../cast.ts';
import { apiCall, type TrailEvent } from './event.ts';

/** A call of AWS Organizations: only the management account's us-east-1 trail has it. */
export interface OrganizationCall {
  readonly time: string;
  readonly by: Caller;
  readonly policyId: string;
}

export function createResourceControlPolicy(
  call: OrganizationCall & { readonly name: string; readonly content: JsonValue },
): TrailEvent {
  const content = JSON.stringify(call.content);
  return organizationEvent(
    call,
    'CreatePolicy',
    { content, description: '', name: call.name, type: 'RESOURCE_CONTROL_POLICY' },
    {
      policy: {
        content,
        policySummary: {
          arn: `arn:aws:organizations::${MANAGEMENT_ACCOUNT}:policy/o-exampleorgid/resource_control_policy/${call.policyId}`,
          awsManaged: false,
          description: '',
          id: call.policyId,
          name: call.name,
          type: 'RESOURCE_CONTROL_POLICY',
        },
      },
    },
  );
}

export function attachPolicy(call: OrganizationCall & { readonly targetId: string }): TrailEvent {
  return organizationEvent(call, 'AttachPolicy', { policyId: call.policyId, targetId: call.targetId }, null);
}

function organizationEvent(
  call: OrganizationCall,
  eventName: string,
  parameters: Record<string, string>,
  response: Record<string, JsonValue> | null,
): TrailEvent {
  return apiCall({
    time: call.time,
    by: call.by,
    eventSource: 'organizations.amazonaws.com',
    eventName,
    account: MANAGEMENT_ACCOUNT,
    region: 'us-east-1',
    parameters,
    response,
    tlsHost: 'organizations.us-east-1.amazonaws.com',
  });
}
