import type { Instant } from '../../instant.ts';
import type { InvestigateOptions } from '../../investigate.ts';
import { PROFILES } from '../../profile/profiles.ts';
import type { FailOn } from '../../report/exit-code.ts';
import { REPORT_FORMAT_NAMES, type ReportFormat } from '../../report/formats.ts';
import { type RawCase, resolveCase } from '../options/resolve-case.ts';
import { type OutputTarget, resolveOutputs } from '../options/resolve-outputs.ts';
import { resolvePeriod } from '../options/resolve-period.ts';
import { resolveDuration } from '../options/resolve-time.ts';
import { resolveTimezone } from '../options/resolve-timezone.ts';
import { badValue } from '../options/usage-error.ts';
import { resolveFailedExport } from './resolve-failed-export.ts';

/** The flags of `investigate` as typed. */
export interface RawInvestigate extends RawCase {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly grace?: string | undefined;
  readonly failedExport: readonly string[];
  readonly listingTimezone?: string | undefined;
  readonly format: readonly string[];
  readonly output: readonly string[];
  readonly failOn?: string | undefined;
  readonly remedyOut?: string | undefined;
}

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
export function resolveInvestigate(raw: RawInvestigate, clock: Instant): ResolvedInvestigate {
  const told = resolveCase(raw, clock);
  const remedyFile = raw.remedyOut ?? null;
  if (remedyFile === '' || remedyFile === '-') throw badValue('--remedy-out', remedyFile, 'the name of a file');
  const { since, until } = resolvePeriod(raw, told.now ?? clock);
  return {
    options: {
      case: told,
      clock,
      since,
      until,
      graceMs: resolveDuration('--grace', raw.grace ?? DEFAULT_GRACE),
      listingTimezone: raw.listingTimezone === undefined ? null : resolveTimezone(raw.listingTimezone),
      failedExports: [...new Set(raw.failedExport.map(resolveFailedExport))].sort((a, b) => a - b),
      remedyFile,
    },
    outputs: resolveOutputs(raw.format, raw.output, REPORT_FORMAT_NAMES),
    failOn: failOnOf(raw.failOn),
  };
}

function failOnOf(value: string | undefined): FailOn {
  if (value === undefined || value === 'broken') return value ?? null;
  throw badValue('--fail-on', value, 'broken');
}
