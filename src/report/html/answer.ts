import type { ReportCause, ReportChange, ReportReplacement } from '../contract.ts';
import type { Answerable } from '../culprits.ts';
import { callOf, who } from '../text/change.ts';
import { documentDiff, wordDiff } from './diff.ts';
import { html, type Markup } from './markup.ts';
import type { PageScope } from './page-scope.ts';
import { breakable, jsonLines, moment, places } from './parts.ts';
import { rawRecords } from './raw-records.ts';

/** What the change of a culprit or suspect did, and who made it. */
export function answerDetails(
  { change, role, phases }: Answerable,
  { cause, level }: { readonly cause: ReportCause | null; readonly level: 'h3' | 'h4' },
  scope: PageScope,
): Markup {
  const tone = role === 'suspect' ? 'warn' : 'bad';
  const replaced = phases.find(({ phase }) => phase.replaced !== null)?.phase.replaced ?? null;
  return html`<${level}>What the change did</${level}>${changeDiff(change, replaced, cause)}<${level}>Who made it</${level}>${chain(change, tone)}${rawDetails(change)}${rawRecords(change.evidence, scope)}<p class="dim">Evidence: ${places(change.evidence, scope)}</p>`;
}

/** What a change replaced: as documents where both are known, else as it is told in words. */
export function changeDiff(
  change: ReportChange,
  replaced: ReportReplacement | null,
  cause: ReportCause | null,
): Markup {
  return replaced === null ? wordDiff(change.diff, cause) : documentDiff(replaced, cause);
}

/** The way from whoever signed in to the call, as boxes and arrows. */
function chain(change: ReportChange, tone: 'bad' | 'warn'): Markup {
  const { actor } = change;
  const links = [...actor.chain]
    .reverse()
    .map(
      (link) =>
        html`<li><strong>${breakable(link.arn ?? 'an unknown caller')}</strong><br>${link.via}<br><span class="dim">${moment(link.time)}</span></li>`,
    );
  const start =
    actor.origin === null && actor.chain.length > 0 ? html`<li class="dim">sign-in not in the evidence</li>` : null;
  return html`<ol class="chain">${start}${links}<li><strong>${breakable(actor.arn ?? who(actor))}</strong><br><span class="dim">${actor.accessKeyId ?? ''} ${actor.sourceIp ?? ''}</span></li><li><strong class="${tone}">${breakable(callOf(change))}</strong><br><span class="dim">${moment(change.time)}</span></li></ol>`;
}

/** The call as the report has it, folded. */
export function rawDetails(change: ReportChange): Markup {
  return html`<details class="aside"><summary>Everything that the report tells of this call</summary><pre tabindex="0">${jsonLines(change)}</pre></details>`;
}
