import { describe, expect, it } from 'vitest';
import { createReportShelf } from '../../../src/cli/mcp/report-shelf.ts';

describe('the reports of a session', () => {
  it('are given whole, but for those that are too large to be put before a model', () => {
    const shelf = createReportShelf();
    const small = JSON.stringify({ outcome: 'broken' });
    const large = JSON.stringify({ outcome: 'broken', padding: 'x'.repeat(100 * 1024 * 1024) });
    expect(shelf.read(shelf.keep(small))).toBe(small);
    const uri = shelf.keep(large);
    expect(JSON.parse(shelf.read(uri) ?? '')).toEqual({
      tooLarge: large.length,
      hint: expect.stringContaining('--output'),
    });
    expect(shelf.parsed(uri)).toMatchObject({ outcome: 'broken' });
  });

  it('make room for new ones, the oldest first', () => {
    const shelf = createReportShelf();
    const uris = Array.from({ length: 20 }, (_, index) => shelf.keep(`{"index":${index}}`));
    expect(shelf.list()).toHaveLength(16);
    expect(shelf.read(uris[3] ?? '')).toBeNull();
    expect(shelf.read(uris[4] ?? '')).toBe('{"index":4}');
  });
});
