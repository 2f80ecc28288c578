import { mkdirSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Contestant, contest, table } from './contest.ts';
import { generateChanges } from './data/changes.ts';
import {
  generateAccessLog,
  generateHugeLog,
  generateListing,
  generateSmallLogs,
  generateTails,
  generateTinyLogs,
  generateTrail,
} from './data/generate.ts';
import { growth } from './growth.ts';
import { HEAD, needed, row, type Target } from './targets.ts';

/**
 * How fast `scan` and `investigate` read, against other tools on the same files, one after the other in the same run.
 * The data is made first, from fixed seeds, in a directory of its own, which is removed at the end.
 *
 * Run: npm run build && npx tsx bench/speed.ts [--quick] [--rounds N] [--only log,long,all,trail,small,start,stream,huge,changes,listing,tiny,damage]
 *      [--targets] [--growth] [--stream 100,1000] [--data DIR] [--rg PATH]
 *
 * `--targets` runs what the targets speak of alone, and ends with one table of them. `--growth` runs other commands
 * instead, each on some evidence and on ten times as much.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
      targets: { type: 'boolean', default: false },
      growth: { type: 'boolean', default: false },
      only: { type: 'string', default: Object.keys(CONTESTS).join(',') },
      stream: { type: 'string', default: '100,1000' },
      data: { type: 'string' },
      rg: { type: 'string', default: 'rg' },
    },
  });
  const data = values.data ?? join(tmpdir(), 'inventory-forensics-bench');
  mkdirSync(data, { recursive: true });
  const plan: Plan = {
    data,
    scale: values.quick ? 0.1 : 1,
    rg: values.rg,
    stream: values.stream.split(',').map(Number),
  };
  const machine = cpus();
  say(`Node ${process.version}, ${machine.length} cores (${machine[0]?.model ?? 'unknown'}), ${process.platform}\n`);
  if (process.env['NODE_EXTRA_CA_CERTS'] !== undefined) {
    say(
      'NODE_EXTRA_CA_CERTS is set: Node reads certificates at every start, and what starts slowly looks better for it\n',
    );
  }
  try {
    if (values.growth) {
      say(await growth({ data, rounds: Number(values.rounds), ours: OURS, repeat: REPEAT, ofCase: CASE }));
      return;
    }
    const rows: string[] = [];
    for (const name of values.only.split(',')) {
      const contestFor = CONTESTS[name];
      if (contestFor === undefined) throw new Error(`--only ${name}: one of ${Object.keys(CONTESTS).join(', ')}`);
      const { title, contestants, targets = [] } = contestFor(plan);
      const meant = needed(targets);
      const called = values.targets
        ? contestants.filter(({ name, isFloor }) => meant.has(name) || isFloor === true)
        : contestants;
      if (called.length === 0) continue;
      const standings = contest(called, Number(values.rounds));
      say(table(title, standings));
      rows.push(...targets.map((target) => row(target, standings)));
    }
    if (rows.length > 0) say([HEAD, ...rows].join('\n'));
  } finally {
    if (values.data === undefined) rmSync(data, { recursive: true });
  }
}

interface Plan {
  readonly data: string;
  /** 1, or less for a quick run. */
  readonly scale: number;
  readonly rg: string;
  /** Sizes of streams, in MB. */
  readonly stream: readonly number[];
}

interface Contest {
  readonly title: string;
  /** Ours first. */
  readonly contestants: readonly Contestant[];
  readonly targets?: readonly Target[];
}

const OURS = `node ${fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))}`;
const READ_ONLY = peer(new URL('./peers/read-only.mjs', import.meta.url));
const READ_FILES = peer(new URL('./peers/read-files.mjs', import.meta.url));
const PARSE_JSON = peer(new URL('./peers/parse-json.mjs', import.meta.url));
const GUNZIP_ONLY = peer(new URL('./peers/gunzip-only.mjs', import.meta.url));
const READLINE_PARSE = peer(new URL('./peers/readline-parse.mjs', import.meta.url));
const REGEX_PARSE = peer(new URL('./peers/regex-parse.mjs', import.meta.url));
const CSV_PARSE = peer(new URL('./peers/csv-parse.mjs', import.meta.url));
const DUCKDB = peer(new URL('./peers/duckdb.mjs', import.meta.url));
const REPEAT = peer(new URL('./peers/repeat.mjs', import.meta.url));
const SAMPLE = fileURLToPath(new URL('../samples/deny-by-ip', import.meta.url));
const CASE = '--source-bucket acme-lake --configuration-id daily-full --destination-bucket acme-reports';

const CONTESTS: Readonly<Record<string, (plan: Plan) => Contest>> = {
  log({ data, scale, rg }) {
    const log = generateAccessLog(data, 500 * scale);
    return {
      title: `Policy changes in a plain access log of ${megabytes(log)} MB`,
      contestants: [
        { name: '`scan`', command: `${OURS} scan -q ${log}` },
        { name: '`grep -F BUCKETPOLICY`', command: `grep -F BUCKETPOLICY ${log} | cat` },
        { name: '`rg -F BUCKETPOLICY`', command: `${rg} -F BUCKETPOLICY ${log} | cat`, needs: rg },
        { name: 'DuckDB, `LIKE` on each line', command: `${DUCKDB} like ${log}` },
        { name: 'readline, each line parsed', command: `${READLINE_PARSE} ${log}` },
        { name: 'reading alone', command: `${READ_ONLY} ${log}` },
      ],
      targets: [
        { says: '500 MB log: against bare reading', of: '`scan`', per: 'reading alone', measure: 'time', atMost: 1.8 },
        {
          says: '500 MB log: against reading lines and parsing each',
          of: '`scan`',
          per: 'readline, each line parsed',
          measure: 'time',
          atMost: 0.125,
        },
      ],
    };
  },
  long({ data, scale, rg }) {
    const log = generateAccessLog(data, 2000 * scale);
    return {
      title: `The same in a log of ${megabytes(log)} MB, where starting matters less`,
      contestants: [
        { name: '`scan`', command: `${OURS} scan -q ${log}` },
        { name: '`grep -F BUCKETPOLICY`', command: `grep -F BUCKETPOLICY ${log} | cat` },
        { name: '`rg -F BUCKETPOLICY`', command: `${rg} -F BUCKETPOLICY ${log} | cat`, needs: rg },
        { name: 'reading alone', command: `${READ_ONLY} ${log}` },
      ],
    };
  },
  all({ data, scale }) {
    const log = generateAccessLog(data, 200 * scale);
    return {
      title: `Every line of an access log of ${megabytes(log)} MB as JSON`,
      contestants: [
        { name: '`scan --all --format ndjson`', command: `${OURS} scan -q --all --format ndjson ${log}` },
        { name: 'csv-parse', command: `${CSV_PARSE} ${log}` },
        { name: 'a regular expression a line', command: `${REGEX_PARSE} ${log}` },
        { name: 'DuckDB, a regular expression a line, counted only', command: `${DUCKDB} fields ${log}` },
      ],
    };
  },
  trail({ data, scale, rg }) {
    const trail = generateTrail(data, 4000 * scale, 150);
    return {
      title: `Policy changes in ${4000 * scale} gzip files of CloudTrail`,
      contestants: [
        { name: '`scan`', command: `${OURS} scan -q ${trail}` },
        { name: '`rg -z -F PutBucketPolicy`', command: `${rg} -z -c -F PutBucketPolicy ${trail}`, needs: rg },
        {
          name: '`zgrep -c PutBucketPolicy`',
          command: `find ${trail} -type f | xargs -P2 -n500 zgrep -c PutBucketPolicy`,
          needs: 'zgrep',
          isSlow: true,
        },
        {
          name: '`zcat`, `jq`',
          // One stream: jq cannot read two that are mixed.
          command: `find ${trail} -type f | xargs -n500 zcat | jq -c ".Records[] | select(.eventName == \\"PutBucketPolicy\\")"`,
          needs: 'jq',
          isSlow: true,
        },
        { name: 'gunzip alone, on all cores', command: `${GUNZIP_ONLY} ${trail}` },
        { name: '`investigate`', command: `${OURS} investigate -q ${CASE} ${trail}` },
      ],
      targets: [
        {
          says: '4,000 CloudTrail files: against `rg -z`',
          of: '`scan`',
          per: '`rg -z -F PutBucketPolicy`',
          measure: 'time',
          atMost: 0.25,
        },
        {
          says: '4,000 CloudTrail files: against decompressing',
          of: '`scan`',
          per: 'gunzip alone, on all cores',
          measure: 'time',
          atMost: 1.5,
        },
        { says: '4,000 CloudTrail files, investigated', of: '`investigate`', measure: 'memory', atMost: 200 },
      ],
    };
  },
  small({ data, scale, rg }) {
    const logs = generateSmallLogs(data, 100_000 * scale);
    return {
      title: `Policy changes in ${100_000 * scale} small access logs`,
      contestants: [
        { name: '`scan`', command: `${OURS} scan -q ${logs}` },
        { name: '`rg -F BUCKETPOLICY`', command: `${rg} -F BUCKETPOLICY ${logs} | cat`, needs: rg },
        { name: '`grep -rF BUCKETPOLICY`', command: `grep -rF BUCKETPOLICY ${logs} | cat` },
        { name: 'reading alone, on all cores', command: `${READ_FILES} ${logs}`, isFloor: true },
      ],
      targets: [
        {
          says: '100,000 small files: against `rg -F`',
          of: '`scan`',
          per: '`rg -F BUCKETPOLICY`',
          measure: 'time',
          atMost: 2,
        },
      ],
    };
  },
  start: () => ({
    title: 'Start',
    contestants: [
      { name: '`node -e 0`', command: 'node -e 0' },
      { name: '`--version`', command: `${OURS} --version` },
      { name: '`--help`', command: `${OURS} --help` },
      { name: '`investigate` on a sample', command: `${OURS} investigate -q ${SAMPLE}` },
    ],
  }),
  stream({ data, stream }) {
    const block = generateAccessLog(data, 50);
    return {
      title: 'Growth with the evidence: a log as a stream on standard input',
      contestants: stream.map((size) => ({
        name: `\`scan -\`, ${size} MB`,
        command: `${REPEAT} ${block} ${size} | ${OURS} scan -q -`,
      })),
      targets: [{ says: 'A stream', of: `\`scan -\`, ${stream.at(-1)} MB`, measure: 'memory', atMost: 200 }],
    };
  },
  huge({ data, scale, rg }) {
    const log = generateHugeLog(data, 10_000 * scale);
    return {
      title: `The same in a log of ${megabytes(log)} MB`,
      contestants: [
        { name: '`scan`', command: `${OURS} scan -q ${log}` },
        { name: '`grep -F BUCKETPOLICY`', command: `grep -F BUCKETPOLICY ${log} | cat` },
        { name: '`rg -F BUCKETPOLICY`', command: `${rg} -F BUCKETPOLICY ${log} | cat`, needs: rg },
      ],
      targets: [
        {
          says: '10 GB log: against `grep -F`',
          of: '`scan`',
          per: '`grep -F BUCKETPOLICY`',
          measure: 'time',
          atMost: 1.25,
        },
        { says: '10 GB log', of: '`scan`', measure: 'memory', atMost: 200 },
      ],
    };
  },
  listing({ data, scale }) {
    const listing = generateListing(data, 1_000_000 * scale);
    return {
      title: `A listing of ${1_000_000 * scale} objects`,
      contestants: [
        { name: '`investigate`', command: `${OURS} investigate -q ${CASE} ${listing}` },
        { name: '`JSON.parse`', command: `${PARSE_JSON} ${listing}` },
      ],
      targets: [
        {
          says: 'A listing of 1,000,000 objects: against `JSON.parse`',
          of: '`investigate`',
          per: '`JSON.parse`',
          measure: 'time',
          atMost: 2.5,
        },
      ],
    };
  },
  tiny({ data, scale }) {
    const logs = generateTinyLogs(data, 200_000 * scale);
    return {
      title: `${200_000 * scale} access logs of one line`,
      contestants: [{ name: '`investigate`', command: `${OURS} investigate -q ${CASE} ${logs}` }],
      targets: [{ says: '200,000 tiny files, investigated', of: '`investigate`', measure: 'memory', atMost: 300 }],
    };
  },
  damage({ data, scale }) {
    const files = 4000 * scale;
    return {
      title: `${files} gzip files of 20 events`,
      contestants: [
        { name: 'sound', command: `${OURS} investigate -q ${CASE} ${generateTails(data, files, '')}` },
        { name: 'a foreign tail', command: `${OURS} investigate -q ${CASE} ${generateTails(data, files, 'no gzip')}` },
      ],
      targets: [
        { says: 'Damaged gzip: against sound', of: 'a foreign tail', per: 'sound', measure: 'time', atMost: 2 },
      ],
    };
  },
  changes({ data, scale }) {
    return {
      title: 'Growth with the case: `investigate` where the policy was changed ever more often',
      contestants: [10, 1000, 100_000 * scale].map((changes) => ({
        name: changes < 100_000 * scale ? `${changes} changes in two years` : MANY_CHANGES,
        command: `${OURS} investigate -q --format json ${generateChanges(data, changes)}`,
      })),
      targets: [
        { says: '100,000 changes', of: MANY_CHANGES, measure: 'time', atMost: 10 },
        { says: '100,000 changes', of: MANY_CHANGES, measure: 'memory', atMost: 1000 },
      ],
    };
  },
};

const MANY_CHANGES = '100,000 changes in two years';

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function peer(url: URL): string {
  return `node ${fileURLToPath(url)}`;
}

function megabytes(path: string): number {
  return Math.round(statSync(path).size / 1e6);
}

await main();
