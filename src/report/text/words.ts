import { linkNames } from '../../delivery-path/link.ts';
import type { Tone } from '../../display/page.ts';
import type { AsOfBasis } from '../../timeline/as-of.ts';
import type {
  Assessment,
  CauseDecision,
  CauseLink,
  Confidence,
  CoverageEntry,
  Outcome,
  Report,
  ReportCase,
  TimelineEntry,
} from '../contract.ts';

/** The plain words for every value of the contract. A new value does not compile until it has its words. */

export const OUTCOMES: Readonly<Record<Outcome, { words: string; meaning: string; tone: Tone }>> = {
  delivering: { words: 'DELIVERING', meaning: 'reports arrive as scheduled', tone: 'good' },
  broken: { words: 'BROKEN', meaning: 'reports have stopped arriving', tone: 'bad' },
  recovered: { words: 'RECOVERED', meaning: 'reports stopped and arrive again', tone: 'good' },
  'stopped-by-configuration': {
    words: 'STOPPED BY CONFIGURATION',
    meaning: 'the inventory configuration no longer asks for these reports',
    tone: 'warn',
  },
  'pending-first-delivery': {
    words: 'WAITING FOR THE FIRST REPORT',
    meaning: 'the configuration is new; its first report may take 48 hours',
    tone: 'warn',
  },
  'never-delivered': { words: 'NEVER DELIVERED', meaning: 'no report has ever arrived', tone: 'bad' },
  indeterminate: {
    words: 'CANNOT TELL',
    meaning: 'the evidence does not say whether reports arrived',
    tone: 'warn',
  },
};

/** What the outcome means; that reports stopped is said only where one is known to have come. */
export function meaningOf({ outcome, incidents }: Pick<Report, 'outcome' | 'incidents'>): string {
  const isFromTheStart = outcome === 'broken' && (incidents.at(-1)?.lastDelivery ?? null) === null;
  return isFromTheStart ? 'reports do not arrive' : OUTCOMES[outcome].meaning;
}

/** How the moment that a report speaks of is known, where nobody gave it. */
const AS_OF: Readonly<Record<AsOfBasis, string | null>> = {
  given: null,
  clock: 'the present',
  evidence: 'the end of the evidence',
  'file-time': 'when the newest answer of AWS was saved',
};

/** `2026-02-18T02:00:00Z, the end of the evidence (--now asks about another moment)`. */
export function asOfWords({ asOf: { time, basis } }: Pick<Report, 'asOf'>): string {
  const words = AS_OF[basis];
  return words === null ? time : `${time}, ${words} (--now asks about another moment)`;
}

/** `s3://acme-reports/inv`: where the reports go; null where that is not known. */
export function destinationOf({ destinationBucket, destinationPrefix }: ReportCase): string | null {
  if (destinationBucket === null) return null;
  return `s3://${destinationBucket}${destinationPrefix ? `/${destinationPrefix}` : ''}`;
}

/** What stands in place of an empty timeline. */
export function emptyTimeline({ policyChanges }: Pick<Report, 'policyChanges'>): string {
  return policyChanges.length === 0
    ? 'Nothing was seen in the time that this report tells of.'
    : 'Nothing that can be told of a delivery whose destination is not known.';
}

export const ASSESSMENTS: Readonly<Record<Assessment, { words: string; tone: Tone }>> = {
  breaks: { words: 'breaks', tone: 'bad' },
  restores: { words: 'restores', tone: 'good' },
  'no-effect': { words: 'no effect', tone: 'plain' },
  undetermined: { words: 'undetermined', tone: 'warn' },
  failed: { words: 'failed', tone: 'dim' },
};

/** `meaning` stands where the report gives no reasons of its own. */
export const CONFIDENCES: Readonly<Record<Confidence, { words: string; meaning: string; tone: Tone }>> = {
  proven: {
    words: 'proven',
    meaning: 'the way was open before this change and closed after it, in time, and the log between has no gap',
    tone: 'strong',
  },
  probable: { words: 'probable', meaning: 'part of the proof is missing', tone: 'warn' },
  possible: { words: 'possible', meaning: 'no more than a suspicion', tone: 'warn' },
};

export const LINKS: Readonly<Record<CauseLink, string>> = linkNames('inventory configuration');

export const DECISIONS: Readonly<Record<CauseDecision, string>> = {
  'explicit-deny': 'denied by a statement',
  'implicit-deny': 'not allowed by any statement',
  disabled: 'disabled',
  deleted: 'deleted',
  moved: 'moved',
  rescheduled: 'rescheduled',
  'unusable-key': 'the key cannot be used',
  unknown: 'not known',
};

export const TIMELINE_KINDS: Readonly<Record<TimelineEntry['kind'], string>> = {
  'policy-change': 'policy',
  'key-change': 'key',
  'configuration-change': 'configuration',
  'bucket-change': 'bucket',
  session: 'session',
  delivery: 'delivered',
  'missed-run': 'missed',
  'denied-attempt': 'denied',
  'captured-state': 'captured',
};

export const COVERAGE_KINDS: Readonly<Record<CoverageEntry['kind'], string>> = {
  cloudtrail: 'CloudTrail',
  'lookup-events': 'CloudTrail event history',
  excerpt: 'excerpt of CloudTrail',
  'access-log': 'access log',
  listing: 'listing',
  'config-item': 'AWS Config',
};
