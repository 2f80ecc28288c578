import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check, ForensicsError, investigate, readEvidence, renderJson, renderText, scan } from '../../src/index.ts';
import { runCommand } from '../cli/fake-shell.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SAMPLE = join(ROOT, 'samples', 'deny-by-ip');

describe('the library', () => {
  it('investigates as the command does', async () => {
    const report = await investigate([SAMPLE]);
    if ('reports' in report) throw new Error('it is one case');
    const { stdout } = await runCommand(['investigate', '--quiet', '--format', 'json', SAMPLE]);
    expect(renderJson(report)).toBe(stdout);
    expect(renderText(report, { color: false, width: 100 })).toContain('BROKEN: 10 daily reports missing');
  });

  it('answers of several configurations with a survey, and of a path that is not there with an error', async () => {
    await expect(investigate(['/nowhere'])).rejects.toMatchObject({ name: 'ForensicsError', code: 'usage' });
    await expect(investigate([])).rejects.toBeInstanceOf(ForensicsError);
  });

  it('scans as the command does', async () => {
    const rows = [];
    for await (const row of scan([SAMPLE])) rows.push(row);
    const { stdout } = await runCommand(['scan', '--quiet', '--format', 'ndjson', '--show-secrets', SAMPLE]);
    expect(rows.map((row) => JSON.stringify(row))).toEqual(stdout.trimEnd().split('\n'));
    const all = [];
    for await (const row of scan([SAMPLE], { operation: null, status: { kind: 'failed' } })) all.push(row);
    expect(all.length).toBeGreaterThan(rows.length);
  });

  it('judges documents as the command does', async () => {
    const told = JSON.parse(readFileSync(join(SAMPLE, 'case.json'), 'utf8'));
    const { now: _, ...known } = told;
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }],
    };
    const [report] = check({ policy, case: known });
    expect(report).toMatchObject({ decision: 'denied', decidedBy: expect.arrayContaining(['no-deny-applies']) });
    expect(check({ policy: JSON.stringify(policy), case: known })).toEqual([report]);
    expect(check({ policy: null, case: known })[0]?.decision).toBe('denied');
    expect(() => check({ policy: '{', case: known })).toThrow(ForensicsError);
  });

  it('reads evidence of any kind', async () => {
    const inputs = [{ kind: 'file', name: 'case', path: join(SAMPLE, 'case.json') }] as const;
    const { items, tallies } = readEvidence(inputs, { listingTimezone: null });
    const kinds = [];
    for await (const item of items) kinds.push(item.kind);
    expect(kinds).toEqual(['case']);
    expect(tallies[0]?.records).toBe(1);
  });
});
