import { shellOption } from '../../display/shell-word.ts';
import type { Report } from '../contract.ts';
import { callOf, who } from '../text/change.ts';
import { WHICH_OF_THEM } from '../text/policy-changes.ts';
import { html, type Markup } from './markup.ts';
import type { PageScope } from './page-scope.ts';
import { moment, places } from './parts.ts';

/** The policy changes by bucket, where no destination is known, each bucket with the flag that goes on. */
export function policyChangesSection({ policyChanges }: Report, scope: PageScope): Markup | null {
  if (policyChanges.length === 0) return null;
  const buckets = policyChanges.map(
    ({ bucket, changes }) =>
      html`<h3>${bucket}</h3><pre>${shellOption('destination-bucket', bucket).trim()}</pre><ul>${changes.map((change) => html`<li>${moment(change.time)} ${callOf(change)} by ${who(change.actor)} ${places(change.evidence, scope, 1)}</li>`)}</ul>`,
  );
  return html`<h2 id="policies">Policy changes seen, by bucket</h2><p>${WHICH_OF_THEM}</p>${buckets}`;
}
