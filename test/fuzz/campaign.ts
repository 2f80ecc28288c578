import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { ForensicsError } from '../../src/errors.ts';
import { type Answer, investigateAll } from '../../src/investigate.ts';
import type { Report } from '../../src/report/contract.ts';
import { renderHtml } from '../../src/report/html/render-html.ts';
import { renderJson } from '../../src/report/json.ts';
import { renderMarkdown } from '../../src/report/markdown/render-markdown.ts';
import schema from '../../src/report/report.schema.json' with { type: 'json' };
import { renderText } from '../../src/report/text.ts';
import type { EvidenceInput } from '../../src/sources/input.ts';
import type { ScenarioOptions } from '../fabricate/cases/scenario.ts';
import { casesOnDisk, samplesOnDisk } from '../fabricate/cases-on-disk.ts';
import { type Effect, type Files, MUTATIONS } from './mutate.ts';
import { type Random, randomOf } from './random.ts';

/** Evidence that is mutated, and what is concluded from it as it is. */
interface Subject {
  readonly name: string;
  readonly files: Files;
  readonly options: ScenarioOptions;
}

/** One input of the campaign: what was done to what. */
export interface Trial {
  readonly seed: number;
  readonly subject: string;
  readonly mutations: readonly string[];
  /** What is wrong with what came of it; empty for nothing. */
  readonly faults: readonly string[];
  readonly cpuMs: number;
}

/** Larger cases show nothing that smaller ones do not, and take the time of many. */
const LARGEST = 60_000;

/** @throws for a fault of the campaign itself */
export function subjectsOnDisk(): readonly Subject[] {
  return [...samplesOnDisk(), ...casesOnDisk().cases].flatMap(({ name, folder, options }) => {
    const files = filesBelow(folder);
    const size = [...files.values()].reduce((sum, { length }) => sum + length, 0);
    return size > LARGEST || files.size === 0 ? [] : [{ name, files, options }];
  });
}

/** Evidence, mutated as the seed says, and what is wrong with the answer to it. */
export async function tryOne(seed: number, subjects: readonly Subject[]): Promise<Trial> {
  const random = randomOf(seed);
  const subject = random.pick(subjects);
  const names = Array.from({ length: 1 + random.below(2) }, () => random.pick(Object.keys(MUTATIONS)));
  const files = new Map(subject.files);
  for (const name of names) if (files.size > 0) MUTATIONS[name]?.apply(files, random);
  const started = process.cpuUsage();
  const faults = await faultsOf(files, subject, effectOf(names), random);
  const { user, system } = process.cpuUsage(started);
  return { seed, subject: subject.name, mutations: names, faults, cpuMs: (user + system) / 1_000 };
}

function effectOf(names: readonly string[]): Effect {
  const effects = new Set(names.map((name) => MUTATIONS[name]?.effect));
  return effects.has('any') ? 'any' : effects.has('removes') ? 'removes' : 'neutral';
}

async function faultsOf(files: Files, subject: Subject, effect: Effect, random: Random): Promise<string[]> {
  let answer: Answer;
  try {
    answer = await answerTo(files, subject.options);
  } catch (error) {
    return error instanceof ForensicsError
      ? []
      : [`exception: ${error instanceof Error ? error.stack : String(error)}`];
  }
  const reports = answer.kind === 'report' ? [answer.report] : answer.survey.reports;
  const faults = reports.flatMap((report) => [...schemaFaults(report), ...outputFaults(report, random)]);
  if (effect === 'any') return faults;
  return [...faults, ...(await verdictFaults(reports, subject))];
}

const truths = new Map<string, Promise<Answer>>();

/**
 * Less evidence, and evidence beside it, may make an answer less sure. It never makes another change proven to be the
 * culprit.
 */
async function verdictFaults(reports: readonly Report[], subject: Subject): Promise<string[]> {
  const known = truths.get(subject.name) ?? answerTo(subject.files, subject.options);
  truths.set(subject.name, known);
  const truth = await known;
  const right = new Set((truth.kind === 'report' ? [truth.report] : truth.survey.reports).flatMap(suspectsOf));
  return reports.flatMap((report) =>
    report.incidents.flatMap(({ phases }) =>
      phases.flatMap(({ culprit }) =>
        culprit?.confidence === 'proven' && !right.has(nameOf(culprit.change))
          ? [`another culprit is proven: ${nameOf(culprit.change)}, not of ${[...right].join(', ')}`]
          : [],
      ),
    ),
  );
}

function suspectsOf({ incidents }: Report): string[] {
  return incidents.flatMap(({ phases }) =>
    phases.flatMap(({ culprit }) => (culprit === null ? [] : nameOf(culprit.change))),
  );
}

function nameOf({ eventName, time }: { readonly eventName: string; readonly time: string }): string {
  return `${eventName} ${time.slice(0, 16)}`;
}

const ajv = new Ajv2020({ allErrors: false, strict: false });
formats.default(ajv);
const isValidReport = ajv.compile(schema);

function schemaFaults(report: Report): string[] {
  return isValidReport(JSON.parse(JSON.stringify(report))) ? [] : [`schema: ${JSON.stringify(isValidReport.errors)}`];
}

/** What a terminal acts upon, or hides: none of it belongs to what the program writes itself. */
const LEAKED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/u;

function outputFaults(report: Report, random: Random): string[] {
  const outputs = {
    text: renderText(report, { color: false, width: 100 }),
    json: renderJson(report),
    markdown: renderMarkdown(report),
    // A page takes the time of all others.
    ...(random.below(8) === 0 ? { html: renderHtml(report) } : {}),
  };
  return Object.entries(outputs).flatMap(([format, text]) => {
    const leaked = LEAKED.exec(text);
    const code = leaked?.[0].codePointAt(0)?.toString(16);
    return [
      ...(leaked === null
        ? []
        : [`${format} has U+${code}: ${JSON.stringify(text.slice(leaked.index - 40, leaked.index + 40))}`]),
      ...(format !== 'json' &&
      /<script>alert|<img src=x|<\/script>alert/i.test(text.replaceAll('`', '')) &&
      format === 'html'
        ? [`${format} has markup of the evidence`]
        : []),
    ];
  });
}

function answerTo(files: Files, options: ScenarioOptions): Promise<Answer> {
  const inputs = [...files].map(
    ([name, bytes]): EvidenceInput => ({
      kind: 'object',
      name,
      async *open() {
        if (bytes.length > 0) yield bytes;
      },
    }),
  );
  return investigateAll({
    inputs,
    case: {},
    clock: Date.parse(options.clock ?? '2027-01-01T00:00:00Z'),
    savedAt: () => (options.savedAt === undefined ? null : Date.parse(options.savedAt)),
    since: null,
    until: null,
    graceMs: (options.graceHours ?? 48) * 3_600_000,
    listingTimezone: options.listingTimezone ?? null,
    failedExports: (options.failedExports ?? []).map((day) => Date.parse(day)),
  });
}

function filesBelow(folder: string): Files {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return new Map(
    names.flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isFile() ? [[name, readFileSync(path)]] : [];
    }),
  );
}
