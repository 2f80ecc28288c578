import type { InventoryConfiguration } from '@aws-sdk/client-s3';
import type { World, WorldObject } from '../aws/world/world.ts';
import { smallWorld } from './collect-world.ts';

const ARCHIVE_POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'ArchiveDelivery',
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: 'arn:aws:s3:::acme-archive/*',
    },
  ],
};

const ARCHIVE_KEY = 'arn:aws:kms:eu-west-1:444455556666:key/0c3f0a0e-0000-4000-8000-00000000000a';

const FRESH_KEY = 'arn:aws:kms:eu-west-1:444455556666:key/0c3f0a0e-0000-4000-8000-00000000000b';

function configuration(id: string, bucket: string, prefix: string, key?: string): InventoryConfiguration {
  return {
    Id: id,
    IsEnabled: true,
    IncludedObjectVersions: 'Current',
    Schedule: { Frequency: 'Daily' },
    Destination: {
      S3BucketDestination: {
        Bucket: `arn:aws:s3:::${bucket}`,
        Format: 'CSV',
        Prefix: prefix,
        ...(key === undefined ? {} : { Encryption: { SSEKMS: { KeyId: key } } }),
      },
    },
  };
}

function key(arn: string, action: string): NonNullable<World['keys']>[number] {
  const statement = { Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: action, Resource: '*' };
  return {
    metadata: { Arn: arn, KeyId: arn.split('/')[1] ?? '', KeyState: 'Enabled' },
    policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  };
}

/** Reports of one configuration, a day each. */
function reports(folder: string, days: readonly string[]): WorldObject[] {
  return days.flatMap((day): WorldObject[] =>
    ['manifest.json', 'manifest.checksum'].map((name) => ({
      key: `${folder}/${day}T01-00Z/${name}`,
      body: name,
      lastModified: new Date(`${day}T15:00:00Z`),
    })),
  );
}

function february(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `2026-02-${String(from + index).padStart(2, '0')}`);
}

/**
 * A central bucket that takes the inventories of several sources, of which a change of its policy broke all: two of one
 * Id, one below a deeper prefix, one that has never delivered, one that is configured no longer, one that was given up
 * years ago, one of a bucket that may not be read; and one of the same sources into another bucket, which is well.
 */
export function centralWorld(): World {
  const described = smallWorld();
  const reportsBucket = described.buckets?.['acme-reports'];
  return {
    ...described,
    keys: [key(ARCHIVE_KEY, 'kms:GenerateDataKey'), key(FRESH_KEY, 'kms:Decrypt')],
    buckets: {
      ...described.buckets,
      'acme-lake': {
        region: 'eu-west-1',
        inventory: [
          ...(described.buckets?.['acme-lake']?.inventory ?? []),
          configuration('fresh', 'acme-reports', 'inv', FRESH_KEY),
          configuration('to-archive', 'acme-archive', '', ARCHIVE_KEY),
        ],
      },
      'acme-web': {
        region: 'eu-west-1',
        inventory: [{ ...configuration('daily-full', 'acme-reports', 'inv'), IsEnabled: false }],
      },
      'acme-deep': { region: 'eu-west-1', inventory: [configuration('all', 'acme-reports', 'teams/data')] },
      'acme-hidden': { region: 'eu-west-1', account: '999900001111' },
      'acme-reports': {
        ...reportsBucket,
        objects: [
          ...(reportsBucket?.objects ?? []),
          ...reports('inv/acme-web/daily-full', february(5, 9)),
          ...reports('inv/acme-web/given-up', ['2023-02-05']),
          ...reports('inv/acme-lake/gone', february(5, 8)),
          ...reports('inv/acme-hidden/daily-full', february(5, 9)),
          ...reports('teams/data/acme-deep/all', february(5, 9)),
          { key: 'athena/results/2026/02/05/a.csv', body: 'x' },
        ],
      },
      'acme-archive': {
        region: 'eu-west-1',
        policy: JSON.stringify(ARCHIVE_POLICY),
        encryption: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: ARCHIVE_KEY } }],
        },
        objectOwnership: 'BucketOwnerEnforced',
        objects: reports('acme-lake/to-archive', february(5, 20)),
      },
    },
  };
}
