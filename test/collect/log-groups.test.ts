import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../aws/world/fault.ts';
import type { World } from '../aws/world/world.ts';
import { runCommand } from '../cli/fake-shell.ts';
import { smallWorld } from './collect-world.ts';
import { collecting } from './collecting.ts';

const run = collecting();
const GROUP = 'org-trail';
const CHANGE = '0c3f0a0e-0000-4000-8000-000000000001';

const closed: Fault = {
  operation: 'ListObjectsV2',
  bucket: 'acme-logs',
  effect: { kind: 'refused', failure: 'denied' },
};
const noHistory: Fault = { operation: 'LookupEvents', effect: { kind: 'refused', failure: 'denied' } };

/** The small world, whose trail writes into a log group as well: reads, and what the event history has. */
function grouped(reads = 30): World {
  const described = smallWorld();
  const [one] = described.trails ?? [];
  if (one === undefined) throw new Error('the small world has no trail');
  const arn = `arn:aws:logs:eu-west-1:444455556666:log-group:${GROUP}:*`;
  const quiet = Array.from({ length: reads }, (_, index) => ({
    eventVersion: '1.11',
    eventID: `quiet-${index}`,
    eventName: 'ListBuckets',
    eventSource: 's3.amazonaws.com',
    eventTime: new Date(Date.UTC(2026, 1, 9) + index * 3_600_000).toISOString().replace('.000', ''),
    awsRegion: 'eu-west-1',
    recipientAccountId: '444455556666',
  }));
  const records = [...quiet, ...(described.events ?? []).map(({ record }) => record)];
  const inOrder = records.sort((a, b) => String(a['eventTime']).localeCompare(String(b['eventTime'])));
  return {
    ...described,
    trails: [{ ...one, trail: { ...one.trail, CloudWatchLogsLogGroupArn: arn } }],
    logGroups: { [GROUP]: inOrder },
  };
}

function documents(): string[] {
  const folder = join(run.directory, 'log-events', 'eu-west-1', GROUP);
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

describe('a log group that a trail writes into', () => {
  it.each<[string, Fault]>([
    ['may not be listed', closed],
    ['may not be read', { ...closed, operation: 'GetObject', key: /CloudTrail/ }],
  ])('tells the change and who made it, where the files of the trail %s', async (_, fault) => {
    const { notes } = await run.collect(grouped(), [fault, noHistory]);
    expect(notes.join('\n')).not.toContain('FilterLogEvents');
    expect(documents()).toEqual(['changes-1.json', 'changes-2.json', 'sessions-1.json']);
    const [first] = run.read(`log-events/eu-west-1/${GROUP}/changes-1.json`).events;
    expect(first.message).toContain(CHANGE);
    const { stdout, stderr } = await runCommand(['investigate', '--format', 'json', run.directory]);
    expect(stderr).not.toMatch(/not used|not recognised/);
    const [incident] = JSON.parse(stdout).incidents;
    const suspect = incident.culprit ?? incident.suspects?.[0];
    expect(JSON.stringify(suspect)).toContain(CHANGE);
    expect(JSON.stringify(suspect)).toContain('user/maria');
  });

  it('is not asked where the files are there', async () => {
    await run.collect(grouped());
    expect(run.world.count('FilterLogEvents')).toBe(0);
  });

  it('is asked for changes of the buckets, within the period, each page once', async () => {
    await run.collect(grouped(), [closed]);
    const asked = run.world.served.filter(({ operation }) => operation === 'FilterLogEvents');
    const patterns = [...new Set(asked.map(({ input }) => String(input['filterPattern'])))];
    expect(patterns).toHaveLength(3);
    expect(patterns[0]).toBe(
      '{ (($.requestParameters.bucketName = "acme-reports") || ($.requestParameters.bucketName = "acme-lake")) && ((($.managementEvent IS TRUE) && ($.readOnly IS FALSE)) || ($.errorCode = "AccessDenied")) }',
    );
    const { startTime } = asked[0]?.input ?? {};
    expect(Number(startTime)).toBeGreaterThan(Date.UTC(2026, 1, 1));
    const tokens = asked.map(({ input }) => `${input['filterPattern']} ${input['nextToken'] ?? ''}`);
    expect(new Set(tokens).size).toBe(tokens.length);
    await run.collect(grouped(), [closed]);
    expect(run.world.count('FilterLogEvents')).toBe(0);
  });

  it('that is refused in the middle keeps what came, and is gone on with', async () => {
    const broken: Fault = {
      operation: 'FilterLogEvents',
      nth: [1],
      effect: { kind: 'error', status: 400, code: 'AccessDeniedException' },
    };
    const first = await run.collect(grouped(), [closed, broken]);
    expect(first.problems.join('\n')).not.toContain('FilterLogEvents');
    expect(first.notes.join('\n')).toMatch(/FilterLogEvents on org-trail: .*logs:FilterLogEvents/);
    await run.collect(grouped(), [closed]);
    const messages = documents()
      .filter((name) => name.startsWith('changes-1'))
      .flatMap((name) => run.read(`log-events/eu-west-1/${GROUP}/${name}`).events)
      .map(({ message }: { message: string }) => JSON.parse(message).eventID);
    expect(messages.filter((id: string) => id === CHANGE)).toHaveLength(1);
  });

  it('that is gone, or does not come to an end, is told', async () => {
    const gone = await run.collect({ ...grouped(), logGroups: {} }, [closed]);
    expect(gone.notes).toContain('trail main writes into log group org-trail, which is not there');
    expect(documents()).toEqual([]);
    rmSync(run.directory, { recursive: true });
    const { told } = await run.collect(grouped(), [closed], { directory: null });
    expect(told.join('\n')).toContain('FilterLogEvents in org-trail in eu-west-1, in place of the files of trail main');
    await run.collect(grouped(), [closed]);
  });
});
