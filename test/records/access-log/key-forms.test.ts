import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyForms } from '../../../src/records/access-log/key-forms.ts';

describe('keyForms', () => {
  it.each([
    ['inv/report.csv', ['inv/report.csv']],
    ['%2522', ['%2522', '%22', '"']],
    ['a%20b', ['a%20b', 'a b']],
    ['a+b', ['a+b', 'a b']],
    ['a%2Bb', ['a%2Bb', 'a+b']],
    ['a+b%2Bc', ['a+b%2Bc', 'a+b+c', 'a b%2Bc', 'a b+c']],
    ['%C3%A9', ['%C3%A9', 'é']],
    ['100%', ['100%']],
    ['%zz%2', ['%zz%2']],
    ['%FF%2F', ['%FF%2F']],
    ['%EF%BF%BD', ['%EF%BF%BD', '\ufffd']],
    ['dt%3D2026-02-09-01-00', ['dt%3D2026-02-09-01-00', 'dt=2026-02-09-01-00']],
  ])('%s', (key, forms) => {
    expect(keyForms(key)).toEqual(forms);
  });

  it('finds any key again that was encoded once or twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (key) => {
        const once = encodeURIComponent(key.replaceAll('%', ''));
        expect(keyForms(once)).toContain(key.replaceAll('%', ''));
        expect(keyForms(encodeURIComponent(once))).toContain(key.replaceAll('%', ''));
      }),
    );
  });
});
