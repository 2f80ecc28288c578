import type { Action } from '../../action.ts';
import { sessionArnOf } from '../../principal-arn.ts';
import { recordedValue } from '../../recorded.ts';
import { objectOf, textOf } from '../members.ts';
import type { CloudTrailRecord } from '../record.ts';
import type { ServiceEvents } from './interpreter.ts';

/**
 * Calls that hand out temporary credentials.
 *
 * GetFederationToken's federated user takes the place of the assumed role. GetSessionToken and AssumeRoot
 * tell no more than the access key id. Where the answer is missing, the session's ARN is made from role and
 * session name.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export const STS_EVENTS: ServiceEvents = {
  eventSource: 'sts.amazonaws.com',
  events: {
    AssumeRole: issueSession,
    AssumeRoleWithSAML: issueSession,
    AssumeRoleWithWebIdentity: issueSession,
    AssumeRoot: issueSession,
    GetFederationToken: issueSession,
    GetSessionToken: issueSession,
  },
};

/**
 * IAM Identity Center's part of a sign-in. It names account and permission set only, and nothing ties it to
 * the AssumeRoleWithSAML event that follows, which names the person and the session.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/understanding-sso-entries.html
 */
export const IDENTITY_CENTER_EVENTS: ServiceEvents = {
  eventSource: 'sso.amazonaws.com',
  events: { GetRoleCredentials: issueSession },
};

/**
 * Stack operations lend CloudFormation a service role for as long as they last: `roleARN`, when the caller named one.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
 */
export const CLOUDFORMATION_EVENTS: ServiceEvents = {
  eventSource: 'cloudformation.amazonaws.com',
  events: {
    CreateStack: lendRole,
    UpdateStack: lendRole,
    DeleteStack: lendRole,
    ExecuteChangeSet: lendRole,
    RollbackStack: lendRole,
    ContinueUpdateRollback: lendRole,
  },
};

function issueSession(record: CloudTrailRecord): Action {
  const parameters = recordedValue(record.requestParameters);
  const response = recordedValue(record.responseElements);
  const assumed = objectOf(response?.['assumedRoleUser']);
  const federated = objectOf(response?.['federatedUser']);
  const roleArn = textOf(parameters?.['roleArn']);
  const roleSessionName = textOf(parameters?.['roleSessionName']) ?? textOf(parameters?.['name']);
  const derivedArn = roleArn === null || roleSessionName === null ? null : sessionArnOf(roleArn, roleSessionName);
  return {
    kind: 'issue-session',
    session: {
      accessKeyId: textOf(objectOf(response?.['credentials'])?.['accessKeyId']),
      assumedRoleArn: textOf(assumed?.['arn']) ?? textOf(federated?.['arn']) ?? derivedArn,
      assumedRoleId: textOf(assumed?.['assumedRoleId']) ?? textOf(federated?.['federatedUserId']),
      roleArn,
      roleSessionName,
      sourceIdentity: textOf(response?.['sourceIdentity']) ?? textOf(parameters?.['sourceIdentity']),
    },
  };
}

function lendRole(record: CloudTrailRecord): Action {
  return {
    kind: 'issue-session',
    session: {
      accessKeyId: null,
      assumedRoleArn: null,
      assumedRoleId: null,
      roleArn: textOf(recordedValue(record.requestParameters)?.['roleARN']),
      roleSessionName: null,
      sourceIdentity: null,
    },
  };
}
