import { describe, expect, it } from 'vitest';
import { deliveryKeys } from '../../../src/policy/delivery/delivery-target.ts';
import { spellKey } from '../../../src/policy/document/condition-keys.ts';
import { INVENTORY_PROFILE } from '../../../src/profile/inventory/inventory.ts';
import type { ContextRule } from '../../../src/profile/profile.ts';
import { TARGET } from '../../policy/case-files.ts';

const rules: readonly ContextRule[] = [...INVENTORY_PROFILE.requests, ...INVENTORY_PROFILE.keyRequests].flatMap(
  ({ context }) => context,
);

describe('the inventory profile', () => {
  it('writes the marker, a data file, the manifest, its checksum and the symlink, in this order', () => {
    expect(deliveryKeys(TARGET)).toEqual([
      'inv/acme-lake/daily-full/data/',
      expect.stringMatching(/^inv\/acme-lake\/daily-full\/data\/[\da-f-]{36}\.csv\.gz$/),
      'inv/acme-lake/daily-full/2026-01-01T01-00Z/manifest.json',
      'inv/acme-lake/daily-full/2026-01-01T01-00Z/manifest.checksum',
      'inv/acme-lake/daily-full/hive/dt=2026-01-01-01-00/symlink.txt',
    ]);
  });

  it('reads each key that it writes, and is complete when the checksum has arrived', () => {
    const { keys } = INVENTORY_PROFILE;
    const parts = deliveryKeys(TARGET).map((key) => keys.parse(key)?.part);
    expect(parts).toEqual(['data', 'data', 'marker', 'marker', 'other']);
    const [, , manifest = '', checksum = ''] = deliveryKeys(TARGET);
    for (const marker of [manifest, checksum]) expect(keys.markers(marker)).toEqual([checksum, manifest]);
  });

  it('gives every context key a basis and an AWS page', () => {
    expect(rules.filter(({ basis }) => basis.length < 5)).toEqual([]);
    expect(rules.filter(({ url }) => !url.startsWith('https://docs.aws.amazon.com/'))).toEqual([]);
    const contested = rules.flatMap((rule) => rule.contested ?? []);
    expect(contested.every(({ url }) => url.startsWith('https://docs.aws.amazon.com/'))).toBe(true);
  });

  it('names each key once, in the spelling of AWS', () => {
    for (const { context } of [...INVENTORY_PROFILE.requests, ...INVENTORY_PROFILE.keyRequests]) {
      const keys = context.map(({ key }) => key.toLowerCase());
      expect(new Set(keys).size).toBe(keys.length);
    }
    for (const { key } of rules) expect(spellKey(key.toLowerCase().replace('*', 'x'))).toBe(key.replace('*', 'x'));
  });
});
