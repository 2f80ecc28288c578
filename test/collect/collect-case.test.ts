import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InventoryConfiguration } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../aws/world/fault.ts';
import type { World } from '../aws/world/world.ts';
import { runCommand } from '../cli/fake-shell.ts';
import { iamUser } from '../fabricate/caller.ts';
import { putInventoryConfiguration } from '../fabricate/events/s3.ts';
import { configurationInEvent } from '../fabricate/inventory.ts';
import { brokenWorld, smallWorld } from './collect-world.ts';
import { collecting } from './collecting.ts';

const at = collecting();
const { collect, read } = at;

interface Collected {
  readonly path: string;
  readonly sha256: string;
  readonly source: string;
  readonly etag: string | null;
}

function manifest(): Collected[] {
  return read('manifest.json').collected;
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What the bucket of logs serves, by URI, from a day on. */
function served(described: World): Map<string, string> {
  const objects = [...(described.buckets?.['acme-logs']?.objects ?? [])];
  return new Map(
    objects.map(({ key, body }) => [`s3://acme-logs/${key}`, hashOf(Buffer.from((body ?? '') as string | Buffer))]),
  );
}

/** Log files from two days before the last delivery on, by the day in their names. */
function isInPeriod(uri: string): boolean {
  const day = /(\d{4})[-/](\d{2})[-/](\d{2})/.exec(uri)?.slice(1).join('-') ?? '';
  return day >= '2026-02-07';
}

describe('collectCase', () => {
  it('collects a case that investigate answers: when, by which change, by whom', async () => {
    const { problems } = await collect(brokenWorld());
    expect(problems).toEqual([]);
    const { stdout, stderr } = await runCommand(['investigate', '--format', 'json', at.directory]);
    expect(stderr).not.toMatch(/not used|not recognised|could not be read/);
    const report = JSON.parse(stdout);
    const [incident] = report.incidents;
    expect(report.outcome).toBe('broken');
    // No refused write was served, and history is short: when the first missed run was written is not known.
    expect(incident.culprit.confidence).toBe('probable');
    expect(incident.culprit.change).toMatchObject({
      eventName: 'PutBucketPolicy',
      actor: { origin: 'arn:aws:iam::444455556666:user/maria', sessionName: 'deploy' },
    });
    expect(incident.cause).toMatchObject({ decision: 'explicit-deny', conditionKeys: ['aws:SourceIp'] });
  });

  it('fetches the log files of the period, all of them, byte for byte, and no others', async () => {
    const described = brokenWorld();
    await collect(described);
    const logs = manifest().filter(({ source }) => source.startsWith('s3://acme-logs/'));
    const wanted = [...served(described)].filter(([uri]) => isInPeriod(uri) && !uri.includes('access/2026-02-07-0'));
    const got = new Map(logs.map(({ source, sha256 }) => [source, sha256]));
    for (const [uri, sha256] of wanted.filter(([uri]) => !/2026-02-07/.test(uri))) expect(got.get(uri)).toBe(sha256);
    expect([...got.keys()].filter((uri) => !isInPeriod(uri))).toEqual([]);
    for (const { path, sha256 } of manifest()) expect(hashOf(readFileSync(join(at.directory, path)))).toBe(sha256);

    // No more questions than there are settings, pages and objects, and none for data files.
    expect(at.world.count('GetObject')).toBe(logs.length);
    // The run folders; one page each of the access log and of the trail in two Regions.
    expect(at.world.count('ListObjectsV2')).toBe(4);
    for (const operation of ['GetBucketPolicy', 'GetBucketInventoryConfiguration', 'GetBucketEncryption']) {
      expect(at.world.count(operation)).toBe(1);
    }
  });

  it('tells how much there is to fetch of each kind, and each object once', async () => {
    for (const run of ['first', 'second']) {
      const kinds = new Map<string, { listed: number; bytes: number; isAllListed: boolean; done: number }>();
      let kind = { listed: 0, bytes: 0, isAllListed: false, done: 0 };
      await collect(smallWorld(), [], {
        watcher: {
          onBegin(what) {
            kind = { listed: 0, bytes: 0, isAllListed: false, done: 0 };
            kinds.set(what, kind);
          },
          onEvents() {},
          onPlanned() {},
          onListed(objects, bytes) {
            kind.listed += objects;
            kind.bytes += bytes;
          },
          onAllListed() {
            kind.isAllListed = true;
          },
          onDone(bytes) {
            kind.done += 1;
            kind.bytes -= bytes;
          },
        },
      });
      const logs = Object.fromEntries([...kinds].filter(([, { listed }]) => listed > 0));
      expect(Object.keys(logs).includes('access log of acme-reports')).toBe(run === 'first');
      for (const { listed, done, bytes, isAllListed } of Object.values(logs)) {
        expect({ done, bytes, isAllListed }).toEqual({ done: listed, bytes: 0, isAllListed: true });
      }
      const objects = manifest().filter(({ source }) => source.startsWith('s3://acme-logs/')).length;
      expect(Object.values(logs).reduce((sum, { done }) => sum + done, 0)).toBe(run === 'first' ? objects : 0);
    }
  });

  it('goes on where it was stopped, and fetches nothing again that is still as it was', async () => {
    const refused: Fault = { operation: 'GetObject', key: /us-east-1/, effect: { kind: 'refused', failure: 'denied' } };
    const first = await collect(smallWorld(), [refused]);
    expect(first.problems.join('\n')).toContain('s3:GetObject is missing');
    const before = manifest().length;
    const [spoilt] = manifest().filter(({ path }) => path.includes('access'));
    writeFileSync(join(at.directory, spoilt?.path ?? ''), 'changed');
    const second = await collect(smallWorld());
    expect(second.problems).toEqual([]);
    expect(second.resumed).toBe(before - 1);
    expect(at.world.count('GetObject')).toBe(second.files - second.resumed);
    expect(at.world.count('GetBucketPolicy')).toBe(0);
    expect(at.world.count('LookupEvents')).toBe(0);
  });

  it('refuses a directory of something else, and of another case', async () => {
    writeFileSync(join(at.directory, 'notes.txt'), 'mine');
    await expect(collect(smallWorld())).rejects.toThrow('holds no collection');
    rmSync(join(at.directory, 'notes.txt'));
    await collect(smallWorld());
    const other = { case: { sourceBucket: 'acme-lake', configurationId: 'weekly' } };
    await expect(collect(smallWorld(), [], other)).rejects.toThrow('another case');
  });

  it.each<[string, Fault]>([
    [
      'SlowDown',
      { operation: 'GetObject', nth: 0, counts: 'each-key', effect: { kind: 'refused', failure: 'throttled' } },
    ],
    ['429', { operation: 'ListObjectsV2', nth: 0, effect: { kind: 'error', status: 429, code: 'TooManyRequests' } }],
    ['500', { operation: 'GetBucketPolicy', nth: 0, effect: { kind: 'refused', failure: 'internal' } }],
    ['503', { operation: 'GetObject', nth: [0, 3], effect: { kind: 'refused', failure: 'unavailable' } }],
    ['a cut body', { operation: 'GetObject', nth: 0, counts: 'each-key', effect: { kind: 'cut', afterBytes: 40 } }],
    ['a slow body', { operation: 'GetObject', nth: [1, 4], effect: { kind: 'slow', afterBytes: 10, pauseMs: 50 } }],
    ['a throttled history', { operation: 'LookupEvents', nth: 0, effect: { kind: 'refused', failure: 'throttled' } }],
  ])('survives %s, losing and doubling nothing', async (_, fault) => {
    const described = smallWorld();
    const { problems } = await collect(described, [fault]);
    expect(problems).toEqual([]);
    const origin = served(described);
    const logs = manifest().filter(({ source }) => source.startsWith('s3://'));
    expect(logs.length).toBeGreaterThan(15);
    for (const { source, sha256 } of logs) expect(sha256).toBe(origin.get(source));
    expect(read('lookup-events/destination-acme-reports.json').Events).toHaveLength(1);
  });

  it('does not take an object that changed after it was listed', async () => {
    const fault: Fault = { operation: 'GetObject', key: /access\/2026-02-10-00/, effect: { kind: 'changed' } };
    const { problems } = await collect(smallWorld(), [fault]);
    expect(problems).toEqual([expect.stringContaining('it changed after it was listed')]);
    expect(manifest().some(({ path }) => path.includes('2026-02-10-00'))).toBe(false);
    expect(
      readdirSync(at.directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.part')),
    ).toEqual([]);
  });

  it.each<[Fault['effect'], string]>([
    [
      { kind: 'refused', failure: 'denied' },
      'GetBucketPolicy on acme-reports: not permitted; s3:GetBucketPolicy is missing',
    ],
    [
      { kind: 'error', status: 400, code: 'AuthorizationHeaderMalformed' },
      'GetBucketPolicy on acme-reports: the Region is wrong',
    ],
  ])('tells %s in a line and collects the rest', async (effect, line) => {
    const { problems } = await collect(smallWorld(), [{ operation: 'GetBucketPolicy', effect }]);
    expect(problems).toEqual([expect.stringContaining(line)]);
    expect(read('manifest.json').problems).toEqual(problems);
    expect(statSync(join(at.directory, 'listing/list-objects-v2.json')).size).toBeGreaterThan(100);
  });

  it.each<[string, string, RegExp]>([
    ['is HTML', '<html><body>Please sign in</body></html>', /^access log of acme-reports: .* the answer is HTML/],
    [
      'has keys out of order',
      `<ListBucketResult>${['b', 'a'].map((key) => `<Contents><Key>access/2026-02-10-00-00-0${key}</Key><ETag>e</ETag><Size>1</Size><LastModified>2026-02-10T00:00:00Z</LastModified></Contents>`).join('')}</ListBucketResult>`,
      /^access log of acme-reports: .* keys come out of order/,
    ],
    [
      'has a size that is none',
      '<ListBucketResult><Contents><Key>access/2026-02-10-00-00-00</Key><ETag>e</ETag><Size>x</Size><LastModified>2026-02-10T00:00:00Z</LastModified></Contents></ListBucketResult>',
      /^access log of acme-reports: /,
    ],
  ])('a listing that %s costs its own evidence only', async (_, body, line) => {
    const fault: Fault = { operation: 'ListObjectsV2', key: 'access/', effect: { kind: 'answer', status: 200, body } };
    const { problems } = await collect(smallWorld(), [fault]);
    expect(problems).toEqual([expect.stringMatching(line)]);
    expect(manifest().filter(({ path }) => path.includes('AWSLogs')).length).toBeGreaterThan(4);
  });

  it('keeps nothing where somebody else answers for AWS', async () => {
    const effect = { kind: 'answer', status: 200, body: '<html><body>Please sign in</body></html>' } as const;
    const { problems } = await collect({}, [{ effect }], {
      case: { sourceBucket: 'acme-lake', configurationId: 'daily-full', destinationBucket: 'acme-reports' },
    });
    expect(problems.join('\n')).toContain('the answer is HTML and not of S3');
    expect(manifest().map(({ path }) => path)).toEqual(['case.json']);
  });

  it('says that a bucket has no policy and no log, and that is evidence', async () => {
    const { policy, logging, ...rest } = smallWorld().buckets?.['acme-reports'] ?? {};
    expect([policy, logging]).not.toContain(undefined);
    const described = smallWorld();
    const { problems, notes } = await collect({
      ...described,
      buckets: { ...described.buckets, 'acme-reports': rest },
    });
    expect(problems).toEqual([]);
    expect(notes.join('\n')).toContain('acme-reports has no server access log');
    expect(read('settings/get-bucket-policy.json').Error.Code).toBe('NoSuchBucketPolicy');
  });

  it('lists where the configuration sent its reports before, so that the last good one is known', async () => {
    const described = smallWorld();
    const [configuration] = described.buckets?.['acme-lake']?.inventory ?? [];
    const put = (time: string, bucket: string) => ({
      ...putInventoryConfiguration({
        time,
        by: iamUser('444455556666', 'maria'),
        bucket: 'acme-lake',
        id: 'daily-full',
        configuration: configurationInEvent({ bucket }),
      }),
      recipientAccountId: '444455556666',
    });
    const { problems, notes } = await collect({
      ...described,
      trails: [],
      buckets: {
        ...described.buckets,
        'acme-lake': {
          region: 'eu-west-1',
          inventory: [
            {
              ...(configuration as InventoryConfiguration),
              Destination: {
                S3BucketDestination: { Bucket: 'arn:aws:s3:::acme-reports-2026', Format: 'CSV', Prefix: 'inv' },
              },
            },
          ],
        },
        'acme-reports-2026': { region: 'eu-west-1', objectOwnership: 'BucketOwnerEnforced' },
      },
      events: [
        put('2026-02-04T09:00:00Z', 'acme-reports'),
        { ...put('2026-02-05T09:00:00Z', 'somebody-else'), errorCode: 'AccessDenied' },
        put('2026-02-09T20:14:27Z', 'acme-reports-2026'),
      ].map((record) => ({
        record,
        resources: [{ ResourceType: 'AWS::S3::Bucket', ResourceName: 'acme-lake' }],
      })),
    });
    expect(problems).toEqual([]);
    expect(notes.join('\n')).not.toContain('somebody-else');
    const listed = manifest().filter(({ path }) => path.startsWith('listing/'));
    expect(listed.map(({ source }) => source)).toEqual([
      'aws:s3:ListObjectsV2:acme-reports/inv/acme-lake/daily-full/2',
      'aws:s3:ListObjectsV2:acme-reports-2026/inv/acme-lake/daily-full/2',
    ]);
    const { stdout } = await runCommand(['investigate', '--format', 'json', at.directory]);
    const { incidents } = JSON.parse(stdout);
    expect(incidents).toHaveLength(1);
    const [incident] = incidents;
    expect(incident.lastDelivery.run).toBe('2026-02-09T01-00Z');
    expect(incident.culprit.confidence).toBe('probable');
    expect(incident.culprit.change).toMatchObject({
      eventName: 'PutBucketInventoryConfiguration',
      actor: { arn: 'arn:aws:iam::444455556666:user/maria' },
    });
  });

  it('finds source and configuration from the destination and its prefix', async () => {
    const { problems } = await collect(smallWorld(), [], {
      case: { destinationBucket: 'acme-reports', destinationPrefix: 'inv' },
    });
    expect(problems).toEqual([]);
    expect(read('case.json')).toMatchObject({ sourceBucket: 'acme-lake', configurationId: 'daily-full' });
  });

  it('tells in a dry run what it would do, and writes nothing', async () => {
    const { told } = await collect(smallWorld(), [], { directory: null });
    expect(readdirSync(at.directory)).toEqual([]);
    expect(told.join('\n')).toMatch(/LookupEvents ResourceName=acme-reports in eu-west-1/);
    expect(told.join('\n')).toMatch(/ListObjectsV2 s3:\/\/acme-logs\/access\/ from 2026-02-07/);
    expect(told.join('\n')).toMatch(/GetObject access log of acme-reports: \d+ objects/);
    expect(told.join('\n')).toMatch(
      /ListObjectsV2 for each place where, by these events, the reports were sent before/,
    );
    expect(told.join('\n')).toMatch(/LookupEvents ResourceName=ACCESS-KEY for each session/);
    expect(at.world.count('GetObject')).toBe(0);
    expect(at.world.count('LookupEvents')).toBe(0);
  });

  it('ends with what the disk says when the disk takes no more', async () => {
    await collect(smallWorld());
    rmSync(join(at.directory, 'settings'), { recursive: true });
    writeFileSync(join(at.directory, 'settings'), '');
    await expect(collect(smallWorld())).rejects.toThrow(/could not write ".*settings.*": (EEXIST|ENOTDIR)/);
  });

  it('tells of an object that has no place among the files, and fetches the others', async () => {
    const described = smallWorld();
    const logs = described.buckets?.['acme-logs'];
    const inTheWay = { key: 'access/2026-02-10-00-00-00-XXXXXXXXXXXXXXXX', body: 'x' };
    const objects = [...(logs?.objects ?? []), inTheWay, { key: `${inTheWay.key}/below`, body: 'x' }];
    const { problems } = await collect({
      ...described,
      buckets: { ...described.buckets, 'acme-logs': { region: 'eu-west-1', objects } },
    });
    expect(problems).toEqual([expect.stringMatching(/^access log of acme-reports: 1 object of .* another is/)]);
    expect(manifest().filter(({ source }) => source.includes('/access/2026-02-1')).length).toBeGreaterThan(7);
  });

  const OBJECTS = { Field: 'resources.type', Equals: ['AWS::S3::Object'] };
  const CHANGES = { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] };
  const objectsOf = (...buckets: readonly string[]) => ({
    FieldSelectors: [
      { Field: 'eventCategory', Equals: ['Data'] },
      OBJECTS,
      ...(buckets.length === 0
        ? []
        : [{ Field: 'resources.ARN', StartsWith: buckets.map((bucket) => `arn:aws:s3:::${bucket}/`) }]),
    ],
  });

  it.each([
    ['of all buckets', [CHANGES, objectsOf()], false],
    ['of several buckets', [CHANGES, objectsOf('acme-lake', 'acme-reports')], false],
    ['of another bucket', [CHANGES, objectsOf('acme-lake')], true],
    ['of none', [CHANGES], true],
  ])('tells of a trail with data events %s whether refused deliveries show in it', async (_, selectors, isMissing) => {
    const described = smallWorld();
    const [trail] = described.trails ?? [];
    if (trail === undefined) throw new Error('a world without a trail');
    const trails = [{ account: '444455556666', trail: trail.trail, advancedEventSelectors: selectors }];
    const { notes } = await collect({ ...described, trails }, [], { directory: null });
    expect(notes.some((note) => note.startsWith('no trail records S3 data events'))).toBe(isMissing);
  });

  it('names a trail of nothing but data events, which it does not fetch', async () => {
    const described = smallWorld();
    const [trail] = described.trails ?? [];
    if (trail === undefined) throw new Error('a world without a trail');
    const named = { ...trail.trail, Name: 'data', TrailARN: `${trail.trail.TrailARN}-data`, S3BucketName: 'acme-data' };
    const { notes } = await collect({
      ...described,
      trails: [trail, { account: '444455556666', trail: named, advancedEventSelectors: [objectsOf('acme-reports')] }],
    });
    expect(notes.join('\n')).not.toContain('no trail records S3 data events');
    expect(notes).toContain(
      'refused deliveries are data events of trail data, which are not fetched: s3://acme-data is evidence, too',
    );
  });
});
