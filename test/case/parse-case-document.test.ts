import { describe, expect, it } from 'vitest';
import { parseCaseDocument } from '../../src/case/parse-case-document.ts';

describe('parseCaseDocument', () => {
  it('reads every member', () => {
    expect(
      parseCaseDocument(
        {
          sourceBucket: 'acme-lake',
          sourceAccount: '111122223333',
          destinationBucket: 'acme-reports',
          destinationAccount: '444455556666',
          destinationPrefix: 'inv',
          configurationId: 'daily-full',
          frequency: 'Daily',
          encryption: 'arn:aws:kms:eu-west-1:777788889999:key/0a1b',
          now: '2026-02-20T12:00:00Z',
        },
        'case.json',
      ),
    ).toMatchObject({ sourceBucket: 'acme-lake', frequency: 'Daily', now: Date.UTC(2026, 1, 20, 12) });
  });

  it.each([
    ['2026-02-20', Date.UTC(2026, 1, 21) - 1],
    ['2026-02-20T12:00:00', Date.UTC(2026, 1, 20, 12)],
    ['2026-02-20T12:00:00+02:00', Date.UTC(2026, 1, 20, 10)],
  ])('takes the time %s as UTC unless it has a zone', (now, expected) => {
    expect(parseCaseDocument({ now }, 'case.json').now).toBe(expected);
  });

  it('takes null members as absent', () => {
    expect(parseCaseDocument({ sourceBucket: null, now: null }, 'case.json').sourceBucket).toBeUndefined();
  });

  it.each([
    [{ sourceAccount: '1111' }, 'sourceAccount'],
    [{ frequency: 'Hourly' }, 'frequency'],
    [{ encryption: 'rot13' }, 'encryption'],
    [{ now: 'yesterday' }, 'now'],
    [{ now: '9999-12-31T00:00:00Z' }, 'now'],
    [{ now: '2005-12-31' }, 'now'],
    [{ sourceBucket: 7 }, 'sourceBucket'],
  ])('refuses %j and names the member', (document, member) => {
    expect(() => parseCaseDocument(document, 'x/case.json')).toThrowError(
      expect.objectContaining({ code: 'malformed-case' }),
    );
    expect(() => parseCaseDocument(document, 'x/case.json')).toThrowError(new RegExp(`x/case\\.json: ${member}`));
  });
});
