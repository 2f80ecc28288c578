import type { Tone } from '../../display/page.ts';
import type { ReportCulprit } from '../contract.ts';
import type { Answerable } from '../culprits.ts';
import { missingNames } from './missing.ts';
import { CONFIDENCES } from './words.ts';

/** Why not surer, each reason with what would settle it where that is known; without reasons, what the word means. */
export function reasonWords({ confidence, reasons, limits }: ReportCulprit): string {
  const told =
    limits.length === 0
      ? reasons
      : limits.map(({ reason, liftedBy, missing }) => {
          const where = missing.length === 0 ? '' : `, see ${missingNames(missing)}`;
          return liftedBy === '' ? reason : `${reason} (to settle it: ${liftedBy}${where})`;
        });
  return told.length === 0 ? CONFIDENCES[confidence].meaning : told.join('; ');
}

/** How surely a change answers, in words: once where that is the same for all its phases, else for each, behind `lead`. */
export function confidencesOf({ phases }: Answerable): readonly ToldConfidence[] {
  const told = phases.map(({ number, culprit }): ToldConfidence => {
    const { words, tone } = CONFIDENCES[culprit.confidence];
    return { lead: `phase ${number}, `, words, tone, reasons: reasonWords(culprit) };
  });
  const isOne = new Set(told.map(({ words, reasons }) => `${words}: ${reasons}`)).size === 1;
  return isOne ? told.slice(0, 1).map((one) => ({ ...one, lead: '' })) : told;
}

interface ToldConfidence {
  readonly lead: string;
  readonly words: string;
  readonly tone: Tone;
  readonly reasons: string;
}
