import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ENVELOPES, type EnvelopeName } from '../../src/records/envelopes.ts';
import { CONFIG_ITEM, event, INVENTORY, lookupEvent } from './evidence-text.ts';
import { readWhole, ways } from './read-whole.ts';

/** Real-shaped contents of each envelope, and the ways to what is inside; one without does not build. */
const FIXTURES: Readonly<Record<EnvelopeName, readonly (readonly [text: string, ways: readonly (string | null)[]])[]>> =
  {
    'trail-file': [
      [JSON.stringify({ Records: [event(1), event(2)] }), [null, null]],
      [JSON.stringify([{ Records: [event(1), event(2)] }]), ['[0].Records[0]', '[0].Records[1]']],
    ],
    'lookup-events': [
      [
        JSON.stringify({ Events: [lookupEvent(1), lookupEvent(2)] }),
        ['Events[0].CloudTrailEvent', 'Events[1].CloudTrailEvent'],
      ],
      [JSON.stringify(lookupEvent(1)), ['CloudTrailEvent']],
    ],
    'inventory-configurations': [
      [JSON.stringify({ InventoryConfigurationList: [INVENTORY] }), ['InventoryConfigurationList[0]']],
    ],
    listing: [[JSON.stringify({ Contents: [{ Key: 'a', LastModified: '2026-02-06T00:00:00Z' }] }), [null, null]]],
    collection: [[JSON.stringify({ collected: [{ file: 'policy.json' }] }), []]],
    'config-items': [
      [JSON.stringify({ configurationItems: [CONFIG_ITEM, CONFIG_ITEM] }), [null, null]],
      [JSON.stringify({ fileVersion: '1.0', configSnapshotId: 'c', configurationItems: [CONFIG_ITEM] }), [null]],
      [JSON.stringify([{ configurationItems: [CONFIG_ITEM] }]), ['[0].configurationItems[0]']],
    ],
    'config-notification': [
      [
        JSON.stringify({ messageType: 'ConfigurationItemChangeNotification', configurationItem: CONFIG_ITEM }),
        ['configurationItem'],
      ],
    ],
  };

const page = readFileSync('docs/evidence.md', 'utf8').split('\n');

describe.each(Object.entries(ENVELOPES))('%s', (name, { words, get }) => {
  it.each(FIXTURES[name as EnvelopeName])('opens %s', async (text, expected) => {
    const read = await readWhole(text);
    expect(read.tally).toMatchObject({ rejected: 0, failure: null });
    expect(ways(read)).toEqual(expected);
  });

  it('has its line in docs/evidence.md, in the words of its entry', () => {
    const rows = page.filter(
      (line) => line.startsWith(`| \`${name}\` | ${words} | `) && line.split(' | ').length === 4,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toContain(get);
  });
});
