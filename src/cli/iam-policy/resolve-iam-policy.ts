import type { LiveCommand } from '../../aws/calls.ts';
import type { PolicyNames } from '../../aws/iam-policy.ts';
import { type Flags, textFlags } from '../command.ts';
import { namedRole } from '../options/resolve-aws.ts';
import { checkedBucket, resolveCase } from '../options/resolve-case.ts';
import { badValue } from '../options/usage-error.ts';

export interface ResolvedIamPolicy {
  /** null is all commands together. */
  readonly command: LiveCommand | null;
  readonly names: PolicyNames;
}

const LIVE_COMMANDS: readonly LiveCommand[] = ['collect', 'investigate', 'check', 'scan', 'query'];

/**
 * Which policy is asked for, and the names in its ARNs; the partition is that of the key, `aws` without one.
 *
 * @throws ForensicsError `usage` naming what cannot be used
 */
export function resolveIamPolicy(command: string | undefined, flags: Flags): ResolvedIamPolicy {
  const told = resolveCase(flags, 0);
  const key = told.encryption?.startsWith('arn:') ? told.encryption : null;
  return {
    command: commandOf(command),
    names: {
      partition: key?.split(':')[1] ?? 'aws',
      sourceBucket: told.sourceBucket ?? null,
      destinationBucket: told.destinationBucket ?? null,
      logBuckets: textFlags(flags, 'logBucket').map((name) => checkedBucket('--log-bucket', name)),
      keyArn: key,
      roleArns: [...new Set(textFlags(flags, 'roleArn').map((text) => namedRole(text).arn))],
    },
  };
}

function commandOf(value: string | undefined): LiveCommand | null {
  if (value === undefined) return null;
  const command = LIVE_COMMANDS.find((name) => name === value);
  if (command === undefined) throw badValue('iam-policy', value, `one of ${LIVE_COMMANDS.join(', ')}`);
  return command;
}
