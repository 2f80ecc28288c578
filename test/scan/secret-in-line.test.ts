import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskSecrets } from '../../src/display/mask-secrets.ts';
import { UsualLine } from '../../src/records/access-log/undecoded/usual-line.ts';
import { viewOf } from '../../src/scan/byte-text.ts';
import { mayHoldSecret } from '../../src/scan/secret-in-line.ts';
import { runs } from '../property-runs.ts';

const anyPiece = fc.constantFrom(
  'X-Amz-Signature=',
  'X-Amz-Credential%3D',
  'X-Amz-Security-Token%253D',
  'signature=',
  'AWSAccessKeyId=',
  'x-amz-server-side-encryption-customer-key-MD5=',
  'sessionToken:',
  'sAMLAssertion=',
  "secret_access_key'='",
  'dt=',
  'versionId=',
  'prefix=a%2Fb',
  'aZ09',
  '&',
);
const anyText = fc.array(anyPiece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));

describe('a line that is copied as bytes', () => {
  it('holds nothing that would be masked', () => {
    const anyLine = fc
      .tuple(anyText, anyText, anyText, anyText)
      .map(
        ([key, query, referer, agent]) =>
          `79a5 b [06/Feb/2019:00:00:38 +0000] 192.0.2.3 79a5 3E57 REST.GET.OBJECT ${key} "GET /b/k?${query} HTTP/1.1" 200 - 1 2 3 4 "${referer}" "${agent}" -`,
      );
    fc.assert(
      fc.property(anyLine, (line) => {
        const bytes = Buffer.from(`${line}\n   `);
        const usual = new UsualLine();
        expect(usual.find(bytes, 0, line.length)).toBe(true);
        if (!mayHoldSecret(bytes, viewOf(bytes), usual)) expect(maskSecrets(line)).toBe(line);
      }),
      { numRuns: runs(500) },
    );
    const harmless = Buffer.from(
      '79a5 b [06/Feb/2019:00:00:38 +0000] 192.0.2.3 79a5 3E57 REST.GET.OBJECT dt=1/k "GET /b/dt=1/k?versionId=x HTTP/1.1" 200 - 1 2 3 4 "-" "curl/8" -\n   ',
    );
    const usual = new UsualLine();
    expect(usual.find(harmless, 0, harmless.length - 4)).toBe(true);
    expect(mayHoldSecret(harmless, viewOf(harmless), usual)).toBe(false);
  });
});
