import { createHash } from 'node:crypto';
import * as z from 'zod';
import { printJson } from '../display/escape-terminal.ts';
import { ForensicsError } from '../errors.ts';
import { formatInstant, formatOrNull, type Instant } from '../instant.ts';
import type { Answer } from '../investigate.ts';
import { renderJson } from '../report/json.ts';
import { renderSurveyJson } from '../report/survey/render-survey-json.ts';
import { caseName } from '../report/survey/words.ts';
import type { EvidenceInput } from '../sources/input.ts';
import type { SourceTally } from '../sources/tally.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const recordedSource = z.object({
  source: z.string().min(1),
  given: z.enum(['file', 'pipe', 'stdin', 'object']),
  kind: z.string(),
  bytes: z.number().int().nonnegative(),
  sha256: sha256.nullable(),
  modified: z.iso.datetime().nullable(),
});
const runRecord = z.object({
  schemaVersion: z.literal('1'),
  tool: z.object({ name: z.literal('inventory-forensics'), version: z.string() }),
  clock: z.iso.datetime(),
  options: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  evidence: z.array(recordedSource),
  cases: z.array(z.object({ case: z.string(), outcome: z.string() })),
  report: z.object({ sha256, members: z.record(z.string(), sha256) }),
});

/** A source as it was read: its name, how it was given, what it held, and its file's time where a document's counted. */
export interface RecordedSource {
  readonly source: string;
  readonly given: EvidenceInput['kind'];
  readonly kind: string;
  readonly bytes: number;
  /** Of the bytes as given, hexadecimal; null for what could not be read to its end. */
  readonly sha256: string | null;
  /** ISO 8601, UTC; null where no file time was asked for or known. */
  readonly modified: string | null;
}

/** What there is to know of the report: the SHA-256 of its JSON as printed, and of each of its members. */
interface ReportDigest {
  readonly sha256: string;
  readonly members: Readonly<Record<string, string>>;
}

/**
 * One run of `investigate`, as `--record` writes it: what is needed to do it again, and to tell whether the same came of
 * it. `run-record.schema.json` says the same for machines. Secrets are masked as in every output.
 */
export interface RunRecord {
  readonly schemaVersion: '1';
  readonly tool: { readonly name: 'inventory-forensics'; readonly version: string };
  /** The clock of the run, ISO 8601, UTC. */
  readonly clock: string;
  /** What was asked, by the long names of the options; times are absolute. */
  readonly options: RecordedOptions;
  readonly evidence: readonly RecordedSource[];
  /** The inventories of the report, one, or those of a survey. */
  readonly cases: readonly { readonly case: string; readonly outcome: string }[];
  readonly report: ReportDigest;
}

export type RecordedOptions = Readonly<Record<string, string | readonly string[]>>;

/** A run that has ended: what went in, and what came of it. */
export interface Run {
  readonly version: string;
  readonly clock: Instant;
  readonly options: RecordedOptions;
  readonly inputs: readonly EvidenceInput[];
  /** Of the inputs, one each. */
  readonly tallies: readonly SourceTally[];
  readonly answer: Answer;
}

/** The record of a run, as `--record` writes it. */
export function printRecord(run: Run): string {
  return printJson(recordOf(run));
}

function recordOf({ version, clock, options, inputs, tallies, answer }: Run): RunRecord {
  const reports = answer.kind === 'report' ? [answer.report] : answer.survey.reports;
  return {
    schemaVersion: '1',
    tool: { name: 'inventory-forensics', version },
    clock: formatInstant(clock),
    options,
    evidence: inputs.flatMap((input, index) => {
      const tally = tallies[index];
      return tally === undefined ? [] : [recordedSourceOf(input, tally)];
    }),
    cases: reports.map((report) => ({ case: caseName(report.case), outcome: report.outcome })),
    report: digestOf(answer),
  };
}

/**
 * @param name of the file, for the message
 * @throws ForensicsError `unreadable-input` for what is no such record
 */
export function parseRecord(text: string, name: string): RunRecord {
  try {
    return runRecord.parse(JSON.parse(text));
  } catch (cause) {
    throw new ForensicsError('unreadable-input', `${name}: is no record of a run`, {
      hint: 'give a file that investigate --record has written',
      cause,
    });
  }
}

function recordedSourceOf(input: EvidenceInput, tally: SourceTally): RecordedSource {
  return {
    source: tally.source,
    given: input.kind,
    kind: tally.kind,
    bytes: tally.bytes,
    sha256: tally.sha256 === '' ? null : tally.sha256,
    modified: formatOrNull(tally.modified),
  };
}

function digestOf(answer: Answer): ReportDigest {
  const text = answer.kind === 'report' ? renderJson(answer.report) : renderSurveyJson(answer.survey);
  const members = Object.entries(JSON.parse(text) as object);
  return {
    sha256: hashOf(text),
    members: Object.fromEntries(members.map(([name, value]) => [name, hashOf(JSON.stringify(value))])),
  };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
