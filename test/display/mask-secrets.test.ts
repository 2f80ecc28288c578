import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskSecrets, maskValue } from '../../src/display/mask-secrets.ts';
import { runs } from '../property-runs.ts';

const NAMES = [
  'X-Amz-Signature',
  'X-Amz-Security-Token',
  'x-amz-security-token',
  'Signature',
  'AWSAccessKeyId',
  'x-amz-server-side-encryption-customer-key',
  'x-amz-server-side-encryption-customer-key-MD5',
  'x-amz-copy-source-server-side-encryption-customer-key',
  'sessionToken',
  'session_token',
  'secretAccessKey',
  'aws_secret_access_key',
  'webIdentityToken',
  'sSECustomerKey',
] as const;

/** Names that only a quoted member or a parameter makes secret. */
const PLAIN_NAMES = NAMES.filter((name) => name !== 'Signature' && name !== 'AWSAccessKeyId');

const inUrl = (name: string, value: string) => `/k?X-Amz-Expires=60&${name}=${encodeURIComponent(value)}&list-type=2`;

/** What a secret stands in, by its name. */
const CARRIERS: Readonly<Record<string, (name: string, value: string) => string>> = {
  'a URL': (name, value) => `GET ${inUrl(name, value)} HTTP/1.1`,
  'a URL inside of another': (name, value) => `https://a.example/?to=${encodeURIComponent(inUrl(name, value))}&x=1`,
  'and inside of that': (name, value) => encodeURIComponent(encodeURIComponent(inUrl(name, value))),
  JSON: (name, value) => JSON.stringify({ a: 1, [name]: value, b: 'c' }),
  'JSON of several lines': (name, value) => JSON.stringify({ credentials: { [name]: value } }, null, 2),
  'a list in JSON': (name, value) => JSON.stringify({ [name]: [value] }),
  'JSON in JSON': (name, value) => JSON.stringify({ CloudTrailEvent: JSON.stringify({ [name]: value, b: 'c' }) }),
  'a URL in JSON in JSON': (name, value) => JSON.stringify(JSON.stringify({ uri: inUrl(name, value) })),
  'a row of Athena': (name, value) => `{accesskeyid=ASIA, ${name}=${value}, expiration=never}`,
};

const BASE64 = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'];
const anySecret = fc
  .string({ unit: fc.constantFrom(...BASE64), minLength: 12, maxLength: 60 })
  .map((text) => `Q7${text}`);

describe('secrets', () => {
  it('are masked by their names, wherever these stand and however their = is written', () => {
    const carried = fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...Object.keys(CARRIERS)), anySecret);
    fc.assert(
      fc.property(carried, ([name, carrier, secret]) => {
        const text = CARRIERS[carrier]?.(name, secret) ?? '';
        const masked = maskSecrets(text);
        for (const part of secret.split(/[+/]/).filter(({ length }) => length > 6)) expect(masked).not.toContain(part);
        expect(masked).toContain('[masked]');
        expect(maskSecrets(masked)).toBe(masked);
      }),
      { numRuns: runs(300) },
    );
  });

  it.each(PLAIN_NAMES)('are masked in YAML: %s', (name) => {
    expect(maskSecrets(`  ${name}: Q7/a+b==\n  next: 1`)).toBe(`  ${name}: [masked]\n  next: 1`);
  });

  it('leave who a federated caller is', () => {
    const event = '{"subjectFromWebIdentityToken":"repo:acme/infrastructure","webIdentityToken":"eyJ0"}';
    expect(maskSecrets(event)).toBe(event.replace('eyJ0', '[masked]'));
  });

  it('leave what is beside them, JSON that is still JSON, and the scope of a credential', () => {
    expect(
      maskSecrets(
        'GET /k?X-Amz-Credential=ASIAEXAMPLE%2F20260210%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Signature=fe5f80&x-id=GetObject HTTP/1.1',
      ),
    ).toBe(
      'GET /k?X-Amz-Credential=[masked]%2F20260210%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Signature=[masked]&x-id=GetObject HTTP/1.1',
    );
    const event = { responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLE', sessionToken: 'IQoJ/b3=', n: 1 } } };
    expect(JSON.parse(maskSecrets(JSON.stringify(event)))).toEqual({
      responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLE', sessionToken: '[masked]', n: 1 } },
    });
  });

  it.each([
    '"s3:signatureversion": "AWS4-HMAC-SHA256"',
    '"s3:x-amz-server-side-encryption-customer-algorithm": "AES256"',
    '"accessKeyId":"ASIAR8HVWEJZ5EXAMPLE"',
    'token.actions.githubusercontent.com:sub=repo:acme/infra',
    '"NextToken": "abc"',
    'secretsmanager:GetSecretValue',
    'the digest has no signature: it is the first',
    'arn:aws:sts::111122223333:assumed-role/Signature/session',
    '"sessionToken":null',
  ])('are not seen in %s', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });

  it('are masked in a row by the name of their column, and tokens by how they begin', () => {
    expect(maskValue('sessiontoken', 'abc')).toBe('[masked]');
    expect(maskValue('_col0', `IQoJb3JpZ2luX2VjE${'a'.repeat(40)}`)).toBe('[masked]');
    expect(maskValue('useridentity', '{"accessKeyId":"ASIA"}')).toBe('{"accessKeyId":"ASIA"}');
  });

  it('take no time that grows faster than the text', () => {
    for (const piece of ['signature', 'sessionToken":"', 'X-Amz-Signature%3D', '\\', 'sessionToken=\\\\']) {
      expect(maskSecrets(`sessionToken="${piece.repeat(100_000)}`).length).toBeGreaterThan(0);
    }
  });
});
