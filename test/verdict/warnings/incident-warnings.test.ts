import { describe, expect, it } from 'vitest';
import type { Gathered } from '../../../src/sightings/gather.ts';
import type { Sighting } from '../../../src/sightings/sighting.ts';
import type { ArchiveRemark } from '../../../src/sources/archive/remarks.ts';
import { createTally, type SourceTally } from '../../../src/sources/tally.ts';
import {
  ALLOWING,
  arrivals,
  CASE,
  capturedPolicy,
  DENYING,
  evidence,
  KEY,
  putPolicy,
  refusedWrite,
  SOURCE_TRAIL,
  seen,
  TRAIL,
} from '../../timeline/made-evidence.ts';
import { told, UNTIL_13 } from '../told.ts';

const REFUSED = refusedWrite('2026-02-15T11:00:00Z', 'inv/acme-lake/daily-full/2026-02-15T01-00Z/manifest.json');

describe('layers that no log shows', () => {
  it('are told where a later run than the first was refused', () => {
    expect(told([REFUSED]).warnings('layers-not-seen')).toEqual([
      expect.stringMatching(/^S3 was refused on 2026-02-15T11:00:00Z, .*resource control policies/),
    ]);
    expect(told([]).warnings('layers-not-seen')).toEqual([]);
  });

  it('are told once each', () => {
    const [message = ''] = told([REFUSED], {}).warnings('layers-not-seen');
    expect(message).toContain('resource control policy (no resource control policy is in evidence)');
    expect(message).not.toContain('resource control policies');
  });
});

it('grants of a key are not seen where the reports use one', () => {
  const layers = (encryption: string) =>
    told([REFUSED], UNTIL_13, { cases: [{ ...CASE, encryption }] }).warnings('layers-not-seen')[0];
  expect(layers('SSE-S3')).not.toContain('grants of the KMS key');
  expect(layers(KEY)).toContain('grants of the KMS key');
});

it.each([
  [1, 'by u0: they count'],
  [2, 'by u0 and u1: they count'],
  [3, 'by u0 and 2 others: they count'],
])('reports that %i people removed are told with who it was', (count, who) => {
  const removal = (index: number): Sighting =>
    seen(
      `2026-02-1${index}T12:00:00Z`,
      {
        kind: 'delete-object',
        by: 'call',
        bucket: 'acme-reports',
        key: `inv/acme-lake/daily-full/2026-02-1${index}T01-00Z/manifest.json`,
      },
      {
        actor: {
          ...refusedWrite('2026-02-14T11:00:00Z').actor,
          type: 'IAMUser',
          arn: `u${index}`,
          userName: `u${index}`,
          invokedBy: null,
        },
      },
    );
  const removals = Array.from({ length: count }, (_, index) => removal(index));
  expect(told(removals, {}).warnings('reports-removed')).toEqual([expect.stringContaining(who)]);
});

describe('what AWS Config captured', () => {
  it('of each link is told by itself, and cites the item that shows it', () => {
    const captured = [
      capturedPolicy('2026-02-12T09:00:00Z', ALLOWING),
      capturedPolicy('2026-02-13T20:00:00Z', DENYING),
    ];
    const story = told([putPolicy('2026-02-02T09:00:00Z', ALLOWING)], UNTIL_13, { captured });
    expect(story.warnings('unseen-change')).toEqual([
      'AWS Config shows that the destination bucket policy was changed after 2026-02-12T09:00:00Z and not later than 2026-02-13T20:00:00Z, and no call in evidence did it: by whom, CloudTrail would tell',
    ]);
    expect(story.cites('unseen-change')).toEqual(['item of 2026-02-13T20:00:00Z']);
  });
});

describe('what is said of the evidence', () => {
  it('is said once, with how often', () => {
    const nameless = evidence([], {}).listings.map(({ at: position }) => position);
    const [once, ...others] = told([], UNTIL_13, { namelessAnswers: nameless }).warnings('trail-not-named');
    expect(others).toEqual([]);
    expect(once).not.toContain('times');
    const [twice, ...more] = told([], UNTIL_13, { namelessAnswers: [...nameless, ...nameless] }).warnings(
      'trail-not-named',
    );
    expect(more).toEqual([]);
    expect(twice).toBe(`${once} (2 times)`);
  });

  it('names the logs of others, where a trail is wanting', () => {
    const other = { ...TRAIL, identity: { ...TRAIL.identity, account: '999988887777' } };
    const named = (...coverage: readonly (typeof TRAIL)[]) =>
      told([], UNTIL_13, { coverage }).warnings('logs-of-others');
    expect(named(TRAIL, other)).toEqual([expect.stringMatching(/: CloudTrail of account 999988887777$/)]);
    expect(named(TRAIL)).toEqual([]);
    expect(named(TRAIL, SOURCE_TRAIL, other)).toEqual([]);
  });

  it('names what of an archive was passed over, but for what macOS puts in', () => {
    const tally = (...remarks: readonly ArchiveRemark[]): SourceTally => ({
      ...createTally('evidence.zip'),
      remarks: new Map(remarks.map((remark) => [remark, 1])),
    });
    expect(told([]).warnings('archive-members', [tally('system-file')])).toEqual([]);
    expect(told([]).warnings('archive-members', [tally('system-file', 'device')])).toEqual([
      'in evidence.zip: one device passed over',
    ]);
  });

  it('tells which sources were normalised, and which inventories cannot be read', () => {
    const sources = [createTally('a'), { ...createTally('b'), kind: 'security-lake' as const }];
    expect(told([]).warnings('normalised-events', sources)).toEqual([
      expect.stringMatching(/^the events of 1 source are as Security Lake/),
    ]);
    expect(told([]).warnings('normalised-events', sources.slice(0, 1))).toEqual([]);
    const untiedInventories = evidence([], {}).listings.map(({ at: position }) => position);
    expect(told([], UNTIL_13, { untiedInventories }).warnings('inventory-without-manifest')).toEqual([
      expect.stringMatching(/^1 file of an inventory could not be used/),
    ]);
  });

  it('counts the problems of digests behind the first', () => {
    const problems = (count: number) =>
      told([], UNTIL_13, {
        digests: { problems: Array.from({ length: count }, (_, index) => `problem ${index}`) },
      } as unknown as Gathered).warnings('digest-problems');
    expect(problems(0)).toEqual([]);
    expect(problems(1)).toEqual(['digests of CloudTrail speak against the evidence: problem 0']);
    expect(problems(3)).toEqual([expect.stringContaining(': problem 0; and 2 more problems, ')]);
  });

  it.each([
    ['event history', 'older', 'lookup-events', 1],
    ['the console', 'older', 'console-csv', 1],
    ['event history', 'young', 'lookup-events', 0],
    ['files of a trail', 'older', 'cloudtrail', 0],
  ] as const)('of %s, and runs that are %s than its 90 days', (_, age, kind, count) => {
    const came = age === 'young' ? UNTIL_13 : arrivals([10], '2025-11-20T01:00:00Z');
    const gathered = { cases: [CASE] };
    const tally = { ...createTally('answer.json'), kind };
    expect(told([], came, gathered).warnings('ninety-days', [tally])).toHaveLength(count);
  });
});
