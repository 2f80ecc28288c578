import fc from 'fast-check';
import type { CaseOptions } from '../../src/case/case.ts';
import type { JsonObject } from '../../src/json.ts';
import { iamUser } from '../fabricate/caller.ts';
import { DANA, DESTINATION_TRAIL, SAMI, SOURCE_TRAIL, stage } from '../fabricate/cases/stage.ts';
import { CONFIGURATION_ID, DESTINATION_BUCKET, KEY_ACCOUNT, KEY_ARN, SOURCE_BUCKET } from '../fabricate/cast.ts';
import type { TrailEvent } from '../fabricate/events/event.ts';
import {
  deleteImportedKeyMaterial,
  disableKey,
  enableKey,
  putKeyPolicy,
  scheduleKeyDeletion,
} from '../fabricate/events/kms.ts';
import {
  deleteBucket,
  deleteBucketPolicy,
  deleteInventoryConfiguration,
  putBucketEncryption,
  putBucketPolicy,
  putInventoryConfiguration,
} from '../fabricate/events/s3.ts';
import type { EvidenceFile } from '../fabricate/evidence-file.ts';
import { type Configuration, configurationDocument, configurationInEvent } from '../fabricate/inventory.ts';
import {
  allowInventory,
  allowInventoryToUseKey,
  allowReaders,
  denyAll,
  denyOutsideOffice,
  keyAdministration,
  policy,
} from '../fabricate/policies.ts';

/** Everything that decides a delivery, as it is at `now`. */
export interface Settings {
  readonly policy: JsonObject | null;
  readonly keyPolicy: JsonObject;
  /** As DescribeKey has it. */
  readonly keyState: string;
  /** As the CLI takes it; null when it was deleted. */
  readonly configuration: JsonObject | null;
  /** The destination encrypts by default with the key. */
  readonly isKeyDefault: boolean;
  readonly bucketExists: boolean;
}

/** A case that worked, what broke it, and all the evidence of it. */
export interface BrokenWorld {
  readonly breaks: readonly string[];
  readonly settings: Settings;
  readonly evidence: readonly EvidenceFile[];
}

interface Break {
  readonly name: string;
  readonly make: (world: Story) => { readonly story: Partial<Story>; readonly event: (time: string) => TrailEvent };
}

interface Story extends Omit<Settings, 'configuration'> {
  readonly form: Configuration | null;
}

const KEYS = iamUser(KEY_ACCOUNT, 'kit.lowe');
const OTHER_REGION_KEY = KEY_ARN.replace('eu-west-1', 'us-east-1');
const MANAGED_ALIAS: string = `arn:aws:kms:eu-west-1:${KEY_ACCOUNT}:alias/aws/s3`;

function policyBreak(name: string, edit: (policy: JsonObject) => JsonObject): Break {
  return {
    name,
    make: (world) => {
      const changed = edit(world.policy ?? policy());
      return { story: { policy: changed }, event: (time) => putBucketPolicy({ time, by: DANA, policy: changed }) };
    },
  };
}

function keyPolicyBreak(name: string, changed: JsonObject): Break {
  return {
    name,
    make: () => ({ story: { keyPolicy: changed }, event: (time) => putKeyPolicy({ time, by: KEYS, policy: changed }) }),
  };
}

function configurationBreak(name: string, change: Configuration): Break {
  return {
    name,
    make: ({ form }) => {
      const changed = { ...form, ...change };
      const configuration = configurationInEvent(changed);
      return {
        story: { form: changed },
        event: (time) => putInventoryConfiguration({ time, by: SAMI, id: CONFIGURATION_ID, configuration }),
      };
    },
  };
}

function adding(...statements: readonly JsonObject[]): (policy: JsonObject) => JsonObject {
  return (document) => policy(...(document['Statement'] as JsonObject[]), ...statements);
}

const HEADER = 's3:x-amz-server-side-encryption';

/** One of each kind at most: of a key and of a configuration only one state is the last. */
const SLOTS: readonly (readonly Break[])[] = [
  [
    policyBreak('office only', adding(denyOutsideOffice())),
    policyBreak('locked', adding(denyAll('Quarantine'))),
    policyBreak(
      'two denies',
      adding(denyOutsideOffice(), denyAll('Vpce', { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } })),
    ),
    policyBreak('must encrypt', adding(denyAll('Encrypt', { Null: { [HEADER]: 'true' } }, 's3:PutObject'))),
    policyBreak('must use KMS', adding(denyAll('Kms', { StringNotEquals: { [HEADER]: 'aws:kms' } }, 's3:PutObject'))),
    policyBreak('no allow', () => policy(allowReaders())),
    policyBreak('another source', () => policy(allowInventory({ sourceArn: 'arn:aws:s3:::acme-old' }))),
    policyBreak('another account', () => policy(allowInventory({ sourceAccount: '999900001111' }), allowReaders())),
    policyBreak('by organization', adding(denyAll('Org', { StringNotEquals: { 'aws:SourceOrgID': 'o-abc' } }))),
    {
      name: 'policy deleted',
      make: () => ({ story: { policy: null }, event: (time) => deleteBucketPolicy({ time, by: DANA }) }),
    },
    {
      name: 'bucket deleted',
      make: () => ({
        story: { policy: null, bucketExists: false, isKeyDefault: false },
        event: (time) => deleteBucket({ time, by: DANA }),
      }),
    },
  ],
  [
    keyPolicyBreak('key closed', policy(keyAdministration())),
    keyPolicyBreak('key for another account', policy(keyAdministration(), allowInventoryToUseKey('999900001111'))),
    keyPolicyBreak(
      'key denies',
      policy(keyAdministration(), allowInventoryToUseKey(), {
        Sid: 'OrganizationOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 'kms:GenerateDataKey',
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-abc' } },
      }),
    ),
  ],
  [
    {
      name: 'key disabled',
      make: () => ({ story: { keyState: 'Disabled' }, event: (time) => disableKey({ time, by: KEYS }) }),
    },
    {
      name: 'key pending deletion',
      make: () => ({
        story: { keyState: 'PendingDeletion' },
        event: (time) => scheduleKeyDeletion({ time, by: KEYS, deletionDate: 'Mar 15, 2026, 3:20:11 PM' }),
      }),
    },
    {
      name: 'key material deleted',
      make: () => ({
        story: { keyState: 'PendingImport' },
        event: (time) => deleteImportedKeyMaterial({ time, by: KEYS }),
      }),
    },
  ],
  [
    {
      name: 'default key',
      make: () => ({
        story: { isKeyDefault: true },
        event: (time) => putBucketEncryption({ time, by: DANA, algorithm: 'aws:kms', keyArn: KEY_ARN }),
      }),
    },
  ],
  [
    configurationBreak('without encryption', { encryption: 'none' }),
    configurationBreak('with the key', { encryption: KEY_ARN }),
    configurationBreak('with the key that AWS manages', { encryption: MANAGED_ALIAS }),
    configurationBreak('with a key of another Region', { encryption: OTHER_REGION_KEY }),
  ],
  [
    configurationBreak('disabled', { enabled: false }),
    configurationBreak('moved', { prefix: 'elsewhere' }),
    {
      name: 'configuration deleted',
      make: () => ({
        story: { form: null },
        event: (time) => deleteInventoryConfiguration({ time, by: SAMI, id: CONFIGURATION_ID }),
      }),
    },
  ],
];

/** Incidents with one to four links broken, the whole of it on record. */
export const brokenWorlds: fc.Arbitrary<BrokenWorld> = fc
  .record({
    encryption: fc.constantFrom('none', 'SSE-S3', KEY_ARN),
    slots: fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 1, maxLength: 4 }),
    picks: fc.array(fc.nat(1000), { minLength: 6, maxLength: 6 }),
  })
  .map(({ encryption, slots, picks }) => {
    const chosen = slots.flatMap((slot) => {
      const breaks = SLOTS[slot] ?? [];
      return breaks[(picks[slot] ?? 0) % breaks.length] ?? [];
    });
    return tell(encryption, chosen);
  });

function tell(encryption: string, breaks: readonly Break[]): BrokenWorld {
  const early = '2026-02-07T06:00:0';
  let story: Story = {
    policy: policy(allowInventory(), allowReaders()),
    keyPolicy: policy(keyAdministration(), allowInventoryToUseKey()),
    keyState: 'Enabled',
    form: { encryption },
    isKeyDefault: false,
    bucketExists: true,
  };
  const events: TrailEvent[] = [
    putBucketPolicy({ time: `${early}0Z`, by: DANA, policy: story.policy }),
    putBucketEncryption({ time: `${early}3Z`, by: DANA, algorithm: 'AES256' }),
    enableKey({ time: `${early}4Z`, by: KEYS }),
    putKeyPolicy({ time: `${early}1Z`, by: KEYS, policy: story.keyPolicy }),
    putInventoryConfiguration({
      time: `${early}2Z`,
      by: SAMI,
      id: CONFIGURATION_ID,
      configuration: configurationInEvent({ encryption }),
    }),
  ];
  for (const [index, { make }] of breaks.entries()) {
    const { story: change, event } = make(story);
    story = { ...story, ...change };
    events.push(event(`2026-02-13T15:2${index}:11Z`));
  }
  const { form, ...rest } = story;
  const keyTrail = { ...DESTINATION_TRAIL, account: KEY_ACCOUNT };
  return {
    breaks: [encryption, ...breaks.map(({ name }) => name)],
    settings: { ...rest, configuration: form === null ? null : documentOf(form) },
    evidence: stage({
      events,
      configuration: null,
      case: { encryption },
      trails: [SOURCE_TRAIL, DESTINATION_TRAIL, keyTrail],
    }),
  };
}

function documentOf(form: Configuration): JsonObject {
  const document = configurationDocument(form)['InventoryConfiguration'] as JsonObject;
  return JSON.parse(
    JSON.stringify(document).replaceAll('"SSE-S3"', '"SSES3"').replaceAll('"SSE-KMS"', '"SSEKMS"'),
  ) as JsonObject;
}

export const CASE: CaseOptions = {
  sourceBucket: SOURCE_BUCKET,
  sourceAccount: '111122223333',
  destinationBucket: DESTINATION_BUCKET,
  configurationId: CONFIGURATION_ID,
};
