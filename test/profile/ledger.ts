import { HOUR, MINUTE } from '../../src/instant.ts';
import type {
  ContextRule,
  DeliveryKey,
  DeliveryKeys,
  DeliveryProfile,
  DeliveryRoot,
} from '../../src/profile/profile.ts';
import { settingsOf } from '../../src/profile/settings.ts';

/**
 * A delivery that AWS does not make, as unlike that of S3 Inventory as a profile allows: another writer, a check of the
 * bucket beside the write, two actions on the key, other keys, one marker, Wednesdays, half past six.
 */
const PAGE = 'https://docs.aws.amazon.com/ledger/latest/userguide/delivery.html';

function told(key: string, by: 'source-arn' | 'source-account', basis: string): ContextRule {
  return { key, knowledge: { state: 'told', by }, basis, url: PAGE };
}

const SOURCE: readonly ContextRule[] = [
  told('aws:SourceArn', 'source-arn', 'the ARN of the ledger'),
  told('aws:SourceAccount', 'source-account', 'the account of the ledger'),
  {
    key: 'aws:PrincipalIsAWSService',
    knowledge: { state: 'present', values: ['true'] },
    basis: 'true when a service principal calls directly',
    url: PAGE,
  },
];

const KEYS: DeliveryKeys = {
  of: (root) => [`${folder(root, '20260101T0630')}/pages-0.jsonl`, `${folder(root, '20260101T0630')}/DONE`],
  folder,
  parse(key): DeliveryKey | null {
    const match = /^(.*)\/ledgers\/([^/]+)\/([^/]+)\/(\d{8}T\d{4})\/(?:pages-\d+\.jsonl|(DONE))$/.exec(key);
    if (match === null) return null;
    const [, prefix = '', sourceBucket = '', configurationId = '', run = '', done] = match;
    return { prefix, sourceBucket, configurationId, part: done === undefined ? 'data' : 'marker', run };
  },
  markers: (marker) => [marker],
  markerWord: 'DONE',
  runTime(run) {
    const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)$/.exec(run);
    if (match === null) return null;
    const [, year, month, day, hour, minute] = match;
    const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
    return Number.isNaN(time) ? null : time;
  },
  runName: (time) => new Date(time).toISOString().slice(0, 16).replace(/[-:]/g, ''),
};

function folder({ prefix, sourceBucket, configurationId }: DeliveryRoot, run: string): string {
  return [prefix, 'ledgers', sourceBucket, configurationId, run].filter((segment) => segment !== '').join('/');
}

export const LEDGER: DeliveryProfile = {
  words: {
    feature: 'Ledger Export',
    subject: 'ledger',
    product: 'ledger page',
    report: 'page',
    marker: 'last mark',
    configuration: 'ledger export',
    sids: { bucket: 'LedgerDelivery', key: 'LedgerEncryption' },
  },
  writer: {
    kind: 'service',
    service: 'ledger.amazonaws.com',
    name: 'Amazon Ledger',
    short: 'Ledger',
    sourceArn: ({ partition, bucket }) => `arn:${partition}:ledger:::${bucket}`,
  },
  requests: [
    { action: 's3:PutObject', on: 'object', context: SOURCE },
    { action: 's3:GetBucketAcl', on: 'bucket', context: SOURCE },
  ],
  keyRequests: [
    { action: 'kms:GenerateDataKey', context: SOURCE },
    { action: 'kms:Decrypt', context: SOURCE },
  ],
  keys: KEYS,
  schedule: {
    weekday: 3,
    usualTimeOfDayMs: 6 * HOUR + 30 * MINUTE,
    dueWithinHours: 12,
    firstWithinHours: 24,
    since: Date.UTC(2020, 0, 1),
  },
  settings: settingsOf('Ledger Export'),
  parseConfiguration: () => ({ ok: false, reason: 'ledger export: it is written nowhere' }),
};

/** The same ledger written by an account of AWS, which sends no source: as older load balancers do. */
export const LEDGER_BY_ACCOUNT: DeliveryProfile = {
  ...LEDGER,
  writer: { kind: 'account', accountId: '127311923021', name: 'the Ledger account', short: 'the Ledger account' },
  requests: [{ action: 's3:PutObject', on: 'object', context: [] }],
};
