import { describe, expect, it } from 'vitest';
import { ALLOWED_CALLS } from '../../src/aws/calls.ts';
import { iamPolicy } from '../../src/aws/iam-policy.ts';
import { runCommand } from '../cli/fake-shell.ts';

const NAMES = {
  partition: 'aws',
  sourceBucket: 'acme-lake',
  destinationBucket: 'acme-reports',
  logBuckets: ['acme-logs'],
  keyArn: null,
  roleArns: ['arn:aws:iam::444455556666:role/Reader'],
};

describe('iamPolicy', () => {
  it('grants each call of the table on each of its resources, and no more', () => {
    const granted = iamPolicy(null, NAMES).Statement.flatMap(({ Action }) => Action);
    expect(new Set(granted)).toEqual(new Set(ALLOWED_CALLS.map(({ action }) => action)));
    expect(granted.some((action) => action.includes('*'))).toBe(false);
  });

  it('asks for less where a command does less', () => {
    const actions = iamPolicy('query', NAMES).Statement.flatMap(({ Action }) => Action);
    expect(actions).toContain('athena:GetQueryResults');
    expect(actions).not.toContain('s3:GetBucketPolicy');
  });

  it('grants reading of objects on objects, listing on buckets', () => {
    const scan = iamPolicy('scan', NAMES).Statement;
    const resourcesOf = (action: string) =>
      scan.filter(({ Action }) => Action.includes(action)).flatMap(({ Resource }) => Resource);
    expect(resourcesOf('s3:GetObject')).toEqual(['arn:aws:s3:::acme-reports/*', 'arn:aws:s3:::acme-logs/*']);
    expect(resourcesOf('s3:ListBucket')).toContain('arn:aws:s3:::acme-logs');
  });

  it('is printed with placeholders for what is not named', async () => {
    const ran = await runCommand(['iam-policy', 'collect', '--destination-bucket', 'acme-reports']);
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    const { Statement } = JSON.parse(ran.stdout);
    const bySid = Object.fromEntries(Statement.map((statement: { Sid: string }) => [statement.Sid, statement]));
    expect(bySid['DestinationBucket'].Resource).toEqual(['arn:aws:s3:::acme-reports']);
    expect(bySid['SourceBucket'].Resource).toEqual(['arn:aws:s3:::SOURCE-BUCKET']);
  });

  it('lists the calls', async () => {
    const { stdout } = await runCommand(['iam-policy', '--calls']);
    expect(stdout.trimEnd().split('\n').length).toBe(ALLOWED_CALLS.length);
  });

  it('refuses a command that does not reach AWS', async () => {
    const { code, stderr } = await runCommand(['iam-policy', 'verify']);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('give one of collect, investigate, check, scan, query'),
    ]);
  });
});
