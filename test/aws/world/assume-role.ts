import { type Answer, refuse, xmlAnswer } from './answer.ts';
import type { Asked } from './asked.ts';
import type { World } from './world.ts';
import { element } from './xml.ts';

const HOUR_MS = 3_600_000;

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function assumeRole({ input }: Asked, { roles = {} }: World): Answer {
  const arn = String(input['RoleArn']);
  const role = roles[arn];
  const isMet =
    role !== undefined &&
    (role.externalId === undefined || role.externalId === input['ExternalId']) &&
    (role.mfaCode === undefined || role.mfaCode === input['TokenCode']);
  if (!isMet) {
    const message = `User: arn:aws:iam::444455556666:user/auditor is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
    return refuse('sts', { status: 403, code: 'AccessDenied', message });
  }
  const session = arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/');
  const members = {
    AssumeRoleResult: {
      Credentials: {
        AccessKeyId: role.accessKeyId,
        SecretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        SessionToken: `token-${role.accessKeyId}`,
        Expiration: new Date(Date.now() + (role.lastsMs ?? HOUR_MS)).toISOString(),
      },
      AssumedRoleUser: { Arn: `${session}/${String(input['RoleSessionName'])}`, AssumedRoleId: 'AROAEXAMPLE:session' },
    },
    ResponseMetadata: { RequestId: 'WORLD' },
  };
  return xmlAnswer(element('AssumeRoleResponse', members, 'https://sts.amazonaws.com/doc/2011-06-15/'));
}
