import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { World, WorldObject } from '../aws/world/world.ts';
import { brokenWorld, NOW } from './collect-world.ts';
import { collecting } from './collecting.ts';

const run = collecting();

/** Access-log files by the hour, of a size that nobody may ask for. */
function hourly(prefix: string, days: number, size: number): WorldObject[] {
  const never = () => {
    throw new Error('fetched');
  };
  return Array.from({ length: days * 24 }, (_, index): WorldObject => {
    const stamp = new Date(NOW - index * 3_600_000).toISOString().slice(0, 19).replace(/[T:]/g, '-');
    return { key: `${prefix}${stamp}-${String(index).padStart(16, 'A')}`, body: never, size };
  });
}

function withLogs(objects: readonly WorldObject[], source: readonly WorldObject[] = []): World {
  const described = brokenWorld();
  const lake = described.buckets?.['acme-lake'];
  return {
    ...described,
    trails: [],
    buckets: {
      ...described.buckets,
      'acme-lake': { ...lake, logging: { bucket: 'acme-logs', prefix: 'lake/' } },
      'acme-logs': { region: 'eu-west-1', objects: [...objects, ...source] },
    },
  };
}

describe('the budget of a collection', () => {
  it('is told first: objects, bytes, requests, time, price', async () => {
    const planned: string[] = [];
    const onPlanned = (line: string) => planned.push(`${line} (${run.world.count('GetObject')} fetched)`);
    const watcher = { onBegin() {}, onEvents() {}, onPlanned, onListed() {}, onAllListed() {}, onDone() {} };
    await run.collect(brokenWorld(), [], { watcher });
    expect(planned).toEqual([
      expect.stringMatching(
        /^\d+ log files to fetch, [\d.]+ kB: as many requests, about 1 s, less than \$0\.01 for requests and, outside of AWS, less than \$0\.01 for the bytes \(0 fetched\)$/,
      ),
    ]);
    const { told } = await run.collect(brokenWorld(), [], { directory: null });
    expect(told.at(-1)).toMatch(/^\d+ log files to fetch/);
  });

  it('that is exceeded fetches no log file, keeps the rest, and says what would narrow it', async () => {
    const described = withLogs(hourly('access/', 20, 50_000_000));
    const { problems } = await run.collect(described);
    expect(run.world.count('GetObject')).toBe(0);
    expect(problems).toEqual([
      'no log file is fetched: 15.5 GB is more than --max-bytes (5.0 GB): access log of acme-reports 15.5 GB; name a later --since, in another directory (from 2026-02-19 on it is within that), or a higher --max-bytes, or ask Athena (inventory-forensics query)',
    ]);
    expect(readdirSync(run.directory)).toEqual(['case.json', 'listing', 'lookup-events', 'manifest.json', 'settings']);
  });

  it('narrowed as it says is not exceeded', async () => {
    const described = withLogs(hourly('access/', 20, 50_000_000));
    const { problems } = await run.collect(described, [], { directory: null, since: Date.UTC(2026, 1, 19) });
    expect(problems).toEqual([]);
  });

  it('counts what an earlier run has fetched no more', async () => {
    await run.collect(brokenWorld());
    const { problems } = await run.collect(brokenWorld(), [], { mostBytes: 1 });
    expect(problems).toEqual([]);
  });

  it('does not go into the access log of the source, which is fetched for who asks for it', async () => {
    const source = hourly('lake/', 90, 10_000_000_000);
    const { problems, notes } = await run.collect(withLogs([], source));
    expect(problems).toEqual([]);
    expect(notes.join('\n')).toContain('the access log of acme-lake, in s3://acme-logs/lake/, is not fetched');
    expect(run.world.served.filter(({ key }) => key?.startsWith('lake/'))).toEqual([]);
    const asked = await run.collect(withLogs([], source), [], { directory: null, sourceAccessLog: true });
    expect(asked.problems.join('\n')).toContain('access log of acme-lake');
  });

  it('is told in a dry run, too, where it is far exceeded', async () => {
    const described = withLogs(hourly('access/', 90, 10_000_000_000));
    const { problems, told } = await run.collect(described, [], { directory: null });
    expect(problems).toEqual([expect.stringContaining('3.1 TB is more than --max-bytes (5.0 GB)')]);
    expect(told.at(-1)).toContain('$279.00 for the bytes');
  });
});
