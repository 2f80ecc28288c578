import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { startWorld, type WorldServer } from '../aws/world/world-server.ts';
import { type Ran, runCommand } from '../cli/fake-shell.ts';
import { FORENSICS, stockAcme } from '../query/athena-acme.ts';
import { AthenaServer } from '../query/athena-server.ts';
import { commandsOf, type ShownCommand, shortFormsOf } from './commands.ts';
import { PAGES, pageText } from './pages.ts';
import { furnish, worldOf } from './places.ts';

/** What stands in capitals is for the reader to fill in. */
const FILLED_IN: Readonly<Record<string, string>> = {
  CODE: 'unseen-change',
  DIR: 'collected',
  DIRECTORY: 'evidence',
  FILE: 'samples/deny-by-ip/access-logs',
  SOURCE: 'acme-lake',
  ID: 'daily-full',
  DATABASE: 'logs',
  WORKGROUP: 'forensics',
  TIME: '2026-02-01',
};

/** What does not end with 0, as `docs/exit-codes.md` tells these codes, and why. */
const ENDS: Readonly<Record<string, number>> = {
  'check --live --source-bucket SOURCE --configuration-id ID': 1, // denied by the policy in force
  'check --event event.json --case case.json --policy before.json': 1, // it stops the delivery
  'scan s3://acme-logs/nowhere/': 2,
  'scan s3://': 2,
  'scan s3://acme-logs/secret/': 3, // may not be listed
  'collect --dry-run --destination-bucket acme-reports --destination-prefix inv': 3, // acme-hidden may not be asked
  'investigate --live --destination-bucket acme-reports': 3, // for the same reason
  'verify evidence in docs/verify.md': 3,
  'verify DIRECTORY in docs/findings/digest-problems.md': 3,
  'verify DIRECTORY in docs/findings/tampered-evidence.md': 3,
  'check --policy policy.json --delivery all --source-account 111122223333 --source-region eu-west-1': 3, // of which trail?
  'investigate --fail-on broken --quiet --output report.txt evidence/': 4,
};

/** Within a sentence the mere name of a command is no command; what stands there again is typed once. */
const pages = PAGES.map((page) => {
  const commands = commandsOf(page).filter(({ args, isInText }) => !isInText || args.length > 1);
  const isNew = ({ line }: ShownCommand, at: number) => commands.findIndex((it) => it.line === line) === at;
  return { page, commands: commands.filter((it, at) => it.output.length > 0 || isNew(it, at)) };
}).filter(({ commands }) => commands.length > 0);

const root = process.cwd();
const athena = new AthenaServer();
let folder: string;
let world: WorldServer;

beforeAll(async () => {
  await athena.start('samples/deny-by-ip');
  athena.looks = 0;
  athena.workgroups.set('forensics', FORENSICS);
  stockAcme(athena);
});
afterAll(() => athena.stop());

/** Typed one after the other, in a folder that has the files and before an AWS that has the buckets. */
describe('the commands of a page', () => {
  afterEach(() => {
    process.chdir(root);
    vi.unstubAllEnvs();
    world.close();
    rmSync(folder, { recursive: true });
  });

  it.each(pages)('of $page do what it says', async ({ page, commands }) => {
    folder = mkdtempSync(join(tmpdir(), 'docs-'));
    furnish(page, folder);
    const secret = {
      operation: 'ListObjectsV2',
      key: /^secret/,
      effect: { kind: 'refused', failure: 'denied' },
    } as const;
    world = await startWorld(worldOf(page), [secret]);
    process.chdir(folder);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY');
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    for (const command of commands) {
      const ran = await typed(command);
      const { line } = command;
      expect({ line, ...ran }).toMatchObject({ line, code: endOf(page, command) });
      showsOutput(command, ran);
    }
  });
});

it('no exit code is told of a command that no page shows', () => {
  const typedLines = pages.flatMap(({ page, commands }) =>
    commands.flatMap(({ args }) => [args.join(' '), `${args.join(' ')} in ${page}`]),
  );
  expect(Object.keys(ENDS).filter((line) => !typedLines.includes(line))).toEqual([]);
});

describe('what stands in a text in short', () => {
  it('names options that there are', () => {
    const known = new Map(COMMANDS.map(({ name, options }) => [name, options.map(({ flags }) => flags).join(' ')]));
    const used = PAGES.flatMap((page) => shortFormsOf(page).map((text) => ({ page, text, words: text.split(' ') })));
    const wrong = used.filter(({ words: [name = '', ...rest] }) =>
      rest.some((word) => /^--\w/.test(word) && known.has(name) && !known.get(name)?.includes(word)),
    );
    expect(wrong).toEqual([]);
    expect(used.filter(({ words: [name = ''] }) => known.has(name)).length).toBeGreaterThan(30);
  });

  it('names scripts of npm that there are', () => {
    const named = PAGES.flatMap((page) => [...pageText(page).matchAll(/\bnpm run ([\w:]+)/g)].map(([, name]) => name));
    expect(Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).scripts)).toEqual(
      expect.arrayContaining([...new Set(named)]),
    );
  });
});

/** Types a command: on a terminal of 80 columns where the page shows what an investigation prints there. */
function typed({ line, args, output, isExcerpt }: ShownCommand): Promise<Ran> {
  vi.stubEnv('AWS_ENDPOINT_URL', args.includes('--workgroup') ? athena.url : world.url);
  const isScreen = args[0] === 'investigate' && output.length > 1 && !isExcerpt;
  const locale = /^LC_ALL=(\S+)/.exec(line)?.[1] ?? 'C.UTF-8';
  return runCommand(
    args.map((word) => FILLED_IN[word] ?? word),
    { env: { NO_COLOR: '1', LC_ALL: locale }, ...(isScreen ? { terminal: 80 } : {}) },
  );
}

/** A report of a page on a warning is answered or not: what it shows is held against it. */
function endOf(page: string, { args, exitCode, isExcerpt }: ShownCommand): unknown {
  const text = args.join(' ');
  if (exitCode !== null) return exitCode;
  if (isExcerpt) return expect.toSatisfy((code) => [0, 1, 3].includes(code));
  return ENDS[text] ?? ENDS[`${text} in ${page}`] ?? 0;
}

/** `...` as a line of its own stands for any lines, at the end of a line for the rest of it. */
function showsOutput({ output, isExcerpt }: ShownCommand, { stdout, stderr }: Ran): void {
  const shown = output.join('\n');
  const printed = stdout.replaceAll('\r\n', '\n');
  if (isExcerpt) expect(printed.replace(/^ {2}/gm, '')).toContain(shown);
  else if (shown !== '' && ![printed, printed + stderr].some((text) => patternOf(output).test(text))) {
    expect(printed + stderr).toBe(shown);
  }
}

function patternOf(output: readonly string[]): RegExp {
  const lines = output.map((line) => {
    if (line === '...') return '(?:.*\\n)*?';
    const isCut = line.endsWith('...');
    return `${(isCut ? line.slice(0, -3) : line).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}${isCut ? '.*' : ''}\\n`;
  });
  return new RegExp(`^${lines.join('')}$`);
}
