import { maskSecrets } from '../../display/mask-secrets.ts';
import { placeOf } from '../../display/place.ts';
import type { EvidenceRef } from '../contract.ts';
import { html, Markup } from './markup.ts';
import type { PageScope } from './page-scope.ts';

/** A UTC time; the page's script adds the reader's own on hover. */
export function moment(time: string | null): Markup {
  return time === null ? html`an unknown time` : html`<time>${time}</time>`;
}

const SHOWN_PLACES = 3;

/** Where to look it up: file names that lead to the table of evidence; beyond `most` they are counted. */
export function places(refs: readonly EvidenceRef[], { sources }: PageScope, most: number = SHOWN_PLACES): Markup {
  const shown = refs.slice(0, most).map((ref, index) => {
    const name = ref.source.slice(ref.source.lastIndexOf('/') + 1);
    const short = name.length > 34 ? `${name.slice(0, 14)}…${name.slice(-18)}` : name;
    const number = sources.get(ref.source);
    const text = placeOf(ref, short);
    return html`${index === 0 ? '' : '; '}${number === undefined ? text : html`<a href="#s${number}">${text}</a>`}`;
  });
  return html`${shown}${refs.length > most ? ` and ${refs.length - most} more` : ''}`;
}

/**
 * Text whose long names may be broken where a reader would: behind separators, and between the words of a name such as
 * `PutBucketInventoryConfiguration`. Copied, it is the same text.
 */
export function breakable(text: string): Markup {
  const words = text.split(' ').map((word) => {
    if (word.length < LONG_NAME) return html`${word}`;
    return new Markup(
      word
        .split(BETWEEN_PARTS)
        .map((part) => html`${part}`.text)
        .join('<wbr>'),
    );
  });
  return new Markup(words.map((word) => word.text).join(' '));
}

const LONG_NAME = 24;
const BETWEEN_PARTS = /(?<=[/:_@])(?=[^/:_@])|(?<=[a-z0-9])(?=[A-Z])/;

/** A JSON document on lines of its own, for a `pre`. */
export function jsonLines(value: unknown): Markup {
  // As a whole, since a secret may stand on another line than its name.
  return html`${preLines(maskSecrets(JSON.stringify(value, null, 2)).split('\n'))}`;
}

/** Lines of a `pre`. */
export function preLines(lines: readonly string[]): Markup[] {
  return lines.map(
    (line) => html`${line}
`,
  );
}
