import { describe, expect, it } from 'vitest';
import { KEY_EVENTS } from '../../src/records/cloudtrail/events/kms.ts';
import type { LookupScope } from '../../src/records/item.ts';
import { lookupCoverage } from '../../src/sightings/lookup-answers.ts';
import type { SourceTally } from '../../src/sources/tally.ts';

const DAY = 86_400_000;

function scope(value: string, changed: Partial<LookupScope> = {}): LookupScope {
  const asked = { attribute: 'EventName', value, from: 0, to: 90 * DAY };
  return { ...asked, account: '444455556666', region: 'eu-west-1', isTruncated: false, ...changed };
}

function keysCovered(scopes: readonly LookupScope[]) {
  const asked = new Map(scopes.map((one, index) => [{ index } as unknown as SourceTally, one]));
  return lookupCoverage(new Map(), asked)
    .filter(({ identity }) => identity.query === null)
    .map(({ identity, vouched }) => [identity.account, identity.region, vouched]);
}

describe('answers about each event that changes a key', () => {
  it('cover the keys of the account and Region together, for as long as all of them do', () => {
    const [first = '', ...others] = KEY_EVENTS;
    const two = [scope(first, { from: 50 * DAY }), scope(first, { from: 20 * DAY, to: 50 * DAY })];
    const kms = { kms: [{ from: 20 * DAY, to: 90 * DAY }] };
    expect(keysCovered([...two, ...others.map((name) => scope(name))])).toEqual([['444455556666', 'eu-west-1', kms]]);
  });

  it('cover nothing where one of them is missing, was cut short, or is of another Region', () => {
    const [first = '', ...rest] = KEY_EVENTS;
    const others = rest.map((name) => scope(name));
    expect(keysCovered(others)).toEqual([]);
    for (const changed of [{ isTruncated: true }, { region: 'us-east-1' }, { account: null }]) {
      expect(keysCovered([scope(first, changed), ...others])).toEqual([]);
    }
  });
});
