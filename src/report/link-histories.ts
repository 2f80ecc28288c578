import { LINKS } from '../delivery-path/link.ts';
import type { Path } from '../delivery-path/path.ts';
import { formatOrNull } from '../instant.ts';
import type { ReportLinkHistory } from './contract.ts';

/** The states of every link that is ever in use, each told once for as long as it lasts. */
export function linkHistories({ steps }: Path): ReportLinkHistory[] {
  return LINKS.flatMap((link): ReportLinkHistory[] => {
    const states: ReportLinkHistory['states'][number][] = [];
    for (const { from, links } of steps) {
      const { state } = links[link];
      if (states.at(-1)?.state !== state) states.push({ from: formatOrNull(from), state });
    }
    return states.every(({ state }) => state === 'not-applicable') ? [] : [{ link, states }];
  });
}
