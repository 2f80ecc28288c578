import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listPartitions, listWhole } from '../../../../src/query/athena/scan/list-partitions.ts';
import { type CatalogTable, tablePartitions } from '../../../../src/query/athena/scan/table-partitions.ts';
import { tableUses } from '../../../../src/query/athena/scan/table-uses.ts';
import { BUCKET, clientOf, startBucket } from '../../../aws/objects/bucket-server.ts';

/** With `<day>` for the placeholder of day. */
const TEMPLATES = ['<account>/<region>/<day>', '<day>/<region>/<account>/', 'logs/<region>/x<day>y/<account>'];
const ACCOUNTS = ['111122223333', '444455556666'];
const REGIONS = ['eu-west-1', 'us-east-1', 'ap-south-1'];
const DAYS = ['2026/02/01', '2026/02/02', '2026/02/03', '2026/02/04'];

function tableOf(template: string): CatalogTable {
  return {
    location: null,
    properties: new Map([
      ['projection.enabled', 'true'],
      ['projection.account.type', 'enum'],
      ['projection.account.values', ACCOUNTS.join(',')],
      ['projection.region.type', 'enum'],
      ['projection.region.values', REGIONS.join(',')],
      ['projection.day.type', 'date'],
      ['projection.day.format', 'yyyy/MM/dd'],
      ['projection.day.range', '2026/02/01,2026/02/04'],
      [
        'storage.location.template',
        `s3://${BUCKET}/${template.replace(/<(\w+)>/g, (_, name: string) => `$\{${name}}`)}`,
      ],
    ]),
    partitionColumns: ['account', 'region', 'day'].map((name) => ({ name, isNumber: false })),
  };
}

function partitionsOf(template: string, where: string) {
  const [use] = tableUses(`SELECT * FROM t WHERE ${where}`, []) ?? [];
  const found = tablePartitions(tableOf(template), use?.conditions ?? [], 0);
  if (found.kind !== 'partitions') throw new Error(found.kind);
  return found;
}

function keyIn(template: string, account: string, region: string, day: string, name: string): string {
  const folder = template.replace('<account>', account).replace('<region>', region).replace('<day>', day);
  return `${folder.replace(/\/$/, '')}/${name}`;
}

describe('the listing of partitions', () => {
  it('finds in each what lies in it, wherever the columns stand and whatever else is there', async () => {
    const some = <T>(of: readonly T[]) => fc.subarray([...of], { minLength: 1 });
    const place = fc.tuple(
      fc.constantFrom(...ACCOUNTS, '999900001111'),
      fc.constantFrom(...REGIONS, 'eu-west-2', 'eu-west-1-other'),
      fc.constantFrom(...DAYS, '2026/01/31', '2026/02/05', '2026/02/010'),
      fc.constantFrom('a', 'b/c', '\u{1f600}', '\uffee', ' +%'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...TEMPLATES),
        fc.uniqueArray(place, { maxLength: 40, selector: (parts) => parts.join(' ') }),
        fc.tuple(some(ACCOUNTS), some(REGIONS), some(DAYS)),
        fc.integer({ min: 1, max: 5 }),
        async (template, places, [accounts, regions, days], pageSize) => {
          const keys = places.map(([account, region, day, name]) => keyIn(template, account, region, day, name));
          const objects = new Map(keys.map((key, index) => [key, Buffer.alloc(index + 1)]));
          const server = await startBucket({ objects, pageSize });
          const client = clientOf(server, 5_000);
          try {
            const list = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ');
            const where = `account IN (${list(accounts)}) AND region IN (${list(regions)}) AND day IN (${list(days)})`;
            const partitions = partitionsOf(template, where);
            const { amounts, isComplete } = await listPartitions(
              () => client,
              partitions,
              () => {},
            );
            const expected = partitions.read.map(({ place: { prefix } }) => {
              const inside = [...objects].filter(([key]) => key.startsWith(prefix));
              return { objects: inside.length, bytes: inside.reduce((sum, [, body]) => sum + body.length, 0) };
            });
            expect(amounts).toEqual(expected);
            expect(isComplete).toBe(true);
          } finally {
            client.destroy();
            server.close();
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('asks once for neighbours, and for nothing outside of them', async () => {
    const template = TEMPLATES[0] ?? '';
    const keys = DAYS.flatMap((day) => REGIONS.map((region) => keyIn(template, ACCOUNTS[0] ?? '', region, day, 'x')));
    const server = await startBucket({ objects: new Map(keys.map((key) => [key, Buffer.from('12')])) });
    const client = clientOf(server, 5_000);
    const seen: number[] = [];
    const partitions = partitionsOf(
      template,
      "account = '111122223333' AND region = 'us-east-1' AND day <= '2026/02/03'",
    );
    await listPartitions(
      () => client,
      partitions,
      ({ objects }) => seen.push(objects),
    );
    expect(seen).toEqual([3]);
    expect(server.requests.map(({ query }) => [query.get('prefix'), query.get('start-after')])).toEqual([
      ['111122223333/us-east-1/2026/02/0', '111122223333/us-east-1/2026/02/01/'],
    ]);
    client.destroy();
    server.close();
  });

  it('counts what lies in two partitions for both', async () => {
    const objects = new Map(['p/a/x', 'p/a/b/y', 'p/a/c/z', 'p/c/x'].map((key) => [key, Buffer.from('12')]));
    const server = await startBucket({ objects });
    const client = clientOf(server, 5_000);
    const read = ['p/a/', 'p/a/b/', 'p/b/', 'p/c/', 'p/c/'].map((prefix, step) => ({
      place: { bucket: BUCKET, prefix },
      values: [],
      steps: [step],
    }));
    const { amounts } = await listPartitions(
      () => client,
      { read, innermost: 0 },
      () => {},
    );
    expect(amounts.map((amount) => amount.objects)).toEqual([3, 1, 0, 1, 1]);
    client.destroy();
    server.close();
  });

  it('stops at its bound, and says so', async () => {
    const template = TEMPLATES[0] ?? '';
    const keys = DAYS.map((day) => keyIn(template, ACCOUNTS[0] ?? '', 'us-east-1', day, 'x'));
    const server = await startBucket({ objects: new Map(keys.map((key) => [key, Buffer.from('12')])), pageSize: 2 });
    const client = clientOf(server, 5_000);
    const partitions = partitionsOf(template, "account = '111122223333' AND region = 'us-east-1'");
    const { amounts, isComplete } = await listPartitions(
      () => client,
      partitions,
      () => {},
      2,
    );
    expect([amounts.map(({ objects }) => objects), isComplete]).toEqual([[1, 1, 0, 0], false]);
    client.destroy();
    server.close();
  });

  it('of a whole folder counts everything below it', async () => {
    const objects = new Map(['x/a', 'x/b/c', 'y'].map((key) => [key, Buffer.from(key)]));
    const server = await startBucket({ objects, pageSize: 1 });
    const client = clientOf(server, 5_000);
    const listed = await listWhole(
      () => client,
      { bucket: BUCKET, prefix: 'x/' },
      () => {},
    );
    expect(listed).toEqual({ amounts: [{ objects: 2, bytes: 8 }], isComplete: true });
    const cut = await listWhole(
      () => client,
      { bucket: BUCKET, prefix: 'x/' },
      () => {},
      1,
    );
    expect(cut).toEqual({ amounts: [{ objects: 1, bytes: 3 }], isComplete: false });
    client.destroy();
    server.close();
  });
});
