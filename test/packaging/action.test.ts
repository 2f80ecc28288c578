import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { JsonObject } from '../../src/json.ts';
import { inventoryAllow, policyOf } from '../check/documents.ts';
import { inventoryValues, planOf, policyValues, resource } from '../check/terraform/plans.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const ACTION = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));
const [, CHECK]: readonly { readonly run: string; readonly env: Record<string, string> }[] = ACTION.runs.steps;

let directory = '';

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'action-'));
  const planWith = (...statements: readonly JsonObject[]) =>
    JSON.stringify(
      planOf({
        resources: [
          resource('aws_s3_bucket_inventory.daily', inventoryValues()),
          resource('aws_s3_bucket_policy.reports', policyValues(policyOf(...statements))),
        ],
      }),
    );
  writeFileSync(join(directory, 'open plan.json'), planWith(inventoryAllow()));
  writeFileSync(join(directory, 'closed.json'), planWith());
  writeFileSync(join(directory, 'output'), '');
});

afterAll(() => rmSync(directory, { recursive: true }));

/** Runs the step as the runner does, on the program as it was built last. */
function runStep(inputs: Record<string, string>) {
  const env = Object.fromEntries(
    Object.entries(CHECK?.env ?? {}).map(([name, value]) => {
      const input = /inputs\.([\w-]+)/.exec(value)?.[1] ?? '';
      return [name, inputs[input] ?? ACTION.inputs[input].default];
    }),
  );
  const output = join(directory, 'output');
  writeFileSync(output, '');
  const { status, stdout, stderr } = spawnSync('bash', ['-c', CHECK?.run ?? ''], {
    cwd: directory,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      ...env,
      INVENTORY_FORENSICS: join(ROOT, 'dist', 'cli', 'main.js'),
      GITHUB_OUTPUT: output,
    },
  });
  return { status, stdout, stderr, output: readFileSync(output, 'utf8') };
}

describe('action.yml', () => {
  it('puts no input into a script as text', () => {
    for (const { run } of ACTION.runs.steps) expect(run).not.toContain('${{');
  });

  it('passes with a plan that lets the delivery in', () => {
    const { status, stdout, output } = runStep({
      'terraform-plan': 'open plan.json\n',
      arguments: '--source-account=111122223333',
      sarif: 'check.sarif',
    });
    expect([status, output]).toEqual([0, 'decision=allowed\n']);
    expect(stdout).toMatch(/^::notice title=/);
    expect(JSON.parse(readFileSync(join(directory, 'check.sarif'), 'utf8')).version).toBe('2.1.0');
  });

  it('fails with one that does not, and with the plans of both together', () => {
    const { status, stdout, output } = runStep({ 'terraform-plan': 'closed.json' });
    expect([status, output]).toEqual([1, 'decision=denied\n']);
    expect(stdout).toMatch(/^::error file=closed\.json,line=1,title=/);
    const inputs = { 'terraform-plan': 'open plan.json\nclosed.json', arguments: '--source-account=111122223333' };
    expect(runStep(inputs).status).toBe(1);
  });

  it('fails on what cannot be told, unless told to let it pass', () => {
    expect(runStep({ 'terraform-plan': 'open plan.json' })).toMatchObject({ status: 3, output: 'decision=depends\n' });
    expect(runStep({ 'terraform-plan': 'open plan.json', 'fail-on': 'denied' })).toMatchObject({
      status: 0,
      output: 'decision=depends\n',
    });
  });

  it('fails with what the program says where it cannot run', () => {
    const { status, stderr } = runStep({ 'terraform-plan': 'absent.json' });
    expect([status, stderr]).toEqual([2, expect.stringContaining('absent.json')]);
  });
});

describe('Dockerfile', () => {
  it('runs as somebody other than root, and builds from nothing that it is not given', () => {
    const lines = readFileSync(join(ROOT, 'Dockerfile'), 'utf8').trimEnd().split('\n');
    expect(lines.findLast((line) => line.startsWith('USER '))).toBe('USER node');
    expect(lines.at(-1)).toBe('ENTRYPOINT ["inventory-forensics"]');
    const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').trimEnd().split('\n');
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    // What packing needs is copied: the build and what it reads.
    expect(scripts.prepare).toBe('npm run build');
    expect(ignored.some((path) => ['src', 'scripts', 'queries', 'samples', 'docs'].includes(path))).toBe(false);
  });
});
