import type { JsonObject, JsonValue } from '../../src/json.ts';

/** How much of a record Security Lake kept: all that it asked for, or none of it. */
export type KeptParameters = 'whole' | 'lost';

/** An event of CloudTrail as the second version of Security Lake's source has it (OCSF 1.1.0). */
export function ocsfEvent(event: JsonObject, parameters: KeptParameters): JsonObject {
  const identity = objectIn(event, 'userIdentity');
  const issuer = objectIn(objectIn(identity, 'sessionContext'), 'sessionIssuer')['arn'] ?? null;
  const resources = Array.isArray(event['resources']) ? (event['resources'] as JsonObject[]) : [];
  return {
    metadata: { product: { name: 'CloudTrail', vendor_name: 'AWS' }, uid: event['eventID'] ?? null, version: '1.1.0' },
    time: Date.parse(String(event['eventTime'])),
    cloud: { region: event['awsRegion'] ?? null, provider: 'AWS' },
    api: {
      operation: event['eventName'] ?? null,
      service: { name: event['eventSource'] ?? null },
      request: {
        uid: event['requestID'] ?? null,
        data: parameters === 'whole' ? JSON.stringify(event['requestParameters']) : null,
      },
      response: { error: event['errorCode'] ?? null, message: event['errorMessage'] ?? null },
    },
    actor: {
      user: {
        type: identity['type'] ?? null,
        uid: identity['arn'] ?? null,
        uid_alt: identity['principalId'] ?? null,
        name: identity['userName'] ?? null,
        account: { uid: identity['accountId'] ?? null },
        credential_uid: identity['accessKeyId'] ?? null,
      },
      session: { issuer },
      invoked_by: identity['invokedBy'] ?? null,
    },
    src_endpoint: { ip: event['sourceIPAddress'] ?? null },
    http_request: { user_agent: event['userAgent'] ?? null },
    resources: resources.map((resource) => ({
      uid: resource['ARN'] ?? null,
      owner: { account: { uid: resource['accountId'] ?? null } },
      type: resource['type'] ?? null,
    })),
    class_uid: 6003,
    class_name: 'API Activity',
    unmapped: { recipientAccountId: String(event['recipientAccountId']), eventType: 'AwsApiCall' },
  };
}

function objectIn(value: JsonObject, member: string): JsonObject {
  const inside: JsonValue | undefined = value[member];
  return typeof inside === 'object' && inside !== null && !Array.isArray(inside) ? inside : {};
}
