import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { runCommand } from './fake-shell.ts';

it('loads the AWS SDK for s3:// evidence, and for no other', async () => {
  await runCommand(['scan', 'samples/deny-by-ip']);
  await runCommand(['investigate', 'samples/deny-by-ip']);
  expect(loadedSdk()).toEqual([]);
  await runCommand(['scan', 's3://acme-logs/a', '--profile', 'none', '--region', 'eu-west-1']);
  expect(loadedSdk()).not.toEqual([]);
});

function loadedSdk(): string[] {
  return Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes('client-s3'));
}
