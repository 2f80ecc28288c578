import { shellOption } from '../../display/shell-word.ts';
import type { Report } from '../contract.ts';
import { callOf, who } from '../text/change.ts';
import { WHICH_OF_THEM } from '../text/policy-changes.ts';
import { codeBlock, escapeMarkdown } from './escape-markdown.ts';

/** The policy changes by bucket, where no destination is known, each bucket with the flag that goes on. */
export function policyChangesSection({ policyChanges }: Report): string {
  if (policyChanges.length === 0) return '';
  const buckets = policyChanges.map(({ bucket, changes }) => {
    const lines = changes.map(
      (change) => `- ${change.time} ${escapeMarkdown(callOf(change))} by ${escapeMarkdown(who(change.actor))}`,
    );
    return `### ${escapeMarkdown(bucket)}\n\n${codeBlock('sh', [shellOption('destination-bucket', bucket).trim()])}\n\n${lines.join('\n')}`;
  });
  return ['## Policy changes seen, by bucket', WHICH_OF_THEM, ...buckets].join('\n\n');
}
