import { describe, expect, it } from 'vitest';
import type { Confidence, Outcome, ReportCause, ReportIncident } from '../../src/report/contract.ts';
import { exitCodeOf } from '../../src/report/exit-code.ts';
import { brokenReport, culprit, incident } from './example-reports.ts';

const CAUSE: ReportCause = {
  link: 'destination-policy',
  decision: 'implicit-deny',
  statement: null,
  conditionKeys: [],
  explanation: 'no statement allows S3',
};

function codeOf(outcome: Outcome, incidents: readonly ReportIncident[], failOn: 'broken' | null = null): number {
  return exitCodeOf(brokenReport({ outcome, incidents }), { failOn });
}

function withCulprit(confidence: Confidence): ReportIncident {
  return incident({ culprit: culprit({ confidence }) });
}

/** One incident with a phase for each of the others: it tells of itself what its first phase does. */
function inPhases(...parts: readonly [ReportIncident, ...ReportIncident[]]): ReportIncident {
  return { ...parts[0], phases: parts.flatMap(({ phases }) => phases) };
}

const unexplained = incident({ culprit: null, cause: null });
const withoutCulprit = incident({ culprit: null, cause: CAUSE });

describe('exitCodeOf', () => {
  it.each<[string, number, Outcome, readonly ReportIncident[]]>([
    ['deliveries go on', 0, 'delivering', []],
    ['the first report is not due yet', 0, 'pending-first-delivery', []],
    ['broken by a proven culprit', 0, 'broken', [withCulprit('proven')]],
    ['broken by a probable culprit', 0, 'broken', [withCulprit('probable')]],
    ['broken by a possible culprit', 3, 'broken', [withCulprit('possible')]],
    ['broken without culprit', 3, 'broken', [unexplained]],
    ['broken without culprit, though the current policy denies', 3, 'broken', [withoutCulprit]],
    ['recovered, each incident explained', 0, 'recovered', [withCulprit('proven'), withCulprit('probable')]],
    ['recovered, one incident unexplained', 3, 'recovered', [withCulprit('proven'), unexplained]],
    ['every phase explained', 0, 'broken', [inPhases(withCulprit('proven'), withCulprit('probable'))]],
    ['a later phase only suspected', 3, 'broken', [inPhases(withCulprit('proven'), withCulprit('possible'))]],
    ['a later phase unexplained', 3, 'broken', [inPhases(withCulprit('proven'), unexplained)]],
    ['a later phase with a known cause only', 3, 'broken', [inPhases(withCulprit('proven'), withoutCulprit)]],
    ['the first phase unexplained', 3, 'recovered', [inPhases(unexplained, withCulprit('proven'))]],
    ['stopped by a known configuration change', 0, 'stopped-by-configuration', [withCulprit('proven')]],
    ['stopped by an unknown configuration change', 3, 'stopped-by-configuration', [withoutCulprit]],
    ['never delivered, and the cause is known', 0, 'never-delivered', [withoutCulprit]],
    [
      'never delivered, and each phase has a cause or a culprit',
      0,
      'never-delivered',
      [inPhases(withoutCulprit, withCulprit('proven'))],
    ],
    [
      'never delivered, and the cause of a later phase is not known',
      3,
      'never-delivered',
      [inPhases(withoutCulprit, unexplained)],
    ],
    ['never delivered, and the cause is not known', 3, 'never-delivered', [unexplained]],
    [
      'never delivered, and the cause is only suspected',
      3,
      'never-delivered',
      [incident({ culprit: null, cause: { ...CAUSE, decision: 'unknown' } })],
    ],
    ['never delivered, and nothing is told about it', 3, 'never-delivered', []],
    ['nobody can tell', 3, 'indeterminate', []],
    ['nobody can tell, though an older incident is explained', 3, 'indeterminate', [withCulprit('proven')]],
  ])('%s: %i', (_, expected, outcome, incidents) => {
    expect(codeOf(outcome, incidents)).toBe(expected);
  });

  it('tells a cron job that delivery is broken, even where the evidence does not suffice', () => {
    expect(codeOf('broken', [withCulprit('proven')], 'broken')).toBe(4);
    expect(codeOf('broken', [unexplained], 'broken')).toBe(4);
  });

  it('does not fail a cron job for anything else', () => {
    expect(codeOf('recovered', [withCulprit('proven')], 'broken')).toBe(0);
    expect(codeOf('stopped-by-configuration', [withCulprit('proven')], 'broken')).toBe(0);
    expect(codeOf('never-delivered', [withoutCulprit], 'broken')).toBe(0);
    expect(codeOf('indeterminate', [], 'broken')).toBe(3);
  });
});
