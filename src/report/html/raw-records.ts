import { placeOf } from '../../display/place.ts';
import type { EvidenceRef } from '../contract.ts';
import { placeName } from '../records.ts';
import { html, type Markup } from './markup.ts';
import type { PageScope } from './page-scope.ts';
import { preLines } from './parts.ts';

/** The records at these places as they stand in their sources, each folded; none that the report does not tell. */
export function rawRecords(refs: readonly EvidenceRef[], { records }: PageScope): Markup[] {
  return refs.flatMap((ref) => {
    const record = records.get(placeName(ref));
    if (record === undefined) return [];
    const lines = preLines(record.text.split('\n'));
    return [
      html`<details class="aside raw"><summary>The record: ${placeOf(ref)}</summary><pre tabindex="0">${lines}${record.isCut ? html`<span class="dim">It goes on.</span>` : null}</pre></details>`,
    ];
  });
}
