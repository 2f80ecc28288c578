import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');
const SAMPLE = join(EXAMPLES, '..', 'samples', 'deny-by-ip');
const MAIN = join(EXAMPLES, '..', 'dist', 'cli', 'main.js');

let directory = '';
let report = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'examples-'));
  report = join(directory, 'report.json');
  execFileSync(process.execPath, [MAIN, 'investigate', '--quiet', '--format=json', `--output=${report}`, SAMPLE]);
});
afterAll(() => rmSync(directory, { recursive: true }));

/** As a user runs them, on the built package. */
describe('the example', () => {
  it('of a Lambda function fails while deliveries are broken, and answers when they are not', () => {
    const call = (evidence: string) =>
      `import { handler } from '${join(EXAMPLES, 'lambda-handler.mjs')}';
       console.log(JSON.stringify(await handler({ evidence: ['${evidence}'] }).catch(({ message }) => message)));`;
    const run = (evidence: string): unknown =>
      JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', call(evidence)], { encoding: 'utf8' }));
    expect(run(SAMPLE)).toContain('because of PutBucketPolicy');
    expect(run(join(SAMPLE, '..', 'broken-and-restored'))).toEqual([
      { sourceBucket: expect.any(String), configurationId: expect.any(String), outcome: 'recovered' },
    ]);
  });

  it.skipIf(spawnSync('jq', ['--version']).status !== 0)('for jq tells culprits in lines', () => {
    const lines = execFileSync('jq', ['-r', '-f', join(EXAMPLES, 'culprits.jq'), report], { encoding: 'utf8' });
    expect(lines).toMatch(/^2026-02-10T01-00Z\t2026-02-19T01-00Z\tproven\t2026-02-10T09:14:27Z\tPutBucketPolicy\t/);
  });

  it('of a page escapes what logs say', () => {
    const hostile = join(directory, 'hostile.json');
    const value = {
      outcome: 'broken',
      summary: '<script>1</script>',
      timeline: [{ time: 'now', kind: 'x', title: '"<b>' }],
    };
    writeFileSync(hostile, JSON.stringify(value));
    const page = (file: string) =>
      execFileSync(process.execPath, [join(EXAMPLES, 'page.mjs'), file], { encoding: 'utf8' });
    expect(page(hostile)).not.toMatch(/<script|<b>/);
    expect(page(report)).toContain('PutBucketPolicy');
  });
});
