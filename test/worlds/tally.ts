import type { Confidence, Judgement, Naming } from './judge.ts';
import type { Kind, Played } from './play.ts';

interface Miss {
  readonly seed: number;
  readonly kind: Kind;
  readonly what: string;
  readonly detail: string;
}

/** Marks a wrong naming of somebody whose call stopped deliveries as well. */
export const STOPPED_TOO = '(stopped them as well)';

/** Figures over many worlds. */
export interface Tally {
  worlds: number;
  readonly namings: Record<Confidence, Record<Naming['verdict'], number>>;
  /** Of those named wrongly: whose call stopped deliveries as well. */
  readonly accomplices: Record<Confidence, number>;
  truePhases: number;
  readonly phasesNamed: Record<Confidence | 'nobody', number>;
  falseIncidents: number;
  falselyMissedRuns: number;
  overlookedRuns: number;
  crashes: number;
  readonly misses: Miss[];
}

export function emptyTally(): Tally {
  const none = (): Record<Naming['verdict'], number> => ({ right: 0, wrong: 0, stray: 0 });
  return {
    worlds: 0,
    namings: { proven: none(), probable: none(), possible: none() },
    accomplices: { proven: 0, probable: 0, possible: 0 },
    truePhases: 0,
    phasesNamed: { proven: 0, probable: 0, possible: 0, nobody: 0 },
    falseIncidents: 0,
    falselyMissedRuns: 0,
    overlookedRuns: 0,
    crashes: 0,
    misses: [],
  };
}

export function count(tally: Tally, { world, judgement, losses }: Played, kind: Kind): void {
  tally.worlds++;
  for (const { confidence, verdict, isAccomplice } of judgement.namings) {
    tally.namings[confidence][verdict]++;
    if (verdict !== 'right' && isAccomplice) tally.accomplices[confidence]++;
  }
  for (const { named } of judgement.truePhases) tally.phasesNamed[named ?? 'nobody']++;
  tally.truePhases += judgement.truePhases.length;
  tally.falseIncidents += judgement.falseIncidents.length;
  tally.falselyMissedRuns += judgement.falselyMissed.length;
  tally.overlookedRuns += judgement.overlooked.length;
  const suffix = losses.length === 0 ? '' : ` [${losses.join(', ')}]`;
  for (const [what, detail] of missesOf(judgement, kind)) {
    tally.misses.push({ seed: world.seed, kind, what, detail: `${detail}${suffix}` });
  }
}

export function countCrash(tally: Tally, seed: number, kind: Kind, error: unknown): void {
  tally.worlds++;
  tally.crashes++;
  tally.misses.push({ seed, kind, what: 'crash', detail: error instanceof Error ? error.message : String(error) });
}

export function add(total: Tally, part: Tally): void {
  total.worlds += part.worlds;
  total.truePhases += part.truePhases;
  total.falseIncidents += part.falseIncidents;
  total.falselyMissedRuns += part.falselyMissedRuns;
  total.overlookedRuns += part.overlookedRuns;
  total.crashes += part.crashes;
  for (const confidence of ['proven', 'probable', 'possible'] as const) {
    total.accomplices[confidence] += part.accomplices[confidence];
    for (const verdict of ['right', 'wrong', 'stray'] as const) {
      total.namings[confidence][verdict] += part.namings[confidence][verdict];
    }
  }
  for (const named of ['proven', 'probable', 'possible', 'nobody'] as const) {
    total.phasesNamed[named] += part.phasesNamed[named];
  }
  total.misses.push(...part.misses);
}

/** One line each; with whole evidence also phases that nobody, or nobody surely enough, is named for. */
function missesOf(judgement: Judgement, kind: Kind): [what: string, detail: string][] {
  const misses: [string, string][] = [];
  for (const { verdict, confidence, label, runs, isAccomplice } of judgement.namings) {
    if (verdict === 'right' || confidence === 'possible') continue;
    const own = runs.map(({ name }) => name);
    misses.push([
      `${verdict} ${confidence}`,
      `${label} for ${own[0] ?? '?'} to ${own.at(-1) ?? '?'}${isAccomplice ? ` ${STOPPED_TOO}` : ''}`,
    ]);
  }
  for (const incident of judgement.falseIncidents) misses.push(['false incident', incident]);
  if (judgement.falselyMissed.length > 0) misses.push(['falsely missed', judgement.falselyMissed.join(' ')]);
  if (kind !== 'whole') return misses;
  for (const { named, runs } of judgement.truePhases) {
    const own = `${runs[0]?.name} to ${runs.at(-1)?.name}`;
    if (named === null) misses.push(['nobody named', own]);
    if (named === 'possible') misses.push(['only possible', own]);
  }
  if (judgement.overlooked.length > 0) misses.push(['overlooked', judgement.overlooked.join(' ')]);
  return misses;
}
