import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENVELOPES } from '../src/records/envelopes.ts';
import { EVIDENCE_KINDS } from '../src/records/kinds.ts';
import { reportOf } from './fabricate/run-case.ts';

/** A call of the AWS CLI that answers with a document. */
const ANSWERS =
  /\baws (?:s3api|cloudtrail|kms|logs|athena|sqs|kinesis|configservice) (?:get|list|describe|lookup|filter|receive)-[a-z0-9-]+ --[^`\n]*/g;
/** Saved with whatever the answer is, an error included. */
const AS_IT_COMES = /2>&1/;

function commandsIn(text: string): string[] {
  return [...text.matchAll(ANSWERS)].map(([command]) => command);
}

/** What the profile of whoever runs it prints by default is YAML, text or a table as well. */
describe('a command that saves an answer of AWS', () => {
  it.each(Object.entries({ ...EVIDENCE_KINDS, ...ENVELOPES }))('of %s pins its format and a file', (_, { get }) => {
    for (const command of commandsIn(get).filter((command) => !AS_IT_COMES.test(command))) {
      expect(command).toMatch(/ --output json > \S+$/);
    }
  });

  const pages = [
    'README.md',
    ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((name) => join('docs', name)),
  ];
  it.each(pages.filter((name) => name.endsWith('.md')))('in %s pins its format', (page) => {
    const saved = commandsIn(readFileSync(page, 'utf8')).filter(
      (command) => / > /.test(command) && !AS_IT_COMES.test(command),
    );
    for (const command of saved) expect(command).toMatch(/ --output (?:json|yaml|text) > \S+/);
  });

  it('in a report pins its format', async () => {
    const folders = readdirSync('test/cases/missing').map((name) => join('test/cases/missing', name, 'evidence'));
    const reports = await Promise.all(folders.map((folder) => reportOf(folder, {})));
    const commands = reports.flatMap(({ missing }) => missing.flatMap(({ command }) => commandsIn(command ?? '')));
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) expect(command).toMatch(/ --output json > \S+$/);
  });
});
