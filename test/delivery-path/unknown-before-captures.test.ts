import { describe, expect, it } from 'vitest';
import { allowed, denied, LINKS, type Link, type LinkState, type PathStep } from '../../src/delivery-path/link.ts';
import { unknownBeforeCaptures } from '../../src/delivery-path/unknown-before-captures.ts';
import { callOf, DENYING, putPolicy } from '../timeline/made-evidence.ts';

const LINK = 'destination-policy';
const OPEN = allowed('open', 'event');
const CLOSED = denied('explicit-deny', 'closed', 'capture');
const CALL = callOf(putPolicy('2026-02-10T09:00:00Z', DENYING));

function step(
  from: number | null,
  state: LinkState,
  { by = 'nobody' }: { by?: 'call' | 'capture' | 'nobody' } = {},
): PathStep {
  const own: ReadonlySet<Link> = new Set([LINK]);
  return {
    from,
    call: by === 'call' ? CALL : null,
    links: Object.fromEntries(LINKS.map((link) => [link, link === LINK ? state : OPEN])) as PathStep['links'],
    touched: by === 'call' ? own : new Set(),
    replaced: null,
    asTold: null,
    shown: by === 'capture' ? own : new Set(),
    byClock: false,
  };
}

/** From when on which state is in force. */
function told(steps: readonly PathStep[], arrivals: readonly number[] = []): [number | null, LinkState['state']][] {
  return unknownBeforeCaptures(steps, LINK, arrivals).map(({ from, links }) => [from, links[LINK].state]);
}

describe('what an item of AWS Config shows denied that no call closed', () => {
  const seen = step(100, CLOSED, { by: 'capture' });

  it('was so since when it was last known to be open: by a call, a capture or a report', () => {
    const opened = step(40, OPEN, { by: 'call' });
    expect(told([step(null, OPEN), opened, seen])).toEqual([
      [null, 'allowed'],
      [40, 'allowed'],
      [41, 'unknown'],
      [100, 'denied'],
    ]);
    const captured = step(60, OPEN, { by: 'capture' });
    expect(told([step(null, OPEN), opened, captured, seen])).toEqual([
      [null, 'allowed'],
      [40, 'allowed'],
      [60, 'allowed'],
      [61, 'unknown'],
      [100, 'denied'],
    ]);
    expect(told([step(null, OPEN), opened, seen], [20, 70, 100, 120])).toEqual([
      [null, 'allowed'],
      [40, 'allowed'],
      [71, 'unknown'],
      [100, 'denied'],
    ]);
    expect(told([step(null, OPEN), seen], [70])).toEqual([
      [null, 'allowed'],
      [71, 'unknown'],
      [100, 'denied'],
    ]);
  });

  it('leaves what others changed in between where it was, with the link not known', () => {
    const other = step(80, OPEN);
    expect(told([step(null, OPEN), step(40, OPEN, { by: 'call' }), other, seen])).toEqual([
      [null, 'allowed'],
      [40, 'allowed'],
      [41, 'unknown'],
      [80, 'unknown'],
      [100, 'denied'],
    ]);
  });

  it('is told by nobody: the moment between is no step of a call', () => {
    const steps = unknownBeforeCaptures([step(null, OPEN), step(40, OPEN, { by: 'call' }), seen], LINK, []);
    expect(steps[2]).toMatchObject({ call: null, replaced: null, asTold: null, byClock: false });
    expect([...(steps[2]?.touched ?? [])]).toEqual([LINK]);
    expect([...(steps[2]?.shown ?? [])]).toEqual([]);
    expect(steps[2]?.links[LINK].explanation).toMatch(
      /^AWS Config shows it denied 1970-01-01.*; since when is not known$/,
    );
    expect(steps[2]?.links.region).toBe(OPEN);
  });

  it.each([
    ['nothing tells of any moment that it was open', [step(null, OPEN), seen]],
    ['it was open a moment before', [step(null, OPEN), step(99, OPEN, { by: 'call' }), seen]],
    ['it was closed before', [step(null, CLOSED), step(40, CLOSED, { by: 'call' }), seen]],
    ['a call closed it', [step(null, OPEN), step(40, OPEN, { by: 'call' }), step(100, CLOSED, { by: 'call' })]],
    ['the item shows it open', [step(null, OPEN), step(40, OPEN, { by: 'call' }), step(100, OPEN, { by: 'capture' })]],
    ['the item shows something else', [step(null, OPEN), step(40, OPEN, { by: 'call' }), step(100, CLOSED)]],
    ['nothing came before', [seen]],
  ])('changes nothing where %s', (_, steps) => {
    expect(unknownBeforeCaptures(steps, LINK, [])).toEqual(steps);
  });

  it('says of each such item by itself', () => {
    const again = step(200, CLOSED, { by: 'capture' });
    expect(
      told([step(null, OPEN), step(40, OPEN, { by: 'call' }), seen, step(150, OPEN, { by: 'call' }), again]),
    ).toEqual([
      [null, 'allowed'],
      [40, 'allowed'],
      [41, 'unknown'],
      [100, 'denied'],
      [150, 'allowed'],
      [151, 'unknown'],
      [200, 'denied'],
    ]);
  });
});
