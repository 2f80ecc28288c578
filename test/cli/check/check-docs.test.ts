import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deny, inventoryAllow } from '../../check/documents.ts';
import { runCommand } from '../fake-shell.ts';

const PAGE = await readFile(join(import.meta.dirname, '..', '..', '..', 'docs', 'check.md'), 'utf8');
const blocks = (language: string) =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, text = '']) => text);

const [policy = '', configuration = '', report = ''] = blocks('json');
let directory = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'check-docs-'));
  await writeFile(join(directory, 'policy.json'), policy);
  await writeFile(join(directory, 'daily-full.json'), configuration);
  const organization = deny(
    'OwnOrganization',
    { StringNotEqualsIfExists: { 'aws:SourceOrgID': 'o-abc' } },
    { Action: 's3:PutObject', Resource: 'arn:aws:s3:::acme-reports/*' },
  );
  const statements = [{ ...JSON.parse(policy).Statement[0] }, organization];
  expect(Object.keys(statements[0])).toEqual(Object.keys(inventoryAllow()));
  await writeFile(
    join(directory, 'own-organization.json'),
    JSON.stringify({ Version: '2012-10-17', Statement: statements }),
  );
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

describe('docs/check.md', () => {
  const runs = blocks('console').flatMap((block) =>
    block.split(/^\$ /m).filter((run) => run.startsWith('inventory-forensics ')),
  );

  it('has examples', () => {
    expect(runs).toHaveLength(3);
  });

  it.each(runs.map((run) => run.trimEnd().split('\n')))('shows what is printed by %s', async (command, ...lines) => {
    const args = command.split(' ').slice(1);
    const { stdout, stderr } = await runCommand(
      args.map((arg) => (arg.endsWith('.json') ? join(directory, arg) : arg)),
    );
    expect(stderr).toBe('');
    if (lines.at(-1) === '...') expect(stdout.startsWith(lines.slice(0, -1).join('\n'))).toBe(true);
    else expect(stdout.trimEnd()).toBe(lines.join('\n'));
    if (args.includes('json')) expect(stdout.replaceAll(`${directory}/`, '')).toBe(report);
  });
});
