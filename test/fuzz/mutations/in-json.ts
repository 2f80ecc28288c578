import type { Random } from '../random.ts';
import { HOSTILE, ODD_VALUES } from './hostile.ts';
import { type Apply, level, type Mutation, onJson, onText } from './mutation.ts';

/** What becomes of the nodes of JSON documents, however deep. */
export const IN_JSON: Readonly<Record<string, Mutation>> = level('JSON nodes', {
  'JSON nodes replaced': { effect: 'any', apply: onNodes((_, random) => random.pick(ODD_VALUES)) },
  'JSON texts made hostile': {
    effect: 'any',
    apply: onNodes((value, random) => (typeof value === 'string' ? value + random.pick(HOSTILE) : value)),
  },
  'JSON nodes lost': { effect: 'any', apply: onNodes(() => undefined) },
  'JSON nodes wrapped': { effect: 'any', apply: onNodes((value, { below }) => (below(2) === 0 ? [value] : { value })) },
  'JSON members with names of prototypes': {
    effect: 'neutral',
    // As texts: an object could not hold them.
    apply: onText((text) => text.replaceAll('{"eventVersion"', `{${POISON},"eventVersion"`)),
  },
  'JSON laid out anew': {
    effect: 'neutral',
    apply: onJson((value, { below }) => JSON.stringify(value, null, below(5))),
  },
  'JSON cut': {
    effect: 'removes',
    apply: onJson((value, { below }) => {
      const text = JSON.stringify(value);
      return text.slice(0, below(text.length + 1));
    }),
  },
});

const POISON =
  '"__proto__":{"errorCode":"AccessDenied","eventName":"DeleteBucket"},"constructor":{"prototype":{"readOnly":true}},"toString":1';

/** One to three nodes of a document. */
function onNodes(change: (value: unknown, random: Random) => unknown): Apply {
  return onJson((document, random) => {
    let value = document;
    for (let left = 1 + random.below(3); left > 0; left -= 1) value = changed(value, change, random);
    return JSON.stringify(value) ?? '';
  });
}

function changed(value: unknown, change: (value: unknown, random: Random) => unknown, random: Random): unknown {
  const isHere = typeof value !== 'object' || value === null || random.below(6) === 0;
  if (isHere) return change(value, random);
  if (Array.isArray(value)) {
    if (value.length === 0) return change(value, random);
    const at = random.below(value.length);
    return value.map((item, index) => (index === at ? changed(item, change, random) : item));
  }
  const names = Object.keys(value);
  if (names.length === 0) return change(value, random);
  const name = random.pick(names);
  return { ...value, [name]: changed((value as Record<string, unknown>)[name], change, random) };
}
