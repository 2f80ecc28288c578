import { fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { BUCKET, startBucket } from './bucket-server.ts';

/** What no command may exceed; Node with the SDK and tsx takes about half of it before the first byte. */
const MOST_BYTES = 250_000_000;

it('reads far more than fits into its memory, small objects and large ones', async () => {
  const [small, middle, large] = [randomBytes(40_000), randomBytes(1_500_000), randomBytes(160_000_000)];
  const objects = new Map<string, Buffer>([['large', large]]);
  for (let index = 0; index < 900; index++) objects.set(`small/${String(index).padStart(4, '0')}`, small);
  for (let index = 0; index < 110; index++) objects.set(`middle/${String(index).padStart(4, '0')}`, middle);
  const server = await startBucket({ objects });
  try {
    const child = fork(fileURLToPath(new URL('read-bucket.ts', import.meta.url)), [`s3://${BUCKET}`, server.url], {
      execArgv: ['--import', 'tsx'],
      env: {
        ...process.env,
        AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
    });
    const [told] = (await once(child, 'message')) as [{ bytes: number; sha256: string; peakBytes: number }];
    const hash = createHash('sha256');
    for (const key of [...objects.keys()].sort()) hash.update(objects.get(key) ?? '');
    expect(told.sha256).toBe(hash.digest('hex'));
    expect(server.requests).toHaveLength(objects.size + 2);
    expect(told.peakBytes).toBeLessThan(MOST_BYTES);
  } finally {
    server.close();
  }
});
