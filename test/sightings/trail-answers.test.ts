import { describe, expect, it } from 'vitest';
import type { TrailStatus } from '../../src/records/cloudtrail/trail-status.ts';
import type { LogCoverage } from '../../src/sightings/log-coverage.ts';
import { type TrailAnswers, withTrailAnswers } from '../../src/sightings/trail-answers.ts';

const ALL = [{ from: 0, to: 100 }];
const LOG: LogCoverage = {
  identity: { kind: 'cloudtrail', account: '444455556666', region: 'eu-west-1', bucket: null, query: null },
  from: 0,
  to: 100,
  gaps: [],
  vouched: { s3: ALL, kms: ALL },
  hasWrites: true,
  has: ['s3', 'kms'],
  digests: null,
};
const takenFor = null;
const OWN = 'arn:aws:cloudtrail:eu-west-1:444455556666:trail/main';
const OTHER = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main';
const RECORDS = { s3: true, kms: true, organizations: true };
const BLIND = { ...RECORDS, kms: false };
const ON: TrailStatus = { isLogging: true, stoppedAt: null, startedAt: 0, lastDelivery: 100, error: null };

function vouched(answers: Partial<TrailAnswers>, log = LOG) {
  return withTrailAnswers([log], { selectors: [], statuses: [], ...answers })[0]?.vouched;
}

describe('what a log vouches for, by the answers about the trails of its account', () => {
  it('is all that its records show where they say nothing else', () => {
    expect(vouched({})).toEqual(LOG.vouched);
    expect(
      vouched({
        selectors: [{ trail: OWN, takenFor, selection: RECORDS }],
        statuses: [{ trail: OWN, takenFor, status: ON }],
      }),
    ).toEqual(LOG.vouched);
  });

  it('is nothing of a service that its trail leaves out', () => {
    expect(vouched({ selectors: [{ trail: OWN, takenFor, selection: BLIND }] })).toEqual({ s3: ALL });
  });

  it('is all where one of several trails records it', () => {
    const selectors = [BLIND, RECORDS].map((selection) => ({ trail: OWN, takenFor, selection }));
    expect(vouched({ selectors })).toEqual(LOG.vouched);
  });

  it.each([OTHER, null])('is not less for what is said of the trail %s', (trail) => {
    const status = { ...ON, isLogging: false, stoppedAt: 10 };
    expect(
      vouched({ selectors: [{ trail, takenFor, selection: BLIND }], statuses: [{ trail, takenFor, status }] }),
    ).toEqual(LOG.vouched);
  });

  it.each([
    [
      'from its stop to its start',
      { stoppedAt: 40, startedAt: 60 },
      [
        { from: 0, to: 40 },
        { from: 60, to: 100 },
      ],
    ],
    ['from its stop on', { isLogging: false, stoppedAt: 40, startedAt: 10 }, [{ from: 0, to: 40 }]],
    [
      'since its last delivery, when it cannot write',
      { lastDelivery: 70, error: 'AccessDenied' },
      [{ from: 0, to: 70 }],
    ],
    ['at all, when it never could', { lastDelivery: null, error: 'NoSuchBucket' }, undefined],
  ])('is nothing %s', (_, told, rest) => {
    expect(vouched({ statuses: [{ trail: OWN, takenFor, status: { ...ON, ...told } }] })?.s3).toEqual(rest);
  });

  it('is what one or the other recorded of the trails whose files these are', () => {
    const here = { account: '444455556666', region: 'eu-west-1' };
    const stopped = { trail: OWN, takenFor: here, status: { ...ON, isLogging: false, stoppedAt: 40 } };
    const young = { trail: OTHER, takenFor: here, status: { ...ON, stoppedAt: 10, startedAt: 60 } };
    const blind = { trail: OWN, takenFor: here, selection: BLIND };
    const rest = [
      { from: 0, to: 40 },
      { from: 60, to: 100 },
    ];
    expect(vouched({ statuses: [stopped, young], selectors: [blind] })).toEqual({
      s3: rest,
      kms: [
        { from: 0, to: 10 },
        { from: 60, to: 100 },
      ],
    });
    // What wrote the files of another Region says nothing of these.
    const elsewhere = { ...stopped, takenFor: { ...here, region: 'us-east-1' } };
    expect(vouched({ statuses: [elsewhere] })).toEqual(LOG.vouched);
  });

  it('is not theirs to say of an answer of event history', () => {
    const log: LogCoverage = { ...LOG, identity: { ...LOG.identity, kind: 'lookup-events' } };
    expect(vouched({ selectors: [{ trail: OWN, takenFor, selection: BLIND }] }, log)).toEqual(LOG.vouched);
  });
});
