import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(ROOT, 'docs', 'security.md'), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| who |'));

describe('the threats', () => {
  it('are each shown to fail by a test', () => {
    expect(rows.length).toBeGreaterThan(15);
    for (const row of rows) expect(row).toMatch(/`test\/[a-z/-]+\.test\.ts` \|$/);
  });

  it.each([...new Set([...page.matchAll(/`(test\/[^`]+\.ts)`/g)].map(([, path = '']) => path))])(
    '%s is there',
    (path) => {
      expect(existsSync(join(ROOT, path))).toBe(true);
    },
  );
});
