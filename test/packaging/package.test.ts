import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');

/** The program as those have it who install it: alone in a folder, without a package beside it. */
let directory = '';
let packed: { readonly filename: string; readonly size: number; readonly files: readonly { readonly path: string }[] };

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'package-'));
  const npm = (...args: string[]) =>
    execFileSync('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--offline'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
  [packed] = JSON.parse(npm('pack', '--json', '--pack-destination', directory));
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }');
  npm('install', '--prefix', directory, join(directory, packed.filename));
}, 120_000);

afterAll(() => rmSync(directory, { recursive: true }));

function node(...args: readonly string[]): string {
  return execFileSync(process.execPath, args, { cwd: directory, encoding: 'utf8' });
}

function fails(...args: readonly string[]): string {
  try {
    node(...args);
  } catch (error) {
    if (error instanceof Error && 'stderr' in error) return String(error.stderr);
    throw error;
  }
  throw new Error('it did not fail');
}

const COMMAND = 'node_modules/inventory-forensics/dist/cli/main.js';
const SAMPLE = join(ROOT, 'samples', 'deny-by-ip');

describe('the package', () => {
  it('holds the program, its types, schemas, queries and docs, and nothing else', () => {
    const kinds = packed.files.map(({ path }) => path.replace(/^(dist\/bundle|docs|examples|queries)\/.*$/, '$1/*'));
    expect([...new Set(kinds.filter((path) => !path.endsWith('.d.ts')))].sort()).toEqual([
      'LICENSE',
      'README.md',
      'dist/bundle/*',
      'dist/cli/main.js',
      'dist/index.js',
      'dist/scan/scan-worker.js',
      'dist/scan/search-worker.js',
      'dist/sightings/sift-worker.js',
      'docs/*',
      'examples/*',
      'package.json',
      'queries/*',
      'src/check/check.schema.json',
      'src/check/event/event.schema.json',
      'src/cli/collect/collect.schema.json',
      'src/cli/terminal/error.schema.json',
      'src/custody/replay.schema.json',
      'src/custody/run-record.schema.json',
      'src/report/report.schema.json',
      'src/report/survey/survey.schema.json',
      'src/scan/scan.schema.json',
      'src/verify/verify.schema.json',
    ]);
    expect(packed.size).toBeLessThan(1_000_000);
  });

  it('answers as a command, on threads as well', () => {
    expect(node(COMMAND, 'investigate', '--quiet', SAMPLE)).toContain('BROKEN: 10 daily reports missing');
    expect(node(COMMAND, 'scan', '--quiet', '--format', 'ndjson', SAMPLE)).toContain('REST.PUT.BUCKETPOLICY');
    expect(node(COMMAND, 'iam-policy', 'collect')).toContain('cloudtrail:LookupEvents');
  });

  it('answers as a library', () => {
    const script = `
      import { expandInputs, readEvidence } from 'inventory-forensics';
      const { items, tallies } = readEvidence(await expandInputs([process.argv[1]]), { listingTimezone: null });
      let records = 0;
      for await (const item of items) records += 1;
      console.log(records, tallies.length);`;
    expect(node('--input-type=module', '-e', script, SAMPLE)).toMatch(/^[1-9]\d+ [1-9]\d+\n$/);
  });

  it('says in one line that DuckDB is not there', () => {
    const error = fails(COMMAND, 'query', 'unparsed-lines', '--quiet', '--evidence', SAMPLE);
    expect(error).toBe(
      'inventory-forensics: this needs DuckDB (@duckdb/node-api), which is not installed; install it beside the ' +
        'program, with -g where that is global: npm install @duckdb/node-api\n',
    );
  });
});
