import type { Report } from '../../src/report/contract.ts';
import { oneReport } from '../fabricate/one-report.ts';
import { withCaptures } from './captures.ts';
import { type Degraded, degrade } from './degrade.ts';
import { deliver, type Truth } from './deliver.ts';
import { wholeEvidence } from './evidence.ts';
import { type EvidenceFile, filesOf, inputsOf } from './files.ts';
import { generateWorld } from './generate.ts';
import { type Judgement, judge } from './judge.ts';
import type { World } from './world.ts';

/** `captured`: degraded, and items of AWS Config beside what is left. */
export type Kind = 'whole' | 'degraded' | 'captured';

/** A world with its evidence, its report and what is to be said of that. */
export interface Played {
  readonly world: World;
  readonly truth: Truth;
  readonly losses: readonly string[];
  readonly report: Report;
  readonly judgement: Judgement;
}

export async function play(seed: number, kind: Kind): Promise<Played> {
  const world = generateWorld(seed);
  return playWith(world, evidenceOf(world, kind));
}

export async function playWith(world: World, { evidence, losses }: Degraded): Promise<Played> {
  const truth = deliver(world);
  const report = await investigateFiles(filesOf(evidence));
  return { world, truth, losses, report, judgement: judge(world, truth, report) };
}

export function evidenceOf(world: World, kind: Kind): Degraded {
  const truth = deliver(world);
  const whole = wholeEvidence(world, truth);
  if (kind === 'whole') return { evidence: whole, losses: [] };
  const degraded = degrade(whole, world).at(-1) as Degraded;
  return kind === 'degraded' ? degraded : { ...degraded, evidence: withCaptures(degraded.evidence, world) };
}

function investigateFiles(files: readonly EvidenceFile[]): Promise<Report> {
  return oneReport(inputsOf(files), { clock: Date.UTC(2027, 0, 1) });
}
