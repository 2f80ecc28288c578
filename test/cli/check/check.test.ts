import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/json.ts';
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
} from '../../check/documents.ts';
import { inventoryValues, planOf, policyValues, resource } from '../../check/terraform/plans.ts';
import { runCommand } from '../fake-shell.ts';

let directory = '';
const file = (name: string) => join(directory, name);

const FILES: Readonly<Record<string, JsonValue>> = {
  'denying.json': ARTICLE_DENYING,
  'corrected.json': ARTICLE_CORRECTED,
  'policy.json': policyOf(inventoryAllow()),
  'organization.json': policyOf(
    inventoryAllow(),
    deny('Organization', { StringNotEqualsIfExists: { 'aws:SourceOrgID': 'o-abc' } }),
  ),
  'rcp.json': policyOf(
    deny('Organization', { StringNotEqualsIfExists: { 'aws:SourceOrgID': 'o-abc' } }, { Resource: '*' }),
  ),
  'key.json': keyPolicyOf(KEY_ALLOW),
  'closed-key.json': keyPolicyOf(),
  'configuration.json': { InventoryConfiguration: configurationOf() },
  'case.json': {
    sourceBucket: 'acme-lake',
    sourceAccount: '111122223333',
    destinationBucket: 'acme-reports',
    destinationPrefix: 'inv',
    configurationId: 'daily-full',
  },
  'plan.json': planOf({
    resources: [
      resource('aws_s3_bucket_inventory.daily', inventoryValues()),
      resource('aws_s3_bucket_policy.reports', policyValues(policyOf(inventoryAllow()))),
    ],
  }),
  'template.json': {
    Resources: {
      Policy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          Bucket: { Ref: 'Name' },
          PolicyDocument: policyOf(
            inventoryAllow({ Resource: { 'Fn::Join': ['', ['arn:aws:s3:::', { Ref: 'Name' }, '/*']] } }),
          ),
        },
      },
    },
    Parameters: { Name: { Type: 'String' } },
  },
  'no-effect.json': { Statement: [inventoryAllow(), { Principal: '*', Action: 's3:*', Resource: '*' }] },
  'large.json': policyOf(inventoryAllow({ Sid: 'a'.repeat(21_000) })),
  'list.json': [1],
};

const ARTICLE = [
  '--source-bucket',
  'sourcebucket',
  '--source-account',
  '123456789012',
  '--destination-bucket',
  'destinationbucket',
];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'check-'));
  for (const [name, value] of Object.entries(FILES)) await writeFile(file(name), JSON.stringify(value));
  await writeFile(file('broken.json'), '{\n  "Version": "2012-10-17",\n  "Statement": [}\n');
  await writeFile(file('twice.json'), '{"Statement": [], "Statement": []}');
  await writeFile(file('deep.json'), '['.repeat(100_000));
  await writeFile(file('huge.json'), `{"Statement": ["${'x'.repeat(2_000_000)}"]}`);
  await writeFile(file('bytes.json'), Buffer.from([0x7b, 0xc3, 0x28, 0x7d]));
  await writeFile(file('empty.json'), '\n');
  await writeFile(file('saved.json'), Buffer.from('PK\x03\x04\xff', 'latin1'));
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

/** Arguments that end in `.json` are files of the directory. */
function checkCommand(args: readonly string[], surroundings = {}) {
  return runCommand(['check', ...args.map((arg) => (arg.endsWith('.json') ? file(arg) : arg))], surroundings);
}

describe('check', () => {
  it("denies the article's policy: statement, key and exit code", async () => {
    const { code, stdout, stderr } = await checkCommand(['--policy', 'denying.json', ...ARTICLE, '--format', 'json']);
    expect([code, stderr]).toEqual([1, '']);
    const report = JSON.parse(stdout);
    expect(report.decision).toBe('denied');
    expect(report.requirements[1]).toMatchObject({
      id: 'no-deny-applies',
      status: 'fail',
      statement: { sid: 'IPAllow', index: 0 },
      conditionKeys: ['aws:SourceIp'],
    });
    expect(report.remedy.verified).toBe(true);
  });

  it("allows the article's corrected policy, with a warning", async () => {
    const { code, stdout } = await checkCommand(['--policy', 'corrected.json', ...ARTICLE]);
    expect(code).toBe(0);
    expect(stdout).toContain('[service-as-aws-principal]');
  });

  it.each<readonly [number, readonly string[]]>([
    [0, ['--policy', 'policy.json', '--case', 'case.json']],
    [1, ['--no-policy', '--case', 'case.json']],
    [3, ['--policy', 'organization.json', '--case', 'case.json']],
    [0, ['--policy', 'organization.json', '--case', 'case.json', '--context', 'aws:SourceOrgID=o-abc']],
    [1, ['--policy', 'organization.json', '--case', 'case.json', '--context', 'aws:SourceOrgID=o-other']],
    [
      1,
      [
        '--policy',
        'organization.json',
        '--case',
        'case.json',
        '--rcp',
        'rcp.json',
        '--context',
        'aws:SourceOrgID=o-other',
      ],
    ],
    [0, ['--policy', 'policy.json', '--case', 'case.json', '--encryption', KEY]],
    [0, ['--policy', 'policy.json', '--case', 'case.json', '--encryption', KEY, '--key-policy', 'key.json']],
    [1, ['--policy', 'policy.json', '--case', 'case.json', '--encryption', KEY, '--key-policy', 'closed-key.json']],
    [1, ['--policy', 'policy.json', '--case', 'case.json', '--destination-bucket', 'acme-other']],
    [
      0,
      [
        '--policy',
        'policy.json',
        '--configuration',
        'configuration.json',
        '--source-bucket',
        'acme-lake',
        '--source-account',
        '111122223333',
      ],
    ],
    [
      1,
      [
        '--policy',
        'policy.json',
        '--case',
        'case.json',
        '--source-region',
        'eu-west-1',
        '--destination-region',
        'us-east-1',
      ],
    ],
    [0, ['--terraform-plan', 'plan.json', '--source-account', '111122223333']],
    [3, ['--terraform-plan', 'plan.json']],
    [0, ['--cloudformation', 'template.json', '--parameter', 'Name=acme-reports', '--case', 'case.json']],
    [3, ['--cloudformation', 'template.json', '--case', 'case.json']],
  ])('exits with %i: %j', async (expected, args) => {
    const { code, stdout, stderr } = await checkCommand(args);
    expect(stderr).toBe('');
    expect(code).toBe(expected);
    expect(stdout).toMatch(expected === 0 ? /^Allowed: / : expected === 1 ? /^Denied: / : /^Depends on /);
  });

  it('reads one document from standard input', async () => {
    const stdin = JSON.stringify({ Policy: JSON.stringify(policyOf(inventoryAllow())) });
    const { code } = await checkCommand(['--policy', '-', '--case', 'case.json'], { stdin });
    expect(code).toBe(0);
    const { stderr } = await checkCommand(['--policy', '-', '--key-policy', '-', '--case', 'case.json'], { stdin });
    expect(stderr).toBe('inventory-forensics: only one input can be read from standard input (-)\n');
  });

  it('writes files whole, and tells warnings beside JSON', async () => {
    const args = [
      '--policy',
      'corrected.json',
      ...ARTICLE,
      '--format',
      'json',
      '--output',
      'out.json',
      '--format',
      'text',
    ];
    const { code, stdout, stderr } = await checkCommand(args);
    expect([code, stderr]).toEqual([0, `Wrote ${file('out.json')} (json).\n`]);
    expect(stdout).toMatch(/^Allowed: /);
    expect(JSON.parse(await readFile(file('out.json'), 'utf8')).decision).toBe('allowed');
    const json = await checkCommand(['--policy', 'corrected.json', ...ARTICLE, '--format', 'json']);
    expect(json.stderr).toContain('[service-as-aws-principal]');
    const quiet = await checkCommand(['--policy', 'corrected.json', ...ARTICLE, '--format', 'json', '--quiet']);
    expect(quiet.stderr).toBe('');
  });

  it('does not write over what it reads', async () => {
    const args = ['--policy', 'policy.json', '--case', 'case.json', '--format', 'json', '--output', 'policy.json'];
    const { code, stderr } = await checkCommand(args);
    expect([code, stderr.includes('is evidence that is being read')]).toEqual([2, true]);
  });

  it('explains', async () => {
    const { stdout } = await checkCommand(['--policy', 'policy.json', '--case', 'case.json', '--explain']);
    expect(stdout).toContain('HOW THE BUCKET POLICY WAS READ');
  });

  it.each<readonly [string, readonly string[], string]>([
    [
      'no input at all',
      [],
      'check: missing the destination policy (--policy FILE, --no-policy, --terraform-plan or --cloudformation), and the source bucket',
    ],
    ['no policy', ['--case', 'case.json'], 'check: missing the destination policy'],
    [
      'no buckets',
      ['--policy', 'denying.json'],
      'check: missing the source bucket (--source-bucket), and the destination bucket',
    ],
    ['a file that is not there', ['--policy', 'absent.json', '--case', 'case.json'], 'absent.json: ENOENT'],
    [
      'what is not JSON',
      ['--policy', 'broken.json', '--case', 'case.json'],
      'broken.json: line 3, column 17: not JSON',
    ],
    ['an empty file', ['--policy', 'empty.json', '--case', 'case.json'], 'empty.json: is empty'],
    ['bytes that are no text', ['--policy', 'bytes.json', '--case', 'case.json'], 'bytes.json: is not text in UTF-8'],
    [
      'JSON that is no policy',
      ['--policy', 'list.json', '--case', 'case.json'],
      'list.json: the document is not a JSON object',
    ],
    [
      'a statement without Effect',
      ['--policy', 'no-effect.json', '--case', 'case.json'],
      'no-effect.json: Statement[1].Effect is missing',
    ],
    [
      'a policy over 20 KB',
      ['--policy', 'large.json', '--case', 'case.json'],
      'bytes; a bucket policy has at most 20480',
    ],
    ['a member twice', ['--policy', 'twice.json', '--case', 'case.json'], 'twice.json: Statement appears twice'],
    [
      'a deep nesting',
      ['--policy', 'deep.json', '--case', 'case.json'],
      'deep.json: line 1, column 41: nested deeper than 40 levels',
    ],
    ['a huge document', ['--policy', 'huge.json', '--case', 'case.json'], 'characters are too many'],
    [
      'a key policy as bucket policy',
      ['--policy', 'key.json', '--case', 'case.json'],
      'key.json: this is a key policy; give it with --key-policy',
    ],
    [
      'a bucket policy as key policy',
      ['--policy', 'policy.json', '--key-policy', 'policy.json', '--case', 'case.json'],
      'this is a bucket policy',
    ],
    [
      'a plan as Terraform saves it',
      ['--terraform-plan', 'saved.json'],
      'saved.json: is a zip archive; a plan that Terraform saved is read from: terraform show -json PLAN',
    ],
    ['a plan that is none', ['--terraform-plan', 'list.json'], 'planned_values.root_module is missing'],
    ['a template that is none', ['--cloudformation', 'policy.json'], 'Resources is missing'],
    [
      'a configuration that is none',
      ['--policy', 'policy.json', '--configuration', 'policy.json'],
      'policy.json: inventory configuration: ',
    ],
    [
      'another configuration',
      ['--policy', 'policy.json', '--configuration', 'configuration.json', '--configuration-id', 'weekly'],
      'holds configuration "daily-full", not "weekly"',
    ],
    ['a case that is none', ['--policy', 'policy.json', '--case', 'list.json'], 'list.json: is not a JSON object'],
    [
      'a context key without value',
      ['--policy', 'policy.json', '--case', 'case.json', '--context', 'o-abc'],
      '--context: "o-abc" is not a context key with its value',
    ],
    [
      'a Region that is none',
      ['--policy', 'policy.json', '--case', 'case.json', '--source-region', 'Europe'],
      '--source-region: "Europe" cannot be used',
    ],
    [
      'a parameter without template',
      ['--policy', 'policy.json', '--case', 'case.json', '--parameter', 'A=b'],
      '--parameter is for templates only',
    ],
    [
      'a parameter without value',
      ['--cloudformation', 'template.json', '--parameter', 'A'],
      '--parameter: "A" cannot be used',
    ],
    ['plan and template', ['--terraform-plan', 'plan.json', '--cloudformation', 'template.json'], 'exclude each other'],
    ['an option twice', ['--policy', 'policy.json', '--policy', 'denying.json'], "option '--policy <file>'"],
    ['an option without file name', ['--policy', '', '--case', 'case.json'], '--policy: "" cannot be used'],
    ['a word too many', ['policy.json'], 'too many arguments'],
    [
      'a format that is none',
      ['--policy', 'policy.json', '--case', 'case.json', '--format', 'yaml'],
      '--format: "yaml" cannot be used',
    ],
  ])('refuses %s, in one line', async (_, args, message) => {
    const { code, stdout, stderr } = await checkCommand(args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
