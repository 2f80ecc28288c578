import { escapeTerminal } from '../../display/escape-terminal.ts';
import type { Instant } from '../../instant.ts';
import type { StatusFilter } from '../../scan/filter.ts';
import { operationExpression } from '../../scan/operation-test.ts';
import { type ScanRequest, scanOptionsOf } from '../../scan/request.ts';
import type { ScanFormat, ScanOptions } from '../../scan/scan.ts';
import { resolvePeriod } from '../options/resolve-period.ts';
import { resolveTimezone } from '../options/resolve-timezone.ts';
import { badValue } from '../options/usage-error.ts';

/** The flags of `scan` as typed. */
export interface RawScan {
  readonly operation?: string | undefined;
  readonly bucket?: string | undefined;
  readonly requester?: string | undefined;
  readonly status?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly format?: string | undefined;
  readonly listingTimezone?: string | undefined;
  readonly all: boolean;
  readonly showSecrets: boolean;
}

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
export function resolveScan(raw: RawScan, clock: Instant): ResolvedScan {
  if (raw.operation !== undefined) checkExpression(raw.operation);
  const request: ScanRequest = {
    all: raw.all,
    secrets: raw.showSecrets ? 'shown' : 'masked',
    format: formatOf(raw.format ?? 'table'),
    operation: operationOf(raw),
    bucket: raw.bucket ?? null,
    requester: raw.requester ?? null,
    status: raw.status === undefined ? null : statusOf(raw.status),
    ...resolvePeriod(raw, clock),
  };
  return {
    request,
    options: scanOptionsOf(request),
    listingTimezone: raw.listingTimezone === undefined ? null : resolveTimezone(raw.listingTimezone),
  };
}

function operationOf({ operation, all }: RawScan): ScanRequest['operation'] {
  if (operation !== undefined) return { kind: 'pattern', pattern: operation };
  return all ? null : { kind: 'policy-changes' };
}

function formatOf(value: string): ScanFormat {
  const format = FORMATS.find((name) => name === value.toLowerCase());
  if (format === undefined) throw badValue('--format', value, `one of ${FORMATS.join(', ')}`);
  return format;
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
