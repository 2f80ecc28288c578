import type { Confidence } from './judge.ts';
import type { Tally } from './tally.ts';

/** The figures of a tally as a small table. */
export function figures(name: string, tally: Tally): string {
  const { namings, accomplices, phasesNamed, truePhases } = tally;
  const row = (confidence: Confidence): string => {
    const { right, wrong, stray } = namings[confidence];
    const all = right + wrong + stray;
    return `  ${confidence.padEnd(9)} ${String(all).padStart(6)} named, ${String(wrong + stray).padStart(5)} wrong (${percent(wrong + stray, all)}), of these ${stray} for none of their runs, ${accomplices[confidence]} who stopped them as well`;
  };
  const named = phasesNamed.proven + phasesNamed.probable + phasesNamed.possible;
  return [
    `${name}: ${tally.worlds} worlds, ${tally.crashes} crashes`,
    row('proven'),
    row('probable'),
    row('possible'),
    `  true phases ${truePhases}: breaker named ${named} (${percent(named, truePhases)}), at probable or better ${phasesNamed.proven + phasesNamed.probable} (${percent(phasesNamed.proven + phasesNamed.probable, truePhases)}), proven ${phasesNamed.proven}`,
    `  false incidents ${tally.falseIncidents}; runs falsely called missed ${tally.falselyMissedRuns}; missed runs that no incident holds ${tally.overlookedRuns}`,
  ].join('\n');
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(2)} %`;
}
