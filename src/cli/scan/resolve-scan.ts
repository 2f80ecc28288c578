import { escapeTerminal } from '../../display/escape-terminal.ts';
import type { Instant } from '../../instant.ts';
import type { StatusFilter } from '../../scan/filter.ts';
import { operationExpression } from '../../scan/operation-test.ts';
import { type ScanRequest, scanOptionsOf } from '../../scan/request.ts';
import type { ScanFormat, ScanOptions } from '../../scan/scan.ts';
import { type Flags, switchFlag, textFlag } from '../command.ts';
import { formatOf } from '../options/resolve-outputs.ts';
import { resolvePeriod } from '../options/resolve-period.ts';
import { resolveTimezone } from '../options/resolve-timezone.ts';
import { badValue } from '../options/usage-error.ts';

export interface ResolvedScan {
  readonly request: ScanRequest;
  /** The same, made ready. */
  readonly options: ScanOptions;
  readonly listingTimezone: string | null;
}

const FORMATS: readonly ScanFormat[] = ['table', 'ndjson', 'csv'];

/**
 * What the flags mean at the time `clock`. Without `--operation` and `--all`, policy changes are wanted.
 *
 * @throws ForensicsError `usage` naming the flag that cannot be used
 */
export function resolveScan(flags: Flags, clock: Instant): ResolvedScan {
  const pattern = textFlag(flags, 'operation');
  if (pattern !== undefined) checkExpression(pattern);
  const all = switchFlag(flags, 'all');
  const status = textFlag(flags, 'status');
  const request: ScanRequest = {
    all,
    secrets: switchFlag(flags, 'showSecrets') ? 'shown' : 'masked',
    format: formatOf(textFlag(flags, 'format') ?? 'table', FORMATS),
    operation: pattern !== undefined ? { kind: 'pattern', pattern } : all ? null : { kind: 'policy-changes' },
    bucket: textFlag(flags, 'bucket') ?? null,
    requester: textFlag(flags, 'requester') ?? null,
    status: status === undefined ? null : statusOf(status),
    ...resolvePeriod(flags, clock),
  };
  const listingTimezone = resolveTimezone(textFlag(flags, 'listingTimezone'));
  return { request, options: scanOptionsOf(request), listingTimezone };
}

/** `200`, `403`, `4xx`, `ok`, `failed`. */
function statusOf(value: string): StatusFilter {
  const word = value.toLowerCase();
  if (word === 'ok' || word === 'failed') return { kind: word };
  if (/^[1-9]\d\d$/.test(word)) return { kind: 'http', from: Number(word), to: Number(word) };
  if (/^[1-9]xx$/.test(word)) {
    const from = Number(word.charAt(0)) * 100;
    return { kind: 'http', from, to: from + 99 };
  }
  throw badValue('--status', value, 'a status such as 403, a class such as 4xx, ok or failed');
}

/** @throws ForensicsError `usage` when the pattern is no regular expression */
function checkExpression(pattern: string): void {
  try {
    operationExpression(pattern);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const why = escapeTerminal(error.message.replace(/^.*: /s, '')).toLowerCase();
    throw badValue('--operation', pattern, `a regular expression (${why})`);
  }
}
