import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../cli/fake-shell.ts';
import { brokenWorld } from './collect-world.ts';
import { collecting } from './collecting.ts';

const run = collecting();
const FILE = 'config/acme-reports.json';

/** The destination as AWS Config captured it, an item a day back from 19 February. */
function items(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    version: '1.3',
    accountId: '444455556666',
    configurationItemCaptureTime: Date.UTC(2026, 1, 19) / 1_000 - index * 86_400,
    configurationItemStatus: 'OK',
    configurationStateId: String(1_000_000 - index),
    arn: 'arn:aws:s3:::acme-reports',
    resourceType: 'AWS::S3::Bucket',
    resourceId: 'acme-reports',
    resourceName: 'acme-reports',
    awsRegion: 'eu-west-1',
    configuration: '{"name":"acme-reports"}',
    supplementaryConfiguration: { BucketPolicy: '{"policyText":null}' },
  }));
}

describe('the history of AWS Config', () => {
  it('is kept as the AWS CLI prints it, as far back as the period begins, and is evidence', async () => {
    const { problems } = await run.collect({ ...brokenWorld(), configHistory: { 'acme-reports': items(450) } });
    expect(problems).toEqual([]);
    const { configurationItems } = run.read(FILE);
    expect(configurationItems).toHaveLength(100);
    expect(configurationItems[0].configurationItemCaptureTime).toBe('2026-02-19T00:00:00.000Z');
    expect(run.world.count('GetResourceConfigHistory')).toBe(1);
    const { stdout, stderr } = await runCommand(['investigate', '--format', 'json', run.directory]);
    expect(stderr).not.toMatch(/not used|not recognised/);
    const { evidence } = JSON.parse(stdout);
    expect(evidence.find(({ source }: { source: string }) => source.endsWith(FILE))).toMatchObject({
      kind: 'config-item',
      records: 100,
    });
  });

  it('is not kept where AWS Config records nothing of the bucket, or nothing at all', async () => {
    for (const configHistory of [undefined, {}]) {
      const { problems, notes } = await run.collect({
        ...brokenWorld(),
        ...(configHistory === undefined ? {} : { configHistory }),
      });
      expect([...problems, ...notes].join('\n')).not.toContain('GetResourceConfigHistory');
      expect(existsSync(join(run.directory, FILE))).toBe(false);
    }
  });

  it('that is refused is a note, and costs nothing else', async () => {
    const effect = { kind: 'refused', failure: 'denied' } as const;
    const { problems, notes } = await run.collect(brokenWorld(), [{ operation: 'GetResourceConfigHistory', effect }]);
    expect(problems).toEqual([]);
    expect(notes.join('\n')).toMatch(/GetResourceConfigHistory on acme-reports: .*config:GetResourceConfigHistory/);
  });
});
