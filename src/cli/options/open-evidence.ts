import type { AwsAccess } from '../../aws/access.ts';
import type { EvidenceInput } from '../../sources/input.ts';
import { isS3Uri } from '../../sources/s3-uri.ts';
import type { Period } from './resolve-period.ts';

/** Evidence as the command line names it. */
export interface NamedEvidence {
  /** Files, directories, globs, `s3://bucket/prefix`, `-`. */
  readonly operands: readonly string[];
  /** The only time of interest: log files in buckets that cannot hold records of it are left out. */
  readonly period: Period;
  readonly access: AwsAccess;
}

/** The sources that the arguments stand for. */
export interface OpenEvidence {
  readonly inputs: readonly EvidenceInput[];
  /** Ends what is still being fetched; to be called however the command ends. */
  close(): void;
}

/**
 * Looks up what evidence arguments stand for, in buckets too: the AWS SDK is loaded only for those.
 *
 * @throws as `expandInputs` does
 */
export async function openEvidence({ operands, period, access }: NamedEvidence): Promise<OpenEvidence> {
  const { expandInputs } = await import('../../sources/expand-inputs.ts');
  if (!operands.some(isS3Uri)) return { inputs: await expandInputs(operands), close: () => {} };
  const { openS3Evidence } = await import('../../aws/objects/s3-evidence.ts');
  const { since, until } = period;
  const objects = openS3Evidence({ access, since, until });
  try {
    return { inputs: await expandInputs(operands, undefined, objects), close: () => objects.close() };
  } catch (error) {
    objects.close();
    throw error;
  }
}
