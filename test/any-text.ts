import fc from 'fast-check';

const SURROGATES = 0x800;

/**
 * Text of any characters, like `unit: 'binary'` of fast-check, which makes a table of all the million of them each time
 * that it is asked for.
 */
export function anyText(constraints: { readonly maxLength?: number } = {}): fc.Arbitrary<string> {
  const character = fc
    .integer({ min: 0, max: 0x10ffff - SURROGATES })
    .map((at) => String.fromCodePoint(at < 0xd800 ? at : at + SURROGATES));
  return fc.string({ ...constraints, unit: character });
}
