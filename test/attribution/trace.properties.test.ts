import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { assume, at, iamUser, indexOf, NOON, roleSession, samlUser, sessionActor } from './sessions.ts';

const PEOPLE = ['alice', 'bob', 'carol'];
const ROLES = ['hub', 'deploy', 'audit'];
const SESSIONS = ['ci', 'ops'];

const clock = fc.integer({ min: 0, max: 12 * 60 - 1 }).map((minute) => {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}:00`;
});
const key = fc.constantFrom('ASIA1', 'ASIA2', 'ASIA3', 'ASIA4');
const caller: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.constantFrom(...PEOPLE).map((name) => iamUser(name)),
  fc.constantFrom(...PEOPLE).map(samlUser),
  fc.tuple(fc.constantFrom(...ROLES), fc.constantFrom(...SESSIONS), key).map((parts) => roleSession(...parts)),
);
const call = fc
  .tuple(
    caller,
    clock,
    fc.constantFrom(...ROLES),
    fc.constantFrom(...SESSIONS),
    fc.option(key),
    fc.constantFrom(900, 3600, 43200),
  )
  .map(([who, when, role, session, issued, seconds]) => assume(who, when, role, session, { key: issued, seconds }));
const calls = fc.array(call, { maxLength: 12 });
const actor = fc
  .tuple(fc.constantFrom(...ROLES), fc.constantFrom(...SESSIONS), fc.option(key))
  .map((parts) => sessionActor(...parts));

describe('a trace', () => {
  it('is the same in whatever order the events are read', () => {
    fc.assert(
      fc.property(
        calls.chain((events) =>
          fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
        ),
        actor,
        ([events, shuffled], who) => {
          expect(indexOf(shuffled).trace(who, NOON)).toEqual(indexOf(events).trace(who, NOON));
        },
      ),
    );
  });

  it('is the same when events are read twice', () => {
    fc.assert(
      fc.property(calls, actor, (events, who) => {
        expect(indexOf([...events, ...events]).trace(who, NOON)).toEqual(indexOf(events).trace(who, NOON));
      }),
    );
  });

  it('is not touched by calls that failed', () => {
    fc.assert(
      fc.property(calls, calls, actor, (events, others, who) => {
        const failed = others.map((event) => ({ ...event, errorCode: 'AccessDenied' }));
        expect(indexOf([...events, ...failed]).trace(who, NOON)).toEqual(indexOf(events).trace(who, NOON));
      }),
    );
  });

  it('goes back in time, ends, and names only who called', () => {
    fc.assert(
      fc.property(calls, actor, (events, who) => {
        const { chain, origin } = indexOf(events).trace(who, NOON);
        const callers = new Set(
          events.map(
            ({ userIdentity }) => (userIdentity as JsonObject)['arn'] ?? (userIdentity as JsonObject)['userName'],
          ),
        );
        const times = chain.map(({ time }) => time);
        expect(times).toEqual([...times].sort((one, other) => other - one));
        expect(times.every((time) => time <= NOON && time >= at('00:00:00'))).toBe(true);
        expect(chain.every(({ arn }) => callers.has(arn ?? ''))).toBe(true);
        expect(origin === null || origin === chain.at(-1)?.arn).toBe(true);
      }),
    );
  });

  it('never picks one of two people who may both have been it', () => {
    fc.assert(
      fc.property(clock, clock, (one, other) => {
        const events = [
          assume(iamUser('alice'), one, 'deploy', 'ci', { seconds: 43200 }),
          assume(iamUser('bob'), other, 'deploy', 'ci', { seconds: 43200 }),
        ];
        expect(indexOf(events).trace(sessionActor('deploy', 'ci'), at('11:59:59'))).toMatchObject({
          chain: [],
          origin: null,
        });
      }),
    );
  });
});
