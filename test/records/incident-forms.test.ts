import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { ENVELOPES, type EnvelopeName } from '../../src/records/envelopes.ts';
import { UNREAD_FORMS } from '../../src/records/known-unread.ts';
import type { Report } from '../../src/report/contract.ts';
import { type EvidenceFile, jsonFile } from '../fabricate/evidence-file.ts';
import { readFolder, writeFolder } from '../fabricate/folder.ts';
import { runCase } from '../fabricate/run-case.ts';
import { type IncidentForm, LISTING_FORMS, type Listed, LOG_FORMS, TRAIL_FORMS } from './incident-forms.ts';
import { readWhole } from './read-whole.ts';
import { ALL_FORMS } from './wrappings.ts';

let scratch: string;
let rest: EvidenceFile[];
let events: JsonObject[];
let objects: Listed[];
let lines: string[];
let listing: EvidenceFile;
let trail: EvidenceFile;
let changes: EvidenceFile;
let log: EvidenceFile;

/** One incident, of which each part is told in every form in turn. */
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'inventory-forensics-forms-'));
  const files = await readFolder('samples/deny-by-ip');
  const isPart = ({ path }: EvidenceFile) => /^(?:AWSLogs|access-logs)\/|^listing/.test(path);
  rest = files.filter((file) => !isPart(file) && !file.path.startsWith('manifests/'));
  const trailFiles = files.filter(({ path }) => path.startsWith('AWSLogs/'));
  // Changes are what somebody with an incident asks for; all the rest is traffic.
  events = trailFiles
    .flatMap(({ bytes }): JsonObject[] => JSON.parse(gunzipSync(bytes).toString())['Records'])
    .filter(({ readOnly }) => readOnly === false);
  listing = files.find(({ path }) => path.startsWith('listing')) as EvidenceFile;
  objects = JSON.parse(listing.bytes.toString())['Contents'].map((object: { Key: string; LastModified: string }) => ({
    key: object.Key,
    lastModified: object.LastModified,
  }));
  lines = files
    .filter(({ path }) => path.startsWith('access-logs/'))
    .flatMap(({ bytes }) =>
      bytes
        .toString()
        .split('\n')
        .filter((line) => line !== ''),
    );
  trail = { path: 'trail.json', bytes: Buffer.from(JSON.stringify({ Records: events })) };
  const isManaged = ({ eventCategory }: JsonObject) => eventCategory !== 'Data';
  changes = { path: 'trail.json', bytes: Buffer.from(JSON.stringify({ Records: events.filter(isManaged) })) };
  log = { path: 'access.log', bytes: Buffer.from(lines.join('\n')) };
});
afterAll(async () => {
  await rm(scratch, { recursive: true });
});

let runs = 0;
async function reportOn(...parts: readonly EvidenceFile[]): Promise<Report> {
  const folder = join(scratch, `case-${++runs}`);
  await writeFolder(folder, [...rest, ...parts]);
  return runCase(folder, { listingTimezone: 'UTC' });
}

async function packed<Part>(form: IncidentForm<Part>, part: Part): Promise<EvidenceFile[]> {
  const { pack, parquet, beside } = form;
  const bytes = Buffer.from(pack(part));
  return [
    { path: 'part', bytes: parquet === true ? await parquetOf(bytes) : bytes },
    ...(beside === undefined ? [] : [jsonFile('beside.json', beside)]),
  ];
}

async function parquetOf(lines: Buffer): Promise<Buffer> {
  const [from, to] = [join(scratch, 'rows.jsonl'), join(scratch, 'rows.parquet')];
  await writeFile(from, lines);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (SELECT * FROM read_json('${from}', sample_size = -1)) TO '${to}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return readFileSync(to);
}

/** All that is said of the incident, but where each thing stood. */
function judged({ outcome, incidents }: Report) {
  return {
    outcome,
    incidents: incidents.map(({ culprit, cause, firstMissedRun, lastMissedRun, lastDelivery, remedy }) => ({
      culprit: culprit && { ...culprit.change, evidence: null, seenIn: null },
      confidence: culprit?.confidence,
      cause,
      firstMissedRun,
      lastMissedRun,
      lastDelivery,
      remedy: remedy?.document,
    })),
  };
}

function arrivals({ timeline }: Report): string[] {
  return timeline.flatMap(({ kind, title }) => (kind === 'delivery' ? [title.split(' delivered')[0] ?? ''] : []));
}

/** Whoever is accused, by the call. */
function accused({ incidents }: Report): (string | null | undefined)[] {
  return [...new Set(incidents.map(({ culprit }) => culprit?.change.eventId ?? culprit?.change.requestId))];
}

describe('the same incident, its trail', () => {
  it.each(TRAIL_FORMS)('in $form', async (form) => {
    const [bare, found] = [await reportOn(trail, listing), await reportOn(...(await packed(form, events)), listing)];
    if (form.less === null) expect(judged(found)).toEqual(judged(bare));
    else {
      expect(found.outcome).toBe(bare.outcome);
      expect(accused(found)).toEqual(accused(bare));
      expect(found.incidents[0]?.firstMissedRun).toEqual(bare.incidents[0]?.firstMissedRun);
    }
  });
});

describe('the same incident, the listing', () => {
  it.each(LISTING_FORMS)('in $form', async (form) => {
    // No refused write says by itself that a run is missed.
    const [bare, found] = [await reportOn(changes, listing), await reportOn(changes, ...(await packed(form, objects)))];
    expect(arrivals(found)).toEqual(arrivals(bare));
    if (form.less === null) expect(judged(found)).toEqual(judged(bare));
    else {
      expect(judged(found)).not.toEqual(judged(bare));
      expect(accused(bare)).toEqual(expect.arrayContaining(accused(found)));
    }
  });
});

describe('the same incident, the access log', () => {
  it.each(LOG_FORMS)('in $form', async (form) => {
    const [bare, found] = [await reportOn(log, listing), await reportOn(...(await packed(form, lines)), listing)];
    expect(judged(found)).toEqual(judged(bare));
  });
});

const STUBS: Readonly<Record<string, string | Buffer>> = {
  'ORC file': 'ORC\u0001',
  'Avro file': 'Obj\u0001\u0000',
  'answer of the AWS CLI as a table': '------------------\n|  LookupEvents  |\n+----------------+\n',
  'other answers of the AWS CLI as text': 'INVENTORYCONFIGURATIONLIST\tdaily-full\tAll\tTrue\n',
  'rows of an inventory as CSV, without LastModifiedDate': '"acme-reports","inv/a%20b","33"\n',
  'symlink.txt of an inventory': 's3://acme-reports/inv/acme-lake/daily-full/data/a.csv.gz\n',
  'copy of a table in Markdown': '| @timestamp | @message |\n| --- | --- |\n| a | b |\n',
  'Excel or LibreOffice sheet': Buffer.from('d0cf11e0a1b11ae1', 'hex'),
  'page of a browser': '<!DOCTYPE html><html><body>CloudTrail</body></html>',
  'load balancer log':
    'https 2026-02-09T14:00:01.000000Z app/web/1 192.0.2.1:1 10.0.0.1:1 0.0 0.1 0.0 200 200 1 1 "GET" "-"\n',
  'CloudFront log': '#Version: 1.0\n#Fields: date time x-edge-location\n',
  'VPC flow log': 'version account-id interface-id srcaddr dstaddr\n',
};

describe('a form that is not read is named, with the way out', () => {
  it.each(Object.entries(UNREAD_FORMS))('%s', async (form, { reason }) => {
    const { tally, items } = await readWhole(STUBS[form] ?? '');
    expect(items).toEqual([]);
    expect(tally).toMatchObject({ kind: 'not-recognised', failure: reason });
  });
});

describe('docs/evidence.md', () => {
  const PAGE = 'docs/evidence.md';
  const [BEGIN, END] = ['<!-- forms: written by test/records/incident-forms.test.ts -->', '<!-- end of forms -->'];

  it('has the forms as they are tested here', () => {
    const page = readFileSync(PAGE, 'utf8');
    const [before = '', behind = ''] = [page.split(BEGIN)[0], page.split(END)[1]];
    const fresh = `${before}${BEGIN}\n\n${matrix()}\n\n${END}${behind}`;
    if (process.env['REGENERATE'] === '1') writeFileSync(PAGE, fresh);
    expect(readFileSync(PAGE, 'utf8')).toBe(fresh);
  });

  function matrix(): string {
    const wrapped = new Map<string, string[]>();
    for (const { name, form } of ALL_FORMS) {
      const envelope = name.split(': ')[0] ?? '';
      wrapped.set(envelope, [...(wrapped.get(envelope) ?? []), form]);
    }
    return [
      '| form | read | lost | how to export it |',
      '|---|---|---|---|',
      ...[...wrapped].map(([name, forms]) =>
        row(`\`${name}\` around events: ${forms.join('; ')}`, 'yes', null, ENVELOPES[name as EnvelopeName].get),
      ),
      ...[...TRAIL_FORMS, ...LISTING_FORMS, ...LOG_FORMS].map(({ form, less, get }) => row(form, 'yes', less, get)),
      ...Object.entries(UNREAD_FORMS).map(([form, { reason }]) => row(form, 'no', null, reason)),
    ].join('\n');
  }

  function row(form: string, read: string, less: string | null, get: string): string {
    const isCommand = /^(?:aws|curl|s5cmd|s3cmd|mc|inventory-forensics) /.test(get);
    return `| ${form} | ${read} | ${less ?? ''} | ${isCommand ? `\`${get}\`` : get} |`;
  }
});
