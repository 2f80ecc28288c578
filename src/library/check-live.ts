import type { CaseOptions } from '../case/case.ts';
import { check as judge } from '../check/check.ts';
import type { CheckReport } from '../check/contract.ts';
import { gatherAsKnown } from '../check/gather.ts';
import { sourcesOf } from './check.ts';
import { withLiveSettings } from './with-live-settings.ts';

/** Deliveries judged on the settings that AWS has now. */
export interface LiveCheck {
  readonly reports: readonly CheckReport[];
  /** What was asked, completed by what AWS answered; `encryption` is the key in use, also where it is the default. */
  readonly case: CaseOptions;
  /** What could not be read, a line each; a report leaves open what it needs of that. */
  readonly problems: readonly string[];
}

/**
 * Whether a delivery of S3 Inventory would succeed now: {@link check} on the settings in force. It asks AWS with the SDK's
 * own chain of credentials, and only reads; `iam-policy check` of the command prints the permissions.
 *
 * @param told names at least one of the buckets
 * @throws ForensicsError `usage` where more than one configuration is meant
 */
export async function checkLive(
  told: CaseOptions,
  { region = null, endpointUrl = null }: { readonly region?: string | null; readonly endpointUrl?: string | null } = {},
): Promise<LiveCheck> {
  const { readLiveSettings } = await import('../collect/live-settings.ts');
  const live = await readLiveSettings(told, { access: { profile: null, region, endpointUrl }, now: Date.now() });
  const given = { ...sourcesOf({ policy: null, case: told }), noPolicy: false };
  const sources = withLiveSettings(given, live);
  const inputs = gatherAsKnown(sources, 'the bucket policy could not be read');
  const key = live.key === null || live.key.isAwsManaged ? {} : { encryption: live.key.arn };
  return {
    reports: inputs.map((one) => judge(one)),
    case: { ...sources.case, ...key },
    problems: live.problems,
  };
}
