import { type AthenaClient, GetWorkGroupCommand } from '@aws-sdk/client-athena';
import { ForensicsError } from '../../errors.ts';
import { callFailure, callWords, isAbsent } from './failure.ts';

/** What a workgroup settles for the queries in it. */
export interface Workgroup {
  readonly name: string;
  /** Bytes after which Athena stops a query; null for no such bound. */
  readonly cutoffBytes: number | null;
  /** `s3://...` of its own; null where each query brings one, or Athena keeps results itself. */
  readonly outputLocation: string | null;
  /** Athena keeps the results itself, in no bucket of the account. */
  readonly hasManagedResults: boolean;
  /** What a query brings along does not count. */
  readonly isEnforced: boolean;
  /** As Athena names it, `Athena engine version 3`; null where it does not. */
  readonly engineVersion: string | null;
  readonly isDisabled: boolean;
}

/** Where queries run that name no workgroup. */
export const DEFAULT_WORKGROUP = 'primary';

/**
 * Asks for a workgroup; what may not be asked is told in words, since queries run without it.
 * https://docs.aws.amazon.com/athena/latest/APIReference/API_GetWorkGroup.html
 *
 * @throws ForensicsError `failed` when there is no such workgroup, or nobody answers
 */
export async function askWorkgroup(client: AthenaClient, name: string): Promise<Workgroup | { readonly why: string }> {
  try {
    const { WorkGroup: group } = await client.send(new GetWorkGroupCommand({ WorkGroup: name }));
    const { Configuration: settings } = group ?? {};
    return {
      name,
      cutoffBytes: settings?.BytesScannedCutoffPerQuery ?? null,
      outputLocation: settings?.ResultConfiguration?.OutputLocation || null,
      hasManagedResults: settings?.ManagedQueryResultsConfiguration?.Enabled === true,
      isEnforced: settings?.EnforceWorkGroupConfiguration === true,
      engineVersion: settings?.EngineVersion?.EffectiveEngineVersion ?? null,
      isDisabled: group?.State === 'DISABLED',
    };
  } catch (error) {
    if (isAbsent(error)) {
      throw new ForensicsError('failed', `Athena: there is no workgroup "${name}"`, {
        cause: error,
        hint: 'name one with --workgroup',
      });
    }
    if (!isAnswer(error)) throw callFailure(error, 'GetWorkGroup', `ask for workgroup "${name}"`);
    return { why: callWords(error, 'GetWorkGroup') };
  }
}

/** Whether the service said so, and not the network or the credentials. */
function isAnswer(error: unknown): boolean {
  if (!(error instanceof Error && '$metadata' in error)) return false;
  const { httpStatusCode } = error.$metadata as { readonly httpStatusCode?: number };
  return httpStatusCode !== undefined;
}
