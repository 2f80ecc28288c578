import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { interpretCloudTrail } from '../../../src/records/cloudtrail/interpret.ts';
import { recordOf, serviceEvent } from './events.ts';

const id = '1234abcd-12ab-34cd-56ef-1234567890ab';
const arn = `arn:aws:kms:eu-west-1:777788889999:key/${id}`;
const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }],
};

function kms(eventName: string, members: JsonObject) {
  const resources = [{ accountId: '777788889999', type: 'AWS::KMS::Key', ARN: arn }];
  return interpretCloudTrail(recordOf(serviceEvent('kms.amazonaws.com', eventName, { resources, ...members })));
}

function organizations(eventName: string, members: JsonObject) {
  return interpretCloudTrail(recordOf(serviceEvent('organizations.amazonaws.com', eventName, members)));
}

describe('interpretCloudTrail, KMS', () => {
  it.each<[string, JsonObject[string], unknown]>([
    ['a string of JSON', JSON.stringify(POLICY, null, 2), { state: 'known', value: POLICY }],
    ['an object', POLICY, { state: 'known', value: POLICY }],
    ['a string that is not JSON', '{"Version"', { state: 'known', value: '{"Version"' }],
    ['nothing', undefined, { state: 'not-recorded' }],
  ])('reads a key policy given as %s', (_form, policy, expected) => {
    const requestParameters = { keyId: id, policyName: 'default', policy, bypassPolicyLockoutSafetyCheck: false };
    expect(kms('PutKeyPolicy', { requestParameters })).toEqual({
      kind: 'put-key-policy',
      key: { id, arn },
      policy: expected,
    });
  });

  it('reads the first policy of a new key', () => {
    const members = {
      requestParameters: { policy: JSON.stringify(POLICY), origin: 'AWS_KMS' },
      responseElements: { keyMetadata: { keyId: id, arn, keyState: 'Enabled' } },
      resources: [],
    };
    expect(kms('CreateKey', members)).toEqual({
      kind: 'put-key-policy',
      key: { id, arn },
      policy: { state: 'known', value: POLICY },
    });
  });

  it.each([
    'DisableKey',
    'EnableKey',
    'ScheduleKeyDeletion',
    'CancelKeyDeletion',
    'DeleteKey',
    'DeleteImportedKeyMaterial',
    'DeleteExpiredKeyMaterial',
    'ImportKeyMaterial',
  ])('reads %s', (transition) => {
    expect(kms(transition, { requestParameters: { keyId: id } })).toEqual({
      kind: 'key-state',
      key: { id, arn },
      transition,
    });
  });

  it('reads what KMS does by itself', () => {
    const members = {
      userIdentity: { accountId: '777788889999', invokedBy: 'AWS Internal' },
      eventType: 'AwsServiceEvent',
      serviceEventDetails: { keyId: id },
    };
    expect(kms('DeleteExpiredKeyMaterial', members)).toMatchObject({ key: { id, arn } });
  });

  it.each<[string, JsonObject, object]>([
    ['the parameter, an ARN', { requestParameters: { keyId: arn }, resources: [] }, { id: arn, arn }],
    ['the answer', { requestParameters: { keyId: id }, responseElements: { keyId: arn }, resources: [] }, { id, arn }],
    ['resources without a type', { requestParameters: { keyId: id }, resources: [{ ARN: arn }] }, { id, arn }],
    [
      'nothing, for an alias',
      { requestParameters: { keyId: 'alias/inventory' }, resources: [] },
      { id: 'alias/inventory', arn: null },
    ],
    [
      'nothing, for the ARN of an alias',
      { requestParameters: { keyId: 'arn:aws:kms:eu-west-1:777788889999:alias/inventory' }, resources: [] },
      { id: 'arn:aws:kms:eu-west-1:777788889999:alias/inventory', arn: null },
    ],
    ['nothing at all', { resources: [] }, { id: null, arn: null }],
  ])('takes the key ARN from %s', (_from, members, key) => {
    expect(kms('DisableKey', members)).toMatchObject({ key });
  });

  it('reads grants', () => {
    const requestParameters = {
      keyId: arn,
      granteePrincipal: 's3.amazonaws.com',
      operations: ['GenerateDataKey', 'RetireGrant'],
    };
    expect(kms('CreateGrant', { requestParameters, responseElements: { grantId: 'f020fe75' } })).toEqual({
      kind: 'create-grant',
      key: { id: arn, arn },
      grantId: 'f020fe75',
      granteePrincipal: 's3.amazonaws.com',
      operations: ['GenerateDataKey', 'RetireGrant'],
    });
    expect(kms('RevokeGrant', { requestParameters: { keyId: id, grantId: 'f020fe75' } })).toEqual({
      kind: 'revoke-grant',
      key: { id, arn },
      grantId: 'f020fe75',
    });
    expect(kms('RetireGrant', { additionalEventData: { grantId: 'f020fe75' } })).toEqual({
      kind: 'revoke-grant',
      key: { id: null, arn },
      grantId: 'f020fe75',
    });
  });

  it.each(['GenerateDataKey', 'ReplicateKey', 'CreateAlias'])('leaves %s alone', (eventName) => {
    expect(kms(eventName, { requestParameters: { keyId: id } })).toEqual({ kind: 'unrelated' });
  });
});

describe('interpretCloudTrail, Organizations', () => {
  const content = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }],
  };
  const policySummary = {
    id: 'p-rcp1',
    arn: 'arn:aws:organizations::999900001111:policy/o-acme123456/resource_control_policy/p-rcp1',
    name: 'perimeter',
    type: 'RESOURCE_CONTROL_POLICY',
    awsManaged: false,
  };
  const read = {
    kind: 'organization-policy',
    policyId: 'p-rcp1',
    policyName: 'perimeter',
    policyType: 'RESOURCE_CONTROL_POLICY',
    targetId: null,
    content: { state: 'known', value: content },
  };

  it('reads a new policy', () => {
    const members = {
      requestParameters: { name: 'perimeter', type: 'RESOURCE_CONTROL_POLICY', content: JSON.stringify(content) },
      responseElements: { policy: { policySummary, content: JSON.stringify(content) } },
    };
    expect(organizations('CreatePolicy', members)).toEqual({ ...read, operation: 'CreatePolicy' });
  });

  it.each<[string, JsonObject]>([
    ['sent', { policyId: 'p-rcp1', content: JSON.stringify(content) }],
    ['answered, when only the name was sent', { policyId: 'p-rcp1', name: 'perimeter' }],
  ])('reads an update from the content %s', (_from, requestParameters) => {
    const responseElements = { policy: { policySummary, content: JSON.stringify(content) } };
    expect(organizations('UpdatePolicy', { requestParameters, responseElements })).toEqual({
      ...read,
      operation: 'UpdatePolicy',
    });
  });

  it('says that hidden content is lost', () => {
    const requestParameters = { type: 'RESOURCE_CONTROL_POLICY', content: 'HIDDEN_DUE_TO_SECURITY_REASONS' };
    expect(organizations('CreatePolicy', { requestParameters })).toMatchObject({
      content: { state: 'omitted', reason: 'hidden by CloudTrail' },
    });
  });

  it.each(['AttachPolicy', 'DetachPolicy', 'DeletePolicy'])('keeps %s of a policy of unknown type', (operation) => {
    const requestParameters = { policyId: 'p-examplepolicy1', targetId: 'ou-acme-1' };
    expect(organizations(operation, { requestParameters })).toEqual({
      kind: 'organization-policy',
      operation,
      policyId: 'p-examplepolicy1',
      policyName: null,
      policyType: null,
      targetId: 'ou-acme-1',
      content: { state: 'not-recorded' },
    });
  });

  it('tells the type from the ARN in the answer', () => {
    const { type: _type, ...untyped } = policySummary;
    const members = {
      requestParameters: { policyId: 'p-rcp1' },
      responseElements: { policy: { policySummary: untyped } },
    };
    expect(organizations('UpdatePolicy', members)).toMatchObject({ policyType: 'RESOURCE_CONTROL_POLICY' });
  });

  it.each<[string, JsonObject]>([
    ['CreatePolicy', { type: 'SERVICE_CONTROL_POLICY', content: '{}' }],
    ['CreatePolicy', { type: 'S3_POLICY', content: '{}' }],
    ['AttachPolicy', { policyId: 'p-FullAWSAccess', targetId: 'ou-acme-1' }],
    ['MoveAccount', { accountId: '444455556666' }],
  ])('leaves %s with %j alone', (eventName, requestParameters) => {
    expect(organizations(eventName, { requestParameters })).toEqual({ kind: 'unrelated' });
  });
});
