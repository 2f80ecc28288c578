import { ACCESS_DENIED } from '../events/event.ts';
import { putBucketPolicy, putInventoryConfiguration } from '../events/s3.ts';
import { type Configuration, configurationInEvent } from '../inventory.ts';
import { listObjects } from '../listing.ts';
import { allowInventory, denyAll, policy } from '../policies.ts';
import { type Scenario, theme } from './scenario.ts';
import { CHANGE, DANA, delivered, objectsOfAll, REFUSALS, REFUSED_SIX_TIMES, refusals, SAMI, stage } from './stage.ts';

function put(time: string, configuration: Configuration) {
  return putInventoryConfiguration({
    time,
    by: SAMI,
    id: 'daily-full',
    configuration: configurationInEvent(configuration),
  });
}

const NOT_BELOW_FINANCE = putBucketPolicy({
  time: '2026-02-08T08:00:00Z',
  by: DANA,
  policy: policy(allowInventory(), { ...denyAll('NotFinance'), Resource: ['arn:aws:s3:::acme-reports/finance/*'] }),
});
const REFUSED_BELOW_FINANCE = refusals(REFUSALS, ACCESS_DENIED, { prefix: 'finance' });

const PUT = { confidence: 'proven', time: CHANGE, eventName: 'PutBucketInventoryConfiguration' } as const;

/** A configuration that sends its reports elsewhere, or otherwise than the destination wants. */
export const moved: Scenario[] = theme('moved', {
  'moved-to-another-bucket-where-it-delivers': {
    evidence: stage({
      configuration: { bucket: 'acme-reports-2026' },
      events: [put(CHANGE, { bucket: 'acme-reports-2026' })],
      files: [
        listObjects(
          'listing-acme-reports-2026.json',
          objectsOfAll(
            [
              delivered('2026-02-14', '10:12:05'),
              delivered('2026-02-15', '11:02:44'),
              delivered('2026-02-16', '10:37:10'),
              delivered('2026-02-17', '11:20:31'),
              delivered('2026-02-18', '10:05:28'),
              delivered('2026-02-19', '10:58:53'),
            ],
            { bucket: 'acme-reports-2026' },
          ),
          { bucket: 'acme-reports-2026' },
        ),
      ],
    }),
    expected: {
      story: 'The reports go to a new bucket now, and arrive there; whoever waits at the old one sees none.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
      warnings: ['moved'],
      noWarnings: ['denied-now'],
    },
  },

  'moved-to-a-prefix-where-it-delivers': {
    evidence: stage({
      case: { destinationPrefix: 'inventory/v2' },
      configuration: { prefix: 'inventory/v2' },
      events: [put(CHANGE, { prefix: 'inventory/v2' })],
      otherObjects: objectsOfAll(
        [
          delivered('2026-02-14', '10:12:05'),
          delivered('2026-02-15', '11:02:44'),
          delivered('2026-02-16', '10:37:10'),
          delivered('2026-02-17', '11:20:31'),
          delivered('2026-02-18', '10:05:28'),
          delivered('2026-02-19', '10:58:53'),
        ],
        { prefix: 'inventory/v2' },
      ),
    }),
    expected: {
      story:
        'The prefix changes and the listing of the whole bucket shows every report, the later ones below the new prefix.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
    },
  },

  'moved-to-a-prefix-where-the-policy-denies': {
    evidence: stage({
      case: { destinationPrefix: 'inventory/v2' },
      configuration: { prefix: 'inventory/v2' },
      events: [
        putBucketPolicy({
          time: '2026-02-09T14:00:00Z',
          by: DANA,
          policy: policy({ ...allowInventory(), Resource: 'arn:aws:s3:::acme-reports/inv/*' }),
        }),
        put(CHANGE, { prefix: 'inventory/v2' }),
        ...refusals(REFUSALS, undefined, { prefix: 'inventory/v2' }),
      ],
    }),
    expected: {
      story: 'The policy has always allowed the old prefix only. The configuration moves to a new one.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: PUT,
          cause: {
            link: 'destination-policy',
            decision: 'implicit-deny',
            statement: { sid: 'InventoryDelivery', index: 0 },
            conditionKeys: [],
          },
          candidates: [{ time: CHANGE, eventName: 'PutBucketInventoryConfiguration', assessment: 'breaks' }],
        },
      ],
    },
  },

  'encryption-dropped-from-the-configuration-under-a-standing-deny': {
    evidence: stage({
      case: { encryption: 'none' },
      configuration: { encryption: 'none' },
      events: [
        putBucketPolicy({
          time: '2026-02-09T14:00:00Z',
          by: DANA,
          policy: policy(
            allowInventory(),
            denyAll('EncryptedOnly', { Null: { 's3:x-amz-server-side-encryption': 'true' } }, 's3:PutObject'),
          ),
        }),
        put(CHANGE, { encryption: 'none' }),
        ...refusals(),
      ],
    }),
    expected: {
      story:
        'A Deny on uploads without encryption header has stood for days while reports came, encrypted. Then the configuration drops its encryption.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: PUT,
          cause: {
            link: 'destination-policy',
            decision: 'explicit-deny',
            statement: { sid: 'EncryptedOnly', index: 1 },
            conditionKeys: ['s3:x-amz-server-side-encryption'],
          },
        },
      ],
    },
  },

  'moved-during-a-run-to-a-prefix-where-the-policy-denies': {
    evidence: stage({
      case: { destinationPrefix: 'finance' },
      configuration: { prefix: 'finance' },
      events: [NOT_BELOW_FINANCE, put('2026-02-13T09:00:00Z', { prefix: 'finance' }), ...REFUSED_BELOW_FINANCE],
    }),
    expected: {
      story:
        'The run of the 13th is under way when the configuration moves, and arrives at the old prefix two hours later: that says nothing of the new one.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { ...PUT, time: '2026-02-13T09:00:00Z' },
          cause: { link: 'destination-policy', decision: 'explicit-deny', statement: { sid: 'NotFinance', index: 1 } },
        },
      ],
    },
  },

  'moved-after-the-missed-run-began-is-probable-by-the-runs-behind-it': {
    evidence: stage({
      case: { destinationPrefix: 'finance' },
      configuration: { prefix: 'finance' },
      events: [NOT_BELOW_FINANCE, put('2026-02-14T09:00:00Z', { prefix: 'finance' })],
    }),
    expected: {
      story:
        'The run of the 14th began under the old configuration and never came. The move at nine explains the runs behind it.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [{ culprit: { ...PUT, confidence: 'probable', time: '2026-02-14T09:00:00Z' } }],
    },
  },
});
