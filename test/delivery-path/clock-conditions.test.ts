import { describe, expect, it } from 'vitest';
import { turningMoments } from '../../src/delivery-path/clock-conditions.ts';
import type { JsonValue } from '../../src/json.ts';
import { looksAtClock } from '../../src/policy/document/clock.ts';
import { at } from '../timeline/made-evidence.ts';

function deny(condition: JsonValue): JsonValue {
  return { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', Condition: condition };
}

function turns(...statements: JsonValue[]): string[] {
  return turningMoments({ Statement: statements }).map((moment) => new Date(moment).toISOString());
}

describe('the moments at which a policy may decide otherwise', () => {
  it('lie a millisecond behind the dates of its conditions, in order and once each', () => {
    const until = deny({ DateLessThan: { 'aws:CurrentTime': ['2026-03-01T00:00:00Z', '2026-02-01T00:00:00Z'] } });
    const from = deny({ DateGreaterThan: { 'AWS:currenttime': '2026-02-01T00:00:00Z' } });
    expect(turns(until, from)).toEqual(['2026-02-01T00:00:00.001Z', '2026-03-01T00:00:00.001Z']);
  });

  it('are read from epoch seconds too, as text or number', () => {
    const seconds = at('2026-02-01T00:00:00Z') / 1000;
    expect(turns(deny({ NumericGreaterThan: { 'aws:EpochTime': seconds } }))).toEqual(['2026-02-01T00:00:00.001Z']);
    expect(turns(deny({ DateGreaterThan: { 'aws:EpochTime': `${seconds}` } }))).toEqual(['2026-02-01T00:00:00.001Z']);
  });

  it('are none of other keys, of what is no date, and of what is no policy', () => {
    expect(turns(deny({ DateLessThan: { 'aws:TokenIssueTime': '2026-02-01T00:00:00Z' } }))).toEqual([]);
    expect(turns(deny({ DateLessThan: { 'aws:CurrentTime': 'soon' } }))).toEqual([]);
    expect(turningMoments(null)).toEqual([]);
    expect(turningMoments({ Statement: 'aws:CurrentTime' })).toEqual([]);
  });

  it('are read from a lone statement too', () => {
    const statement = deny({ DateLessThan: { 'aws:CurrentTime': '2026-02-01T00:00:00Z' } });
    expect(turningMoments({ Statement: statement })).toHaveLength(1);
  });
});

it('knows a text that looks at the clock', () => {
  expect(looksAtClock('"AWS:EpochTime"')).toBe(true);
  expect(looksAtClock('"aws:SourceIp"')).toBe(false);
});
