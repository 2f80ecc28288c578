import { ALLOWED_CALLS, type CallResource, type LiveCommand } from './calls.ts';

/** What the ARNs of the policy are made of; what is not known is written as a placeholder in capitals. */
export interface PolicyNames {
  readonly partition: string;
  readonly sourceBucket: string | null;
  readonly destinationBucket: string | null;
  /** Buckets of access logs and trail files. */
  readonly logBuckets: readonly string[];
  readonly keyArn: string | null;
  /** Roles that are assumed; without any there is nothing to grant. */
  readonly roleArns: readonly string[];
}

interface IamStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

export interface IamPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly IamStatement[];
}

/**
 * The least that a caller must be granted for a command: one statement for each kind of resource, made from the
 * table of calls and from nothing else. `command` null is all commands together.
 *
 * What Athena does on behalf of the caller (reading the catalog and the logs, writing results) needs permissions of
 * its own, which no call here shows.
 */
export function iamPolicy(command: LiveCommand | null, names: PolicyNames): IamPolicy {
  const calls = ALLOWED_CALLS.filter((call) => command === null || call.commands.includes(command));
  return {
    Version: '2012-10-17',
    Statement: KINDS.flatMap((kind) => {
      const actions = [...new Set(calls.filter((call) => call.resources.includes(kind)).map(({ action }) => action))];
      const statement = statementOf(kind, actions.sort(), names);
      return actions.length === 0 || statement.Resource.length === 0 ? [] : [statement];
    }),
  };
}

function statementOf(kind: CallResource, actions: readonly string[], names: PolicyNames): IamStatement {
  return { Sid: SIDS[kind], Effect: 'Allow', Action: actions, Resource: arnsOf(kind, names) };
}

function arnsOf(kind: CallResource, names: PolicyNames): readonly string[] {
  const bucket = (name: string) => `arn:${names.partition}:s3:::${name}`;
  const destination = bucket(names.destinationBucket ?? 'DESTINATION-BUCKET');
  const logs = (names.logBuckets.length === 0 ? ['LOG-BUCKET'] : names.logBuckets).map(bucket);
  switch (kind) {
    case 'source-bucket':
      return [bucket(names.sourceBucket ?? 'SOURCE-BUCKET')];
    case 'destination-bucket':
      return [destination];
    case 'destination-objects':
      return [`${destination}/*`];
    case 'log-bucket':
      return logs;
    case 'log-objects':
      return logs.map((arn) => `${arn}/*`);
    case 'key':
      return [names.keyArn ?? `arn:${names.partition}:kms:REGION:ACCOUNT:key/KEY-ID`];
    case 'log-group':
      return [`arn:${names.partition}:logs:REGION:ACCOUNT:log-group:LOG-GROUP:*`];
    case 'role':
      return names.roleArns;
    case 'workgroup':
      return [`arn:${names.partition}:athena:*:*:workgroup/*`];
    case 'data-catalog':
      return [`arn:${names.partition}:athena:*:*:datacatalog/*`];
    case 'any':
      return ['*'];
    default:
      return kind satisfies never;
  }
}

const SIDS: Readonly<Record<CallResource, string>> = {
  any: 'WithoutResource',
  'source-bucket': 'SourceBucket',
  'destination-bucket': 'DestinationBucket',
  'destination-objects': 'DestinationObjects',
  'log-bucket': 'LogBuckets',
  'log-objects': 'LogObjects',
  key: 'Key',
  'log-group': 'LogGroup',
  role: 'Roles',
  workgroup: 'Workgroup',
  'data-catalog': 'DataCatalog',
};
const KINDS = Object.keys(SIDS) as readonly CallResource[];
