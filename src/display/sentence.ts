/**
 * A phrase as a sentence of its own: with a capital, unless it begins with an identifier, and a full stop. Phrases of
 * a report are written so that they can stand inside other sentences too.
 */
export function asSentence(phrase: string): string {
  const begun = /^[a-z]+ /.test(phrase) ? phrase.charAt(0).toUpperCase() + phrase.slice(1) : phrase;
  return phrase === '' || /[.!?]$/.test(phrase) ? begun : `${begun}.`;
}
