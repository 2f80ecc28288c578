import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../src/check/contract.ts';
import { isJsonObject, type JsonObject } from '../../src/json.ts';
import { ACME, checkGiven, type Given, statusesOf } from './check-offline.ts';
import {
  ARTICLE_CORRECTED,
  ARTICLE_DENYING,
  configurationOf,
  deny,
  inventoryAllow,
  KEY,
  KEY_ALLOW,
  keyPolicyOf,
  policyOf,
} from './documents.ts';

const ARTICLE: Given['case'] = {
  sourceBucket: 'sourcebucket',
  sourceAccount: '123456789012',
  destinationBucket: 'destinationbucket',
};

const SSE_HEADER = 's3:x-amz-server-side-encryption';
const UNENCRYPTED = deny('Encrypt', { Null: { [SSE_HEADER]: 'true' } }, { Action: 's3:PutObject' });
const NOT_KMS = deny('EncryptWithKms', { StringNotEquals: { [SSE_HEADER]: 'aws:kms' } }, { Action: 's3:PutObject' });
const OTHER_ORGANIZATION = deny('ConfusedDeputy', {
  StringNotEqualsIfExists: { 'aws:SourceOrgID': 'o-abc' },
  Bool: { 'aws:PrincipalIsAWSService': 'true' },
});
const RCP_OTHER_ORGANIZATION = policyOf(
  deny(
    'ConfusedDeputy',
    {
      StringNotEqualsIfExists: { 'aws:SourceOrgID': 'o-abc' },
      Bool: { 'aws:PrincipalIsAWSService': 'true' },
      Null: { 'aws:SourceAccount': 'false' },
    },
    { Resource: '*' },
  ),
);

interface Expected {
  readonly decision: CheckReport['decision'];
  /** Id, status, Sid, condition keys of the requirement that matters. */
  readonly requirement?: readonly [string, string, (string | null)?, (readonly string[])?];
  readonly unknownKeys?: readonly string[];
}

const TABLE: readonly (readonly [string, Given, Expected])[] = [
  [
    "the article's denying policy",
    { case: ARTICLE, policy: ARTICLE_DENYING },
    { decision: 'denied', requirement: ['no-deny-applies', 'fail', 'IPAllow', ['aws:SourceIp']] },
  ],
  [
    "the article's corrected policy",
    { case: ARTICLE, policy: ARTICLE_CORRECTED },
    { decision: 'allowed', requirement: ['no-deny-applies', 'pass'] },
  ],
  ["the console's policy", { policy: policyOf(inventoryAllow()) }, { decision: 'allowed' }],
  [
    'no bucket policy',
    { noPolicy: true },
    { decision: 'denied', requirement: ['destination-policy-allows', 'fail', null, []] },
  ],
  [
    'an Allow for another source',
    { policy: policyOf(inventoryAllow({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::acme-old' } } })) },
    {
      decision: 'denied',
      requirement: ['destination-policy-allows', 'fail', 'InventoryPolicy', ['aws:SourceArn']],
    },
  ],
  [
    'output of get-bucket-policy',
    { policy: { Policy: JSON.stringify(policyOf(inventoryAllow())) } },
    { decision: 'allowed' },
  ],
  [
    'a Deny without encryption header, configuration without encryption',
    { policy: policyOf(inventoryAllow(), UNENCRYPTED), configuration: configurationOf() },
    { decision: 'denied', requirement: ['no-deny-applies', 'fail', 'Encrypt', [SSE_HEADER]] },
  ],
  [
    'the same, encryption not told',
    { policy: policyOf(inventoryAllow(), UNENCRYPTED) },
    { decision: 'depends', requirement: ['no-deny-applies', 'unknown', 'Encrypt'], unknownKeys: [SSE_HEADER] },
  ],
  [
    'a Deny of all but SSE-KMS, configuration with SSE-KMS, key policy not given',
    {
      policy: policyOf(inventoryAllow(), NOT_KMS),
      configuration: configurationOf({}, { SSEKMS: { KeyId: KEY } }),
    },
    { decision: 'allowed', requirement: ['key-policy-allows', 'unknown'] },
  ],
  [
    'a Deny of all but SSE-KMS, configuration with SSE-S3',
    { policy: policyOf(inventoryAllow(), NOT_KMS), configuration: configurationOf({}, { SSES3: {} }) },
    { decision: 'denied', requirement: ['no-deny-applies', 'fail', 'EncryptWithKms'] },
  ],
  [
    'a Deny by organization',
    { policy: policyOf(inventoryAllow(), OTHER_ORGANIZATION) },
    { decision: 'depends', unknownKeys: ['aws:SourceOrgID'] },
  ],
  [
    'a Deny by organization, which --context names',
    { policy: policyOf(inventoryAllow(), OTHER_ORGANIZATION), context: ['aws:SourceOrgID=o-abc'] },
    { decision: 'allowed', unknownKeys: [] },
  ],
  [
    'a Deny by organization, which --context names another',
    { policy: policyOf(inventoryAllow(), OTHER_ORGANIZATION), context: ['aws:sourceorgid=o-other'] },
    { decision: 'denied', requirement: ['no-deny-applies', 'fail', 'ConfusedDeputy'] },
  ],
  [
    'a resource control policy',
    { policy: policyOf(inventoryAllow()), rcps: [RCP_OTHER_ORGANIZATION], context: ['aws:SourceOrgID=o-other'] },
    { decision: 'denied', requirement: ['no-deny-applies', 'fail', 'ConfusedDeputy'] },
  ],
  [
    'a resource control policy, organization not told',
    { policy: policyOf(inventoryAllow()), rcps: [RCP_OTHER_ORGANIZATION] },
    { decision: 'depends', requirement: ['no-deny-applies', 'unknown'], unknownKeys: ['aws:SourceOrgID'] },
  ],
  [
    'a resource control policy that denies the key',
    {
      policy: policyOf(inventoryAllow()),
      keyPolicy: keyPolicyOf(KEY_ALLOW),
      case: { ...ACME, encryption: KEY },
      rcps: [policyOf(deny('NoKeys', {}, { Action: 'kms:GenerateDataKey*', Resource: '*' }))],
    },
    { decision: 'denied', requirement: ['key-policy-allows', 'fail', 'NoKeys', []] },
  ],
  [
    'source account not told',
    { policy: policyOf(inventoryAllow()), case: { ...ACME, sourceAccount: undefined } },
    { decision: 'depends', unknownKeys: ['aws:SourceAccount'] },
  ],
  [
    'one Region',
    { policy: policyOf(inventoryAllow()), regions: ['eu-west-1', 'eu-west-1'] },
    { decision: 'allowed', requirement: ['same-region', 'pass'] },
  ],
  [
    'two Regions',
    { policy: policyOf(inventoryAllow()), regions: ['eu-west-1', 'us-east-1'] },
    { decision: 'denied', requirement: ['same-region', 'fail', null, []] },
  ],
  [
    'one Region of two told',
    { policy: policyOf(inventoryAllow()), regions: ['eu-west-1', null] },
    { decision: 'allowed', requirement: ['same-region', 'unknown'] },
  ],
  [
    'a key whose policy lets S3 in',
    { policy: policyOf(inventoryAllow()), keyPolicy: keyPolicyOf(KEY_ALLOW), case: { ...ACME, encryption: KEY } },
    { decision: 'allowed', requirement: ['key-policy-allows', 'pass', 'S3MayEncrypt'] },
  ],
  [
    'a key whose policy does not let S3 in',
    { policy: policyOf(inventoryAllow()), keyPolicy: keyPolicyOf(), case: { ...ACME, encryption: KEY } },
    { decision: 'denied', requirement: ['key-policy-allows', 'fail', null, []] },
  ],
  [
    'a key whose policy tests the organization',
    {
      policy: policyOf(inventoryAllow()),
      keyPolicy: keyPolicyOf({ ...KEY_ALLOW, Condition: { StringEquals: { 'aws:SourceOrgID': 'o-abc' } } }),
      case: { ...ACME, encryption: KEY },
    },
    { decision: 'depends', requirement: ['key-policy-allows', 'unknown'], unknownKeys: ['aws:SourceOrgID'] },
  ],
  [
    'a key policy though no key is named',
    { policy: policyOf(inventoryAllow()), keyPolicy: keyPolicyOf() },
    { decision: 'denied', requirement: ['key-policy-allows', 'fail'] },
  ],
  [
    'a key policy though the reports use none',
    { policy: policyOf(inventoryAllow()), keyPolicy: keyPolicyOf(), case: { ...ACME, encryption: 'SSE-S3' } },
    { decision: 'allowed', requirement: ['key-policy-allows', 'not-applicable'] },
  ],
  [
    'an enabled configuration',
    { policy: policyOf(inventoryAllow()), configuration: { InventoryConfiguration: configurationOf() } },
    { decision: 'allowed', requirement: ['configuration-enabled', 'pass'] },
  ],
  [
    'a disabled configuration',
    { policy: policyOf(inventoryAllow()), configuration: configurationOf({ IsEnabled: false }) },
    { decision: 'denied', requirement: ['configuration-enabled', 'fail', null, []] },
  ],
  [
    'a list without the configuration',
    {
      policy: policyOf(inventoryAllow()),
      configuration: { IsTruncated: false, InventoryConfigurationList: [configurationOf({ Id: 'weekly' })] },
    },
    { decision: 'denied', requirement: ['configuration-enabled', 'fail'] },
  ],
  [
    'a truncated list without the configuration',
    {
      policy: policyOf(inventoryAllow()),
      configuration: { IsTruncated: true, InventoryConfigurationList: [configurationOf({ Id: 'weekly' })] },
    },
    { decision: 'allowed', requirement: ['configuration-enabled', 'unknown'] },
  ],
  [
    'an operator that AWS does not document',
    { policy: policyOf(inventoryAllow(), deny('Odd', { StringSounds: { 'aws:SourceAccount': '1' } })) },
    { decision: 'depends', requirement: ['no-deny-applies', 'unknown'] },
  ],
  [
    'any prefix: the one that the policy names',
    {
      policy: policyOf(inventoryAllow({ Resource: 'arn:aws:s3:::acme-reports/inv/acme-lake/daily-full/*' })),
      case: { ...ACME, destinationPrefix: undefined, configurationId: undefined },
    },
    { decision: 'allowed' },
  ],
  [
    'a prefix that the policy does not cover',
    {
      policy: policyOf(inventoryAllow({ Resource: 'arn:aws:s3:::acme-reports/inv/*' })),
      case: { ...ACME, destinationPrefix: 'moved' },
    },
    { decision: 'denied', requirement: ['destination-policy-allows', 'fail'] },
  ],
  [
    'another partition',
    {
      policy: JSON.parse(JSON.stringify(policyOf(inventoryAllow())).replaceAll('arn:aws:', 'arn:aws-cn:')),
      regions: ['cn-north-1', 'cn-north-1'],
    },
    { decision: 'allowed' },
  ],
];

describe('check', () => {
  it.each(TABLE)('answers %s', (_, given, { decision, requirement, unknownKeys }) => {
    const report = checkGiven(given);
    expect(report.decision).toBe(decision);
    if (unknownKeys !== undefined) expect(report.unknownKeys).toEqual(unknownKeys);
    if (requirement === undefined) return;
    const [id, status, sid, keys] = requirement;
    const found = report.requirements.find((candidate) => candidate.id === id);
    expect(found?.status).toBe(status);
    if (sid !== undefined) expect(found?.statement?.sid ?? null).toBe(sid);
    if (keys !== undefined) expect(found?.conditionKeys).toEqual(keys);
  });

  it.each(TABLE)(
    'has no failed requirement unless denied, and none unknown for a policy unless open: %s',
    (_, given) => {
      const report = checkGiven(given);
      const statuses = report.requirements.map(({ status }) => status);
      expect(statuses.includes('fail')).toBe(report.decision === 'denied');
      const { 'destination-policy-allows': allows, 'no-deny-applies': denies } = statusesOf(report);
      if (report.decision === 'allowed') expect([allows, denies]).toEqual(['pass', 'pass']);
      expect(report.remedy === null || report.decision !== 'allowed').toBe(true);
    },
  );

  it('warns of a service named as an AWS principal', () => {
    const { warnings } = checkGiven({ case: ARTICLE, policy: ARTICLE_CORRECTED });
    expect(warnings.map(({ code }) => code)).toEqual(['service-as-aws-principal']);
  });

  it('says what was taken for any', () => {
    const report = checkGiven({ policy: policyOf(inventoryAllow()), case: { ...ACME, configurationId: undefined } });
    expect(report.assumptions.map(({ code }) => code)).toEqual(['any-configuration-id']);
    expect(report.delivery.configurationId).toBeNull();
    expect(checkGiven({ policy: policyOf(inventoryAllow()) }).assumptions).toEqual([]);
  });

  it('leads with the Deny, which outranks a missing Allow', () => {
    const { summary } = checkGiven({ case: ARTICLE, policy: ARTICLE_DENYING });
    expect(summary).toContain('because Deny "IPAllow" of the bucket policy stops Amazon S3');
  });

  it('tells how the documents were read when asked to', () => {
    const given = {
      policy: policyOf(inventoryAllow()),
      keyPolicy: keyPolicyOf(KEY_ALLOW),
      case: { ...ACME, encryption: KEY },
    };
    expect(checkGiven(given).explain).toEqual([]);
    const { explain } = checkGiven({ ...given, explain: true });
    expect(explain.map(({ document, lines }) => [document, lines[0]])).toEqual([
      ['bucket policy (policy.json)', 'allowed by Allow "InventoryPolicy"'],
      ['key policy (key.json)', 'allowed by Allow "S3MayEncrypt"'],
    ]);
  });

  it('is denied when the configuration delivers elsewhere', () => {
    const configuration = configurationOf();
    const report = checkGiven({
      policy: policyOf(inventoryAllow({ Resource: 'arn:aws:s3:::acme-other/*' })),
      case: { ...ACME, destinationBucket: 'acme-other' },
      configuration,
    });
    expect(report.decision).toBe('denied');
    expect(report.requirements.at(-1)).toMatchObject({
      id: 'configuration-enabled',
      status: 'fail',
      explanation: 'the inventory configuration "daily-full" delivers to acme-reports, not to acme-other',
    });
  });
});

describe('the remedy', () => {
  it.each(TABLE)('is enough, together with the further ones: %s', (_, given) => {
    const report = checkGiven(given);
    const remedies = [...(report.remedy === null ? [] : [report.remedy]), ...report.furtherRemedies];
    if (remedies.length === 0) return expect(report.furtherRemedies).toEqual([]);
    const documents = Object.fromEntries(remedies.map(({ replaces, document }) => [replaces, document]));
    const mended = checkGiven({
      ...given,
      ...('bucket-policy' in documents ? { policy: documents['bucket-policy'], noPolicy: false } : {}),
      ...('key-policy' in documents ? { keyPolicy: documents['key-policy'] } : {}),
      ...('inventory-configuration' in documents ? withConfiguration(given, documents['inventory-configuration']) : {}),
    });
    const { 'destination-policy-allows': allows, 'no-deny-applies': denies } = statusesOf(mended);
    const stoppedByRcp = (given.rcps ?? []).length > 0;
    if (!stoppedByRcp) expect([allows, denies]).toEqual(['pass', 'pass']);
    return expect(remedies.every(({ verified, diff }) => verified && diff.length > 0)).toBe(true);
  });

  it("mends the article's policy as the article does", () => {
    const { remedy } = checkGiven({ case: ARTICLE, policy: ARTICLE_DENYING });
    expect(remedy?.replaces).toBe('bucket-policy');
    expect(JSON.stringify(remedy?.document)).toContain('"ArnNotLike":{"aws:SourceArn":"arn:aws:s3:::sourcebucket"}');
  });

  it('sets the encryption rather than loosening the policy', () => {
    const policy = policyOf(inventoryAllow(), UNENCRYPTED);
    const { remedy } = checkGiven({ policy, configuration: configurationOf() });
    expect(remedy?.replaces).toBe('inventory-configuration');
    expect(remedy?.document).toEqual(configurationOf({}, { SSES3: {} }));
  });

  it('mends the policy where the configuration is not given whole, and says that encryption would do', () => {
    const policy = policyOf(inventoryAllow(), UNENCRYPTED);
    const { remedy } = checkGiven({ policy, case: { ...ACME, encryption: 'none' } });
    expect(remedy?.replaces).toBe('bucket-policy');
    expect(remedy?.warnings.map(({ code }) => code)).toEqual(['encryption-instead']);
    expect(checkGiven({ policy: remedy?.document ?? null, case: { ...ACME, encryption: 'none' } }).decision).toBe(
      'allowed',
    );
  });

  it('switches a configuration on', () => {
    const configuration = configurationOf({ IsEnabled: false });
    const { remedy } = checkGiven({ policy: policyOf(inventoryAllow()), configuration });
    expect(remedy?.document).toEqual(configurationOf());
    expect(remedy?.warnings.map(({ code }) => code)).toEqual(['may-be-deliberate']);
  });

  it('takes the source account that a policy of the path names, and says so', () => {
    const { remedy, remedyWithheld } = checkGiven({
      case: { ...ACME, sourceAccount: undefined },
      policy: policyOf(inventoryAllow()),
      keyPolicy: keyPolicyOf(),
      configuration: configurationOf({}, { SSEKMS: { KeyId: KEY } }),
    });
    expect(remedy?.replaces).toBe('key-policy');
    expect(JSON.stringify(remedy?.document)).toContain('"aws:SourceAccount":"111122223333"');
    expect(remedy?.warnings.map(({ code }) => code)).toEqual(['source-account-assumed']);
    expect(remedyWithheld).toEqual([]);
  });

  it.each<[string, Given, RegExp]>([
    [
      'nothing names the source account',
      { case: { ...ACME, sourceAccount: undefined }, policy: policyOf() },
      /^the bucket policy is not mended: the account of the source bucket is not known.*--source-account$/,
    ],
  ])('is withheld, with the reason, where %s', (_, given, reason) => {
    const { remedy, remedyWithheld } = checkGiven(given);
    expect(remedy).toBeNull();
    expect(remedyWithheld).toEqual([expect.stringMatching(reason)]);
  });

  it.each<[string, Given, RegExp]>([
    [
      'AWS manages the key',
      {
        policy: policyOf(inventoryAllow()),
        keyPolicy: keyPolicyOf(),
        configuration: configurationOf({}, { SSEKMS: { KeyId: KEY.replace(/key\/.*/, 'alias/aws/s3') } }),
      },
      /^the key policy is not mended: nobody can write the policy of a key that AWS manages/,
    ],
    [
      'the key is in another Region',
      {
        policy: policyOf(inventoryAllow()),
        keyPolicy: keyPolicyOf(),
        configuration: configurationOf({}, { SSEKMS: { KeyId: KEY } }),
        regions: ['us-east-1', 'us-east-1'],
      },
      /^the key policy is not mended: the key is in eu-west-1, the bucket in us-east-1/,
    ],
  ])('leaves the key alone and takes another encryption where %s', (_, given, reason) => {
    const { remedy, furtherRemedies, remedyWithheld } = checkGiven(given);
    expect([remedy?.replaces, furtherRemedies]).toEqual(['inventory-configuration', []]);
    expect(remedy?.document).toEqual(configurationOf({}, { SSES3: {} }));
    expect(remedyWithheld).toEqual([expect.stringMatching(reason)]);
  });

  it('has one part for each document', () => {
    const report = checkGiven({
      policy: policyOf(),
      keyPolicy: keyPolicyOf(),
      configuration: configurationOf({ IsEnabled: false }, { SSEKMS: { KeyId: KEY } }),
    });
    const replaced = [report.remedy, ...report.furtherRemedies].map((remedy) => remedy?.replaces);
    expect(replaced).toEqual(['bucket-policy', 'key-policy', 'inventory-configuration']);
  });
});

function withConfiguration(given: Given, document: unknown): Partial<Given> {
  const isWhole = isJsonObject(document) && document['Id'] !== undefined;
  if (isWhole) return { configuration: document as JsonObject };
  return { case: { ...given.case, ...ACME, encryption: 'SSE-S3' } };
}
