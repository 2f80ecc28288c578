import { describe, expect, it } from 'vitest';
import { denied } from '../../../src/delivery-path/link.ts';
import type { LinkOwner } from '../../../src/delivery-path/link-logs.ts';
import { HOUR, MINUTE } from '../../../src/instant.ts';
import { NOT_RECORDED } from '../../../src/records/recorded.ts';
import type { Gathered } from '../../../src/sightings/gather.ts';
import type { Sighting } from '../../../src/sightings/sighting.ts';
import type { Explanation } from '../../../src/timeline/explanation.ts';
import { describeCallers } from '../../../src/verdict/callers.ts';
import { causeOf, causeOfPhase } from '../../../src/verdict/cause.ts';
import { configHistory, eventSelectors, lookupEvents, trailFiles } from '../../../src/verdict/checklist/commands.ts';
import { describeNeed } from '../../../src/verdict/checklist/describe-need.ts';
import { contentOf, ownerWords, trailWords } from '../../../src/verdict/checklist/need.ts';
import { findCulprit } from '../../../src/verdict/culprit.ts';
import { findIncidents } from '../../../src/verdict/incident.ts';
import { findPhases, type Phase } from '../../../src/verdict/phases.ts';
import { lastKnownOpen, lastShownOpen, windowOf } from '../../../src/verdict/window.ts';
import {
  ALLOWING,
  arrivals,
  at,
  callOf,
  capturedPolicy,
  DENYING,
  KEY,
  putConfiguration,
  putKeyPolicy,
  putPolicy,
  refusedWrite,
  SUBJECT,
  seen,
  timelineOf,
} from '../../timeline/made-evidence.ts';
import { told } from '../told.ts';

const OF = {
  case: { ...SUBJECT, sourceAccount: '111122223333', destinationAccount: '444455556666' },
  changes: [],
  bucketRegion: new Map(),
};
const PLACE = {
  bucket: 'acme-reports',
  prefix: 'inv',
  encryption: { type: 'SSE-KMS', keyId: KEY },
  format: null,
} as const;
const TIME = '2026-02-10T09:00:00Z';
const OMITTED = { state: 'omitted', reason: 'too large' } as const;

describe('what tells what a change left in force', () => {
  const told = (sighting: Sighting, link: Parameters<typeof contentOf>[1]) => {
    const { liftedBy, needs } = contentOf(callOf(sighting), link, PLACE, OF);
    return [liftedBy, ...needs.map((need) => need.kind)];
  };
  const policy = (recorded: typeof OMITTED | typeof NOT_RECORDED) =>
    seen(TIME, { kind: 'put-bucket-policy', bucket: 'acme-reports', policy: recorded });

  it.each<[string, Sighting, Parameters<typeof contentOf>[1], string[]]>([
    [
      'where it is known',
      putPolicy(TIME, DENYING),
      'destination-policy',
      ['the destination bucket policy as it was after it', 'document'],
    ],
    [
      'where the log left it out',
      policy(OMITTED),
      'destination-policy',
      ['what it wrote: AWS Config of account 444455556666', 'written', 'document'],
    ],
    [
      'where the log does not hold it',
      policy(NOT_RECORDED),
      'destination-policy',
      ['what it wrote: CloudTrail of account 444455556666', 'trail', 'document'],
    ],
    ['of a key', putKeyPolicy(TIME, DENYING), 'key-policy', ['the KMS key policy as it was after it', 'document']],
    [
      'of an encryption',
      seen(TIME, { kind: 'put-bucket-encryption', bucket: 'acme-reports', encryption: OMITTED }),
      'default-encryption',
      ['what it wrote: AWS Config of account 444455556666', 'written'],
    ],
    [
      'of a configuration that the log left out',
      seen(TIME, { kind: 'put-inventory-configuration', bucket: 'acme-lake', id: 'x', configuration: OMITTED }),
      'configuration',
      ['the inventory configuration as it was after it', 'document'],
    ],
    [
      'of a grant',
      seen(TIME, { kind: 'revoke-grant', key: { arn: KEY, id: null }, grantId: 'g' }),
      'key-policy',
      ['the grants of the key at that time, which no log holds'],
    ],
    [
      'of a deletion',
      seen(TIME, { kind: 'delete-bucket', bucket: 'acme-reports' }),
      'destination-bucket',
      ['the destination bucket as it was after it'],
    ],
  ])('%s', (_, sighting, link, needs) => {
    expect(told(sighting, link)).toEqual(needs);
  });

  it('is looked for in the trail around it, and in AWS Config where event history has it no more', () => {
    const { needs } = contentOf(callOf(policy(NOT_RECORDED)), 'destination-policy', PLACE, OF);
    expect(needs[0]).toMatchObject({ from: at(TIME) - 15 * MINUTE, to: at(TIME) + 15 * MINUTE });
    const later = (now: number) =>
      contentOf(callOf(policy(NOT_RECORDED)), 'destination-policy', PLACE, {
        ...OF,
        case: { ...OF.case, now },
      }).needs.map(({ kind }) => kind);
    const days90 = at(TIME) + 90 * 24 * HOUR;
    expect(later(days90)).toEqual(['trail', 'document']);
    expect(later(days90 + 1)).toEqual(['trail', 'written', 'document']);
  });

  it('is asked of the owner, as far as that is known', () => {
    expect(trailWords('destination-policy', PLACE, OF)).toBe('CloudTrail of account 444455556666');
    expect(
      trailWords('destination-policy', PLACE, { ...OF, bucketRegion: new Map([['acme-reports', 'eu-west-1']]) }),
    ).toBe('CloudTrail of account 444455556666 in eu-west-1');
    const nobody = { account: null, region: null, bucket: null, resource: null };
    expect(ownerWords('rcp', nobody)).toBe('the management account of the organization');
    expect(ownerWords('configuration', nobody)).toBe('the account that owns the source bucket');
    expect(ownerWords('key-state', { ...nobody, resource: 'k' })).toBe('the account that owns k');
  });
});

describe('what is asked for', () => {
  const asked = (need: Parameters<typeof describeNeed>[0], of = OF, links: Parameters<typeof describeNeed>[2] = []) =>
    describeNeed(need, of, links).map(({ what, fetch }) => [what, fetch?.command.split(' --')[0] ?? null]);

  it('the documents of now, each by its call', () => {
    expect(asked({ kind: 'document', link: 'key-state', place: PLACE })).toEqual([
      [`the state of key ${KEY} as it is now`, 'aws kms describe-key'],
    ]);
    expect(asked({ kind: 'document', link: 'key-policy', place: PLACE })).toEqual([
      [`the policy of key ${KEY} as it is now`, 'aws kms get-key-policy'],
    ]);
    expect(asked({ kind: 'document', link: 'destination-policy', place: PLACE })).toEqual([
      ['the bucket policy of acme-reports as it is now', 'aws s3api get-bucket-policy'],
    ]);
    const unnamed = { ...OF, case: { ...OF.case, configurationId: null } };
    expect(asked({ kind: 'document', link: 'configuration', place: PLACE }, unnamed)).toEqual([
      ['the inventory configurations of acme-lake as they are now', 'aws s3api list-bucket-inventory-configurations'],
    ]);
    expect(asked({ kind: 'case' })).toEqual([
      ['the inventory configurations of acme-lake', 'aws s3api list-bucket-inventory-configurations'],
    ]);
    expect(asked({ kind: 'case' }, { ...OF, case: { ...OF.case, sourceBucket: null } })[0]?.[0]).toBe(
      'the inventory configurations of the source bucket',
    );
  });

  it('the links that a trail would tell of are enumerated', () => {
    const trail = {
      kind: 'trail',
      link: 'destination-policy',
      place: PLACE,
      from: SUBJECT.now - HOUR,
      to: SUBJECT.now,
    } as const;
    const reasons = (...links: Parameters<typeof describeNeed>[2]) => describeNeed(trail, OF, links)[0]?.reason;
    expect(reasons('destination-policy')).toBe('it would show changes of the destination bucket policy');
    expect(reasons('destination-policy', 'region')).toBe(
      'it would show changes of the destination bucket policy and Region',
    );
    expect(reasons('destination-bucket', 'destination-policy', 'region')).toBe(
      'it would show changes of the destination bucket, destination bucket policy and Region',
    );
  });

  it("a trail's own files, for what event history does not hold whole", () => {
    const files = { kind: 'files', link: 'destination-policy', place: PLACE, from: at(TIME), to: at(TIME) } as const;
    const of = { ...OF, bucketRegion: new Map([['acme-reports', 'eu-west-1']]) };
    expect(asked(files, of)).toEqual([
      [
        "the trail's own files: CloudTrail of account 444455556666 in eu-west-1 at 2026-02-10T09:00:00Z",
        'aws s3 sync s3://TRAIL-BUCKET/AWSLogs/444455556666/CloudTrail/eu-west-1/ cloudtrail-444455556666-eu-west-1/',
      ],
    ]);
  });

  it('a listing below the source, as far as it is known', () => {
    const listing = (of: Partial<typeof OF.case>) =>
      describeNeed({ kind: 'listing', place: PLACE, given: false }, { ...OF, case: { ...OF.case, ...of } }, [])[0]
        ?.fetch?.command;
    expect(listing({})).toContain(' --prefix inv/acme-lake/daily-full/ ');
    expect(listing({ configurationId: null })).toContain(' --prefix inv/acme-lake/ ');
    expect(listing({ sourceBucket: null })).toContain(' --prefix inv/ ');
  });
});

it('callers whom copies of a call name are told by name up to three', () => {
  const callers = (count: number) => {
    const call = callOf(putPolicy(TIME, DENYING));
    const names = Array.from({ length: count }, (_, index) => ({
      ...call.actor,
      arn: `arn:aws:iam::444455556666:user/u${index}`,
      userName: `u${index}`,
    }));
    return describeCallers({ contradiction: { callers: names } as unknown as NonNullable<typeof call.contradiction> });
  };
  expect(describeCallers({ contradiction: null })).toBeNull();
  expect(callers(0)).toBeNull();
  expect(callers(3)?.split(' or ')).toHaveLength(3);
  expect(callers(3)).not.toContain('others');
  expect(callers(5)).toMatch(/ or one of 2 others$/);
});

describe('the window of a phase', () => {
  const CAME = arrivals(
    Array.from({ length: 9 }, () => 10),
    '2026-02-14T01:00:00Z',
  );

  function windows(...sightings: readonly Sighting[]) {
    const timeline = timelineOf(sightings, CAME);
    const [incident] = findIncidents(timeline);
    if (incident === undefined) throw new RangeError('these stories have an incident');
    return findPhases(timeline, incident).map((phase, index) => {
      const suspect = findCulprit(timeline, phase);
      const { after, before } = windowOf(timeline, incident, phase, index, suspect);
      const opened = suspect === null ? null : lastKnownOpen(timeline, suspect);
      return [after, before, opened].map((time) => (time === null ? null : new Date(time).toISOString().slice(5, 16)));
    });
  }

  it('of the first is that of its incident, of a later one opens with what it was last known to be open by', () => {
    const story = [
      putPolicy('2026-02-13T15:00:00Z', DENYING),
      refusedWrite('2026-02-14T11:00:00Z'),
      putPolicy('2026-02-15T15:00:00Z', ALLOWING),
      putConfiguration('2026-02-16T15:00:00Z', { isEnabled: false }),
    ];
    const [first, ...later] = windows(putConfiguration('2026-02-12T09:00:00Z'), ...story);
    expect(first).toEqual(['02-13T11:00', '02-14T11:00', null]);
    expect(later.at(-1)?.[2]).toBe('02-12T09:00');
  });

  it('of a later one ends with the first of its refusals', () => {
    const all = windows(
      putConfiguration('2026-02-12T09:00:00Z', { isEnabled: false }),
      putConfiguration('2026-02-15T15:00:00Z'),
      putPolicy('2026-02-15T16:00:00Z', DENYING),
      refusedWrite('2026-02-16T11:00:00Z', 'inv/acme-lake/daily-full/2026-02-16T01-00Z/manifest.json'),
      refusedWrite('2026-02-16T13:00:00Z', 'inv/acme-lake/daily-full/2026-02-16T01-00Z/manifest.json'),
    );
    expect(all.map(([, before]) => before)).toContain('02-16T11:00');
  });

  it('of a move opens with the call that had last sent the reports where they arrived', () => {
    const moved = windows(
      putConfiguration('2026-02-12T09:00:00Z'),
      putConfiguration('2026-02-13T15:00:00Z', { destinationBucket: 'acme-new' }),
    );
    expect(moved.map(([, , opened]) => opened)).toEqual(['02-12T09:00']);
  });

  it('is shown open by AWS Config alone', () => {
    const story = [putPolicy('2026-02-02T09:00:00Z', ALLOWING), putPolicy('2026-02-13T15:00:00Z', DENYING)];
    const shown = (captured: Gathered['captured']) => {
      const { timeline } = told(story, CAME, { captured });
      return lastShownOpen(timeline, 'destination-policy', timeline.placeNow, at('2026-02-13T15:00:00Z'));
    };
    expect(shown([])).toBeNull();
    const items = [ALLOWING, DENYING].map((policy, index) =>
      capturedPolicy(`2026-02-13T${14 + 2 * index}:00:00Z`, policy),
    );
    expect(shown(items)).toBe(at('2026-02-13T14:00:00Z'));
  });
});

describe('a command', () => {
  const OWNER: LinkOwner = { account: '444455556666', region: 'eu-west-1', bucket: null, resource: null };

  it('asks event history for a resource, or for all of an organization', () => {
    const asked = (
      ...[link, owner]: readonly ['rcp' | 'region', Partial<typeof OWNER> & { resource?: string | null }]
    ) => lookupEvents(link, { ...OWNER, ...owner } as typeof OWNER, at(TIME), at(TIME));
    expect(asked('rcp', {})).toMatchObject({
      command: expect.stringContaining('AttributeKey=EventSource,AttributeValue=organizations.amazonaws.com '),
      file: 'lookup-organizations.json',
    });
    expect(asked('region', {})).toBeNull();
    expect(asked('region', { resource: 'acme-reports' })?.command).toContain(
      'AttributeKey=ResourceName,AttributeValue=acme-reports ',
    );
  });

  it('gets the files of a trail where account and Region are known', () => {
    const files = (of: object) => trailFiles('region', { ...OWNER, ...of }, at(TIME), at(TIME));
    expect([files({ account: null }), files({ region: null })]).toEqual([null, null]);
    expect(files({})?.command).toContain(" --include '2026/02/*'");
    const since = (from: string) =>
      [...(trailFiles('region', OWNER, at(from), at(TIME))?.command ?? '').matchAll(/--include '([^']*)'/g)].map(
        ([, folder]) => folder,
      );
    expect(since('2025-12-31T23:00:00Z')).toEqual(['2025/12/*', '2026/01/*', '2026/02/*']);
    // Year by year, where months would be too many for a command.
    expect(since('2025-03-01T00:00:00Z')).toHaveLength(12);
    expect(since('2025-02-28T00:00:00Z')).toEqual(['2025/*', '2026/*']);
    expect(since('2023-02-28T00:00:00Z')).toEqual(['2023/*', '2024/*', '2025/*', '2026/*']);
  });

  it('asks AWS Config for a bucket or a key around a moment', () => {
    const history = (link: 'key-policy' | 'destination-policy', resource: string | null) =>
      configHistory(link, { ...OWNER, resource }, at(TIME))?.command ?? null;
    expect(history('key-policy', KEY)).toContain('--resource-type AWS::KMS::Key --resource-id k-1 ');
    expect(history('destination-policy', 'acme-reports')).toContain(
      '--resource-type AWS::S3::Bucket --resource-id acme-reports --earlier-time 2026-02-09T09:00:00Z --later-time 2026-02-12T09:00:00Z',
    );
    expect(history('destination-policy', null)).toBeNull();
  });

  it('does not ask event history for what it has no more', () => {
    const old = {
      kind: 'trail',
      link: 'destination-policy',
      place: PLACE,
      from: SUBJECT.now - 2400 * HOUR,
      to: SUBJECT.now - 2200 * HOUR,
    } as const;
    const asked = describeNeed(old, { ...OF, bucketRegion: new Map([['acme-reports', 'eu-west-1']]) }, [
      'destination-policy',
    ]);
    expect(asked.map(({ fetch }) => fetch?.command.split(' ').slice(0, 3).join(' '))).toEqual(['aws s3 sync']);
  });

  it('gets what a trail selects', () => {
    expect(eventSelectors('region', OWNER).file).toBe('get-event-selectors-444455556666.json');
    expect(eventSelectors('region', { ...OWNER, account: null }).file).toBe('get-event-selectors-trail.json');
  });
});

describe('the cause that explanations agree on', () => {
  const { profile } = SUBJECT;
  const STATE = denied('explicit-deny', 'closed', 'event');
  const denial = {
    kind: 'denied',
    link: 'destination-policy',
    resource: 'b',
    place: PLACE,
    state: STATE,
    since: null,
    isUnsure: false,
  } as const;
  const off = { kind: 'not-due', decision: 'disabled', since: null, basis: 'event' } as const;
  const gone = { kind: 'not-due', decision: 'deleted', since: null, basis: 'document' } as const;
  const of = (...explanations: readonly Explanation[]) => {
    const phase = { answer: null, runs: [{ explanations }] } as unknown as Parameters<typeof causeOfPhase>[0];
    const cause = causeOfPhase(phase, profile);
    return cause === null ? null : `${cause.link} ${cause.decision}`;
  };

  it.each<[string, readonly Explanation[], string | null]>([
    ['one', [denial], 'destination-policy explicit-deny'],
    ['the same twice', [denial, denial], 'destination-policy explicit-deny'],
    ['different ones', [denial, off], null],
    ['one, or nothing that is seen', [denial, { kind: 'unseen' }], null],
    ['what a document tells, or nothing that is seen', [gone, { kind: 'unseen' }], 'configuration deleted'],
    ['another place', [{ kind: 'elsewhere', place: PLACE, since: null }], 'configuration moved'],
    ['an open question', [{ kind: 'undetermined', place: PLACE, links: [], by: [] }], null],
    ['nothing', [{ kind: 'unseen' }], null],
  ])('%s', (_, explanations, cause) => {
    expect(of(...explanations)).toBe(cause);
  });

  it.each<[string, Explanation, RegExp]>([
    ['was deleted, where a call did it', { ...off, decision: 'deleted' }, /deleted/],
    ['is not there, where AWS says so', gone, /^(?!.*deleted)/],
    ['was disabled', off, /disabled/],
  ])('says that the configuration %s', (_, explanation, words) => {
    const phase = { answer: explanation, runs: [{ explanations: [explanation] }] } as unknown as Phase;
    expect(causeOfPhase(phase, profile)?.explanation).toMatch(words);
  });

  it('tells what it waits for where it depends, and when it was captured', () => {
    const depends = {
      ...STATE,
      state: 'depends',
      unknownKeys: ['aws:SourceIp'],
      conditionKeys: ['aws:SourceArn'],
    } as const;
    expect(causeOf('destination-policy', depends).conditionKeys).toEqual(['aws:SourceIp']);
    expect(causeOf('destination-policy', { ...STATE, conditionKeys: ['aws:SourceArn'] }).conditionKeys).toEqual([
      'aws:SourceArn',
    ]);
    expect(causeOf('destination-policy', { ...STATE, decision: 'allowed', capturedAt: at(TIME) })).toMatchObject({
      decision: 'unknown',
      explanation: 'closed, as AWS Config captured it 2026-02-10T09:00:00Z',
    });
  });
});
