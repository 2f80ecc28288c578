import { describe, expect, it } from 'vitest';
import type { Bucket, World } from '../aws/world/world.ts';
import { smallWorld } from './collect-world.ts';
import { collecting } from './collecting.ts';

const suite = collecting();
const [OURS, THEIRS] = ['444455556666', '111122223333'];

/** Both buckets of an account; the destination logs into folders by account. */
function owned(account: string): World {
  // The configuration names no owner of its destination.
  const described = JSON.parse(
    JSON.stringify({ ...smallWorld(), now: undefined }).replaceAll(`"AccountId":"${OURS}",`, ''),
  ) as World;
  const of = (name: string, more: Bucket = {}): Bucket => ({
    ...described.buckets?.[name],
    account,
    sharedWith: [OURS],
    ...more,
  });
  const logging = { bucket: 'acme-logs', prefix: 'access/', keyFormat: 'EventTime' as const };
  return {
    ...described,
    trails: [],
    buckets: { ...described.buckets, 'acme-lake': of('acme-lake'), 'acme-reports': of('acme-reports', { logging }) },
  };
}

function listedLogs(): readonly (string | null)[] {
  const lists = suite.world.served.filter(
    ({ operation, bucket }) => operation === 'ListObjectsV2' && bucket === 'acme-logs',
  );
  return lists.map(({ key }) => key);
}

describe('whose a bucket is', () => {
  it('is found out where it is the own account, and is part of the case', async () => {
    await suite.collect(owned(OURS));
    expect(suite.read('case.json')).toMatchObject({ sourceAccount: OURS });
    const asked = suite.world.served.filter(({ operation }) => operation === 'GetBucketLocation');
    expect(asked.map(({ headers }) => headers['x-amz-expected-bucket-owner'])).toEqual([OURS, OURS]);
    expect(listedLogs()).toEqual([`access/${OURS}/eu-west-1/acme-reports/`]);
  });

  it('is not taken for the own account where S3 says that it is another', async () => {
    const { problems } = await suite.collect(owned(THEIRS));
    expect(problems).toEqual([]);
    expect(suite.read('case.json').sourceAccount).toBeUndefined();
    // Nobody told whose folders they are: all are listed.
    expect(listedLogs()).toEqual(['access/']);
  });

  it('is what the user tells, also in the folders of a log', async () => {
    await suite.collect(owned(THEIRS), [], {
      case: {
        sourceBucket: 'acme-lake',
        configurationId: 'daily-full',
        sourceAccount: THEIRS,
        destinationAccount: THEIRS,
      },
    });
    expect(suite.read('case.json')).toMatchObject({ sourceAccount: THEIRS, destinationAccount: THEIRS });
    expect(listedLogs()).toEqual([`access/${THEIRS}/eu-west-1/acme-reports/`]);
  });
});
