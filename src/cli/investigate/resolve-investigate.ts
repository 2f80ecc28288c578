import type { Instant } from '../../instant.ts';
import type { InvestigateOptions } from '../../investigate.ts';
import { PROFILES } from '../../profile/profiles.ts';
import type { FailOn } from '../../report/exit-code.ts';
import { REPORT_FORMAT_NAMES, type ReportFormat } from '../../report/formats.ts';
import { type Flags, textFlag, textFlags } from '../command.ts';
import { resolveCase } from '../options/resolve-case.ts';
import { type OutputTarget, resolveOutputs } from '../options/resolve-outputs.ts';
import { resolvePeriod } from '../options/resolve-period.ts';
import { resolveDuration } from '../options/resolve-time.ts';
import { resolveTimezone } from '../options/resolve-timezone.ts';
import { badValue } from '../options/usage-error.ts';
import { resolveFailedExport } from './resolve-failed-export.ts';

export interface ResolvedInvestigate {
  /** All but the evidence itself. */
  readonly options: Omit<InvestigateOptions, 'inputs'>;
  readonly outputs: readonly OutputTarget<ReportFormat>[];
  readonly failOn: FailOn;
}

/** A report counts as missed this long after its run's folder time, as AWS allows for a first one. */
const DEFAULT_GRACE = `${PROFILES['s3-inventory'].schedule.dueWithinHours}h`;

/**
 * What the flags mean at the time `clock`. Lengths of time count back from `--now` when it is given.
 *
 * @throws ForensicsError `usage` naming the flag that cannot be used
 */
export function resolveInvestigate(flags: Flags, clock: Instant): ResolvedInvestigate {
  const told = resolveCase(flags, clock);
  const remedyFile = textFlag(flags, 'remedyOut') ?? null;
  if (remedyFile === '' || remedyFile === '-') throw badValue('--remedy-out', remedyFile, 'the name of a file');
  const { since, until } = resolvePeriod(flags, told.now ?? clock);
  return {
    options: {
      case: told,
      clock,
      since,
      until,
      graceMs: resolveDuration('--grace', textFlag(flags, 'grace') ?? DEFAULT_GRACE),
      listingTimezone: resolveTimezone(textFlag(flags, 'listingTimezone')),
      failedExports: [...new Set(textFlags(flags, 'failedExport').map(resolveFailedExport))].sort((a, b) => a - b),
      remedyFile,
    },
    outputs: resolveOutputs(flags, REPORT_FORMAT_NAMES),
    failOn: failOnOf(textFlag(flags, 'failOn')),
  };
}

function failOnOf(value: string | undefined): FailOn {
  if (value === undefined || value === 'broken') return value ?? null;
  throw badValue('--fail-on', value, 'broken');
}
