import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ACCESS_LOG_COLUMNS } from '../../src/records/athena/access-log-columns.ts';
import { EVIDENCE_KINDS } from '../../src/records/kinds.ts';
import type { EvidenceKind } from '../../src/sources/tally.ts';
import { ocsfEvent } from '../fabricate/security-lake.ts';
import {
  BUCKET_POLICY,
  CONFIG_ITEM,
  CONSOLE_HEADER,
  consoleRow,
  event,
  INVENTORY,
  KEY_POLICY,
  logLine,
  lookupEvent,
  MANIFEST,
} from './evidence-text.ts';
import { readWhole } from './read-whole.ts';

/** The shortest source of each kind: one without does not build. */
const FIXTURES: Readonly<Record<EvidenceKind, string>> = {
  'access-log': logLine(1),
  cloudtrail: JSON.stringify({ Records: [event(1)] }),
  'lookup-events': JSON.stringify({ Events: [lookupEvent(1)] }),
  'console-csv': `${CONSOLE_HEADER}\n${consoleRow(1)}\n`,
  'athena-result': `${ACCESS_LOG_COLUMNS.map((name) => `"${name}"`).join(',')}\n`,
  'security-lake': JSON.stringify(ocsfEvent(event(1), 'whole')),
  listing: JSON.stringify({ Contents: [{ Key: 'a', LastModified: '2026-02-06T00:00:00+00:00' }] }),
  's3-notification': JSON.stringify({
    Records: [
      {
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        eventTime: '2026-02-06T00:00:00.123Z',
        s3: { bucket: { name: 'acme-reports' }, object: { key: 'a' } },
      },
    ],
  }),
  'inventory-configuration': JSON.stringify({ InventoryConfiguration: INVENTORY }),
  'inventory-data': '"acme-reports","inv/a%20b","33","2026-02-09T14:00:01.000Z"\n',
  manifest: JSON.stringify(MANIFEST),
  'manifest-checksum': 'd41d8cd98f00b204e9800998ecf8427e',
  'bucket-policy': JSON.stringify({ Policy: JSON.stringify(BUCKET_POLICY) }),
  'key-policy': JSON.stringify(KEY_POLICY),
  'cloudtrail-digest': JSON.stringify({ digestStartTime: '2026-02-06T00:00:00Z', logFiles: [] }),
  case: JSON.stringify({ sourceBucket: 'acme-lake' }),
  collection: JSON.stringify({ collected: [{ file: 'policy.json' }] }),
  'aws-error': 'An error occurred (NoSuchBucketPolicy) when calling the GetBucketPolicy operation: none',
  'console-error': 'Access denied Inventory export for 2026-02-19 failed because S3 has no access',
  'key-description': JSON.stringify({
    KeyMetadata: { Arn: 'arn:aws:kms:eu-west-1:777788889999:key/1', KeyState: 'Enabled' },
  }),
  'config-item': JSON.stringify(CONFIG_ITEM),
  'trail-selectors': JSON.stringify({ TrailARN: 'arn:aws:cloudtrail:x', EventSelectors: [] }),
  'trail-status': JSON.stringify({ IsLogging: true, StartLoggingTime: '2026-02-06T00:00:00Z' }),
  'aws-setting': JSON.stringify({ LocationConstraint: 'eu-west-1' }),
};

const page = readFileSync('docs/evidence.md', 'utf8').split('\n');

describe.each(Object.entries(EVIDENCE_KINDS))('%s', (kind, { words, get }) => {
  it('is recognised and read', async () => {
    const { tally } = await readWhole(FIXTURES[kind as EvidenceKind]);
    expect(tally).toMatchObject({ kind, rejected: 0, failure: null });
  });

  it('has its line in docs/evidence.md, in the words of its entry', () => {
    const rows = page.filter(
      (line) => line.startsWith(`| \`${kind}\` | ${words} | `) && line.split(' | ').length === 5,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toContain(get);
  });
});
