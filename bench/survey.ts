/**
 * A hundred configurations answered in one run, beside one of them: a tree of gzip CloudTrail files with listings and
 * events of the hundred in front.
 *
 *   npx tsx bench/survey.ts [files] [records in each]
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { NOW } from '../test/survey/organisation.ts';
import { contest } from './contest.ts';
import { generateTrail } from './data/generate.ts';
import { generateOrganisation } from './data/organisation.ts';

const [files = 1_000, records = 200] = process.argv.slice(2).map(Number);
const data = join(tmpdir(), 'inventory-forensics-bench');

const evidence = `${await generateOrganisation(data, 100)} ${generateTrail(data, files, records)}`;
const command = `node dist/cli/main.js investigate --now ${NOW} ${evidence}`;

const standings = contest(
  [
    { name: 'one configuration', command: `${command} --source-bucket acme-big-000 > /dev/null` },
    { name: 'a hundred', command: `${command} > /dev/null` },
  ],
  5,
);
const median = (seconds: readonly number[]) => seconds[Math.floor(seconds.length / 2)] ?? Number.NaN;
for (const { contestant, seconds, megabytes } of standings) {
  process.stdout.write(`${contestant.name.padEnd(20)} ${median(seconds).toFixed(2)} s, ${megabytes ?? '?'} MB\n`);
}
const [one, all] = standings.map(({ seconds, megabytes }) => ({
  time: median(seconds),
  megabytes: megabytes ?? Number.NaN,
}));
if (one !== undefined && all !== undefined) {
  process.stdout.write(
    `${(all.time / one.time).toFixed(2)}x the time, ${(all.megabytes / one.megabytes).toFixed(2)}x the memory\n`,
  );
}
