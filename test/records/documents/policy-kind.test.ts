import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/json.ts';
import { policyKind } from '../../../src/records/documents/policy-kind.ts';

function kindOf(...statements: JsonValue[]): string {
  const answer = policyKind({ Version: '2012-10-17', Statement: statements });
  return answer.kind === 'unclear' ? answer.reason : answer.kind;
}

const S3 = { Service: 's3.amazonaws.com' };

describe('policyKind', () => {
  it('knows bucket policies by actions or resources, in any partition', () => {
    expect(
      kindOf({ Effect: 'Allow', Principal: S3, Action: 's3:PutObject', Resource: 'arn:aws:s3:::acme-reports/*' }),
    ).toBe('bucket-policy');
    expect(kindOf({ Effect: 'Deny', Principal: '*', Action: '*', Resource: ['arn:aws-cn:s3:::acme-reports'] })).toBe(
      'bucket-policy',
    );
    expect(
      kindOf({
        Effect: 'Deny',
        Principal: '*',
        NotAction: ['S3:GetObject'],
        NotResource: 'arn:aws-us-gov:s3:::acme-reports/*',
      }),
    ).toBe('bucket-policy');
    expect(
      policyKind({
        Statement: { Effect: 'Deny', NotPrincipal: { AWS: '*' }, Action: 's3:*', Resource: 'arn:aws:s3:::b' },
      }),
    ).toEqual({ kind: 'bucket-policy' });
  });

  it('knows key policies', () => {
    const administration = {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::777788889999:root' },
      Action: 'kms:*',
      Resource: '*',
    };
    expect(kindOf(administration)).toBe('key-policy');
    expect(
      kindOf(administration, { Effect: 'Allow', Principal: S3, Action: ['kms:GenerateDataKey'], Resource: '*' }),
    ).toBe('key-policy');
  });

  it('says what makes a policy unclear', () => {
    const rcp = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
    expect(kindOf({ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::acme-reports/*' })).toContain(
      'identity policy',
    );
    expect(kindOf({ Effect: 'Deny', Principal: '*', Action: ['s3:*', 'kms:*'], Resource: '*' })).toContain(
      'several services',
    );
    expect(kindOf({ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' })).toContain('no service');
    expect(
      kindOf({
        Effect: 'Allow',
        Principal: S3,
        Action: 'sqs:SendMessage',
        Resource: 'arn:aws:sqs:eu-west-1:444455556666:q',
      }),
    ).toContain('another service');
    expect(kindOf(rcp)).toContain('resource control policy');
    expect(kindOf()).toContain('without statements');
    expect(policyKind(null)).toMatchObject({ kind: 'unclear' });
    expect(policyKind({ Statement: 'Allow' })).toMatchObject({ kind: 'unclear' });
  });
});
