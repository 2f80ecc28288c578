import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { runCommand } from '../fake-shell.ts';

let directory = '';
const write = (path: string, value: JsonObject) => writeFileSync(join(directory, path), JSON.stringify(value));

const LAKE = {
  Resources: {
    Lake: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        InventoryConfigurations: [
          {
            Id: 'daily',
            Enabled: true,
            Destination: { BucketArn: { 'Fn::ImportValue': 'Reports:Arn' }, Format: 'CSV' },
          },
        ],
      },
    },
  },
};
const REPORTS = {
  Resources: { Reports: { Type: 'AWS::S3::Bucket', Properties: {} } },
  Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Reports', 'Arn'] }, Export: { Name: 'Reports:Arn' } } },
};
const stack = (templateFile: string, environment: string): JsonObject => ({
  type: 'aws:cloudformation:stack',
  environment,
  properties: { templateFile },
});

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'cdk-out-'));
  for (const folder of ['app', 'app/assembly-Prod', 'plain', 'empty', 'leading']) mkdirSync(join(directory, folder));
  write('app/manifest.json', {
    version: '36.0.0',
    artifacts: {
      Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
      Reports: stack('Reports.template.json', 'aws://444455556666/eu-west-1'),
      'assembly-Prod': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } },
    },
  });
  write('app/Reports.template.json', REPORTS);
  write('app/assembly-Prod/manifest.json', {
    artifacts: { Lake: stack('ProdLake.template.json', 'aws://111122223333/eu-central-1') },
  });
  write('app/assembly-Prod/ProdLake.template.json', LAKE);
  write('plain/a.template.json', REPORTS);
  write('plain/b.template.json', LAKE);
  write('leading/manifest.json', {
    artifacts: { A: stack('../plain/a.template.json', 'aws://unknown-account/unknown-region') },
  });
});

afterAll(() => rmSync(directory, { recursive: true }));

async function checkFolder(folder: string) {
  const { code, stdout, stderr } = await runCommand([
    'check',
    '--cloudformation',
    join(directory, folder),
    '--format',
    'json',
  ]);
  return { code, stderr, report: code === 2 ? null : JSON.parse(stdout) };
}

describe('a folder of templates', () => {
  it('is a cloud assembly with all its stages, in the environments that it names', async () => {
    const { code, report } = await checkFolder('app');
    expect(code).toBe(1);
    expect(report.delivery).toMatchObject({
      sourceBucket: 'Lake',
      sourceAccount: '111122223333',
      destinationBucket: 'Reports',
    });
    const { explanation } = report.requirements.find(({ id }: { id: string }) => id === 'same-region');
    expect(explanation).toMatch(/^the source is in eu-central-1, the destination in eu-west-1/);
  });

  it('is read whole where it has no manifest', async () => {
    const { code, report } = await checkFolder('plain');
    expect([code, report.decidedBy]).toEqual([1, ['destination-policy-allows']]);
  });

  it.each(['empty', 'leading'])('is refused where it holds none: %s', async (folder) => {
    const { code, stderr } = await checkFolder(folder);
    expect([code, stderr.includes(`${folder}: holds no template`)]).toEqual([2, true]);
  });
});
