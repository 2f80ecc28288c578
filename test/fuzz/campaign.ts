import { ForensicsError } from '../../src/errors.ts';
import { type Answer, investigateAll } from '../../src/investigate.ts';
import type { Report } from '../../src/report/contract.ts';
import type { EvidenceInput } from '../../src/sources/input.ts';
import type { ScenarioOptions } from '../fabricate/cases/scenario.ts';
import { boundFaults, mostPlainBytes, type Work } from './bounds.ts';
import type { Effect, Files } from './mutations/mutation.ts';
import { MUTATIONS } from './mutations/mutations.ts';
import { outputFaults, reportsOf, schemaFaults } from './output-faults.ts';
import { type Random, randomOf } from './random.ts';
import type { Subject } from './subjects.ts';
import { differences, wrongProofs } from './verdict-faults.ts';

/** One input of the campaign: what was done to what. */
export interface Trial {
  readonly seed: number;
  readonly subject: string;
  readonly mutations: readonly string[];
  readonly effect: Effect;
  readonly files: Files;
  /** What is wrong with what came of it; empty for nothing. */
  readonly faults: readonly string[];
  readonly cpuMs: number;
}

/**
 * Evidence, mutated as the seed says, and what is wrong with the answer to it.
 *
 * @param only the mutations to apply; null lets the seed choose
 */
export async function tryOne(
  seed: number,
  subjects: readonly Subject[],
  only: readonly string[] | null = null,
): Promise<Trial> {
  const random = randomOf(seed);
  const subject = random.pick(subjects);
  const files = new Map(subject.files);
  const names = only ?? mutated(files, random);
  for (const name of only ?? []) MUTATIONS[name]?.apply(files, random);
  const effect = effectOf(names);
  const started = process.cpuUsage();
  const faults = await faultsOf(files, subject, effect, random);
  const { user, system } = process.cpuUsage(started);
  return { seed, subject: subject.name, mutations: names, effect, files, faults, cpuMs: (user + system) / 1_000 };
}

/** One or two mutations, of those that find something to take hold of. */
function mutated(files: Map<string, Buffer>, random: Random): readonly string[] {
  const names: string[] = [];
  const wanted = 1 + random.below(2);
  for (let tries = 0; names.length < wanted && tries < 10 && files.size > 0; tries += 1) {
    const name = random.pick(Object.keys(MUTATIONS));
    // Archives in archives in archives are not opened, which is told.
    if (MUTATIONS[name]?.level === 'archives' && names.some((other) => MUTATIONS[other]?.level === 'archives'))
      continue;
    const before = new Map(files);
    MUTATIONS[name]?.apply(files, random);
    if (files.size !== before.size || [...files].some(([file, bytes]) => before.get(file)?.equals(bytes) !== true))
      names.push(name);
  }
  return names;
}

function effectOf(names: readonly string[]): Effect {
  const effects = new Set(names.map((name) => MUTATIONS[name]?.effect));
  return effects.has('any') ? 'any' : effects.has('removes') ? 'removes' : 'neutral';
}

/** What is wrong with the answer to files that were made of a subject with this effect. */
export async function faultsOf(files: Files, subject: Subject, effect: Effect, random: Random): Promise<string[]> {
  const work: Work = { opened: 0, read: 0 };
  let answer: Answer;
  try {
    answer = await answerTo(files, subject.options, work);
  } catch (error) {
    if (!(error instanceof ForensicsError))
      return [`exception: ${error instanceof Error ? error.stack : String(error)}`];
    return effect === 'neutral' ? [`refused: ${error.message}`] : [];
  }
  const reports = reportsOf(answer);
  const bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  return [
    ...schemaFaults(answer),
    ...boundFaults(reports, work, { files: files.size, bytes, plainBytes: subject.plainBytes }),
    ...(await outputFaults(answer, random, OUTPUT_TIMES * mostPlainBytes(subject.plainBytes))),
    ...(effect === 'any' ? [] : await verdictFaults(reports, subject, effect)),
  ];
}

/** Escapes take six characters for one, and what a record says stands in several places. */
const OUTPUT_TIMES = 30;

const truths = new Map<string, Promise<Answer>>();

async function verdictFaults(
  reports: readonly Report[],
  subject: Subject,
  effect: Exclude<Effect, 'any'>,
): Promise<string[]> {
  const known = truths.get(subject.name) ?? answerTo(subject.files, subject.options, { opened: 0, read: 0 });
  truths.set(subject.name, known);
  const truth = reportsOf(await known);
  return effect === 'neutral' ? differences(reports, truth) : wrongProofs(reports, truth);
}

function answerTo(files: Files, options: ScenarioOptions, work: Work): Promise<Answer> {
  const inputs = [...files].map(
    ([name, bytes]): EvidenceInput => ({
      kind: 'object',
      name,
      async *open() {
        work.opened += 1;
        work.read += bytes.length;
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
