import { existsSync, readFileSync } from 'node:fs';
import { differencesOf } from '../../custody/differences.ts';
import { matchEvidence } from '../../custody/match-evidence.ts';
import { renderReplay, replayJson } from '../../custody/render-replay.ts';
import { parseRecord, printRecord, type RunRecord } from '../../custody/run-record.ts';
import { ForensicsError } from '../../errors.ts';
import { investigateAll } from '../../investigate.ts';
import { hashFile } from '../../sources/hash-file.ts';
import { type EvidenceInput, pathsOf } from '../../sources/input.ts';
import type { SourceTally } from '../../sources/tally.ts';
import { programVersion } from '../../version.ts';
import { type Flags, longName } from '../command.ts';
import { openEvidence } from '../options/open-evidence.ts';
import { awsAccess } from '../options/resolve-aws.ts';
import type { Shell } from '../terminal/shell.ts';
import { FILE_STYLE } from '../terminal/terminal.ts';
import { writeStream } from '../terminal/write-stream.ts';
import { checkOutputs, writeWhole } from '../terminal/write-whole.ts';
import { flagsOfRecord, recordedOptions } from './recorded-options.ts';
import { renderAnswer } from './render-answer.ts';
import { resolveInvestigate } from './resolve-investigate.ts';

/**
 * Does a recorded run again and tells whether the same came of it. Without operands the evidence is read where it was;
 * options that are given as well stand in place of those of the record, and are told as a difference.
 *
 * @returns 0 for the same report from the same evidence, 3 where something differs
 * @throws ForensicsError `usage`, and `unreadable-input` for what is no record
 */
export async function replayRun(
  file: string,
  operands: readonly string[],
  flags: Flags,
  shell: Shell,
): Promise<number> {
  for (const other of ['live', 'athena', 'record', 'remedyOut']) {
    if (flags[other] === undefined || flags[other] === false) continue;
    throw new ForensicsError('usage', `--${longName(other)} does not go with --replay: the run is that of the record`);
  }
  const recorded = parseRecord(readRecord(file), file);
  const clock = Date.parse(recorded.clock);
  const asked = { ...flagsOfRecord(recorded.options), ...flags };
  const { options, outputs } = resolveInvestigate(asked, clock);
  const [stdout] = outputs.filter(({ path }) => path === null);
  if (stdout !== undefined && stdout.format !== 'text' && stdout.format !== 'json') {
    throw new ForensicsError('usage', `--format ${stdout.format}: what --replay says is text or json`, {
      hint: 'with --output FILE, the report of the replay is written in any format',
    });
  }
  const access = awsAccess(flags);
  const evidence = operands.length === 0 ? null : await openEvidence({ operands, period: ALWAYS, access });
  const found = evidence?.inputs ?? filesOf(recorded);
  const inputs = matchEvidence(recorded.evidence, await hashed(found, await hashFile(file)));
  const files = outputs.flatMap(({ path }) => (path === null ? [] : [path]));
  checkOutputs(files, pathsOf(inputs));
  const saved = new Map(recorded.evidence.map(({ source, modified }) => [source, instantOf(modified)]));
  let tallies: readonly SourceTally[] = [];
  const answer = await investigateAll({
    ...options,
    clock,
    inputs,
    savedAt: (source) => saved.get(source),
    onReading: (begun) => {
      tallies = begun;
    },
  }).finally(() => evidence?.close());
  const run = { version: programVersion(), clock, inputs, tallies, answer, options: recordedOptions(asked, options) };
  // As it would be written: what is masked there is masked here.
  const differences = differencesOf(recorded, parseRecord(printRecord(run), 'the replay'));
  for (const { format, path } of outputs) {
    if (path !== null) writeWhole(path, await renderAnswer(answer, format, FILE_STYLE));
  }
  const said = stdout?.format === 'json' ? replayJson(differences) : renderReplay(recorded, differences);
  await writeStream(shell.stdout, [said]);
  return differences.length === 0 ? 0 : 3;
}

const ALWAYS = { since: null, until: null };

function readRecord(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ForensicsError('unreadable-input', `--replay: ${file} cannot be read`, { cause });
  }
}

/** The files of a record that are still there; streams and objects have to be named again. */
function filesOf({ evidence }: RunRecord): EvidenceInput[] {
  return evidence.flatMap(({ source, given: how }) =>
    how === 'file' && existsSync(source) ? [{ kind: 'file', name: source, path: source }] : [],
  );
}

/** With their SHA-256, without the record: where that lies among the evidence, it was not there when it was written. */
async function hashed(
  inputs: readonly EvidenceInput[],
  record: string,
): Promise<ReadonlyMap<EvidenceInput, string | null>> {
  const hashes = new Map<EvidenceInput, string | null>();
  for (const input of inputs) {
    const hash = await hashOf(input);
    if (hash !== record) hashes.set(input, hash);
  }
  return hashes;
}

/** null for what is read but once, and for what cannot be read: reading it says why. */
async function hashOf(input: EvidenceInput): Promise<string | null> {
  if (input.kind !== 'file') return null;
  try {
    return await hashFile(input.path);
  } catch {
    return null;
  }
}

function instantOf(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}
