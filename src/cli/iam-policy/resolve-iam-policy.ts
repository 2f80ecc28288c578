import type { LiveCommand } from '../../aws/calls.ts';
import type { PolicyNames } from '../../aws/iam-policy.ts';
import { namedRole } from '../options/resolve-aws.ts';
import { checkedBucket, type RawCase, resolveCase } from '../options/resolve-case.ts';
import { badValue } from '../options/usage-error.ts';

/** The operand and flags of `iam-policy` as typed. */
export interface RawIamPolicy extends Pick<RawCase, 'sourceBucket' | 'destinationBucket' | 'encryption'> {
  readonly command?: string | undefined;
  readonly logBuckets: readonly string[];
  readonly roleArns: readonly string[];
}

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
export function resolveIamPolicy(raw: RawIamPolicy): ResolvedIamPolicy {
  const told = resolveCase(raw, 0);
  const key = told.encryption?.startsWith('arn:') ? told.encryption : null;
  return {
    command: commandOf(raw.command),
    names: {
      partition: key?.split(':')[1] ?? 'aws',
      sourceBucket: told.sourceBucket ?? null,
      destinationBucket: told.destinationBucket ?? null,
      logBuckets: raw.logBuckets.map((name) => checkedBucket('--log-bucket', name)),
      keyArn: key,
      roleArns: [...new Set(raw.roleArns.map((text) => namedRole(text).arn))],
    },
  };
}

function commandOf(value: string | undefined): LiveCommand | null {
  if (value === undefined) return null;
  const command = LIVE_COMMANDS.find((name) => name === value);
  if (command === undefined) throw badValue('iam-policy', value, `one of ${LIVE_COMMANDS.join(', ')}`);
  return command;
}
