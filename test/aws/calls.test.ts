import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALLOWED_CALLS, allowedCall } from '../../src/aws/calls.ts';

const SOURCES = join(import.meta.dirname, '..', '..', 'src');
const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(join(SOURCES, name), 'utf8') }));

/** Verbs of operations that only read. */
const READS = /^(Get|Head|List|Describe|Lookup|Filter)[A-Z]/;
const OTHERS = ['AssumeRole', 'StartQueryExecution', 'StopQueryExecution'];

describe('the table of allowed calls', () => {
  it('holds nothing but reads, each once', () => {
    expect(ALLOWED_CALLS.filter(({ operation }) => !READS.test(operation)).map(({ operation }) => operation)).toEqual(
      OTHERS,
    );
    const names = ALLOWED_CALLS.map(({ service, operation }) => `${service}:${operation}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('grants each call by an action of the same service that reads', () => {
    for (const { service, action } of ALLOWED_CALLS) {
      expect(action.startsWith(`${service}:`)).toBe(true);
      expect(action.slice(service.length + 1)).toMatch(
        service === 'athena' || action === 'sts:AssumeRole' ? /^\w+$/ : READS,
      );
    }
  });

  it('covers every command of these services that the code imports', () => {
    const used = files.flatMap(({ name, text }) =>
      [...text.matchAll(/['"]@aws-sdk\/client-(s3|cloudtrail|kms|sts|athena)['"]/g)].flatMap(([, service]) =>
        [...text.matchAll(/\b([A-Z]\w+)Command\b(?!Input|Output)/g)].map(([, operation]) => ({
          name,
          service,
          operation,
        })),
      ),
    );
    const outside = used.filter(({ operation }) => !ALLOWED_CALLS.some((call) => call.operation === operation));
    expect(outside).toEqual([]);
  });

  it('covers every operation of other services, which are asked for by name', () => {
    const asked = files.flatMap(({ text }) =>
      [...text.matchAll(/\.send\(\s*'(\w+)'/g)].map(([, operation]) => operation),
    );
    expect(new Set(asked)).toEqual(
      new Set(
        ALLOWED_CALLS.filter(({ service }) => ['config', 'logs', 'cloudformation'].includes(service)).map(
          ({ operation }) => operation,
        ),
      ),
    );
  });

  it('cannot be passed by: clients of these services are made in three places, behind the guard', () => {
    const places = [join('aws', 'clients.ts'), join('aws', 'connection.ts'), join('aws', 'other-services.ts')];
    const makers = files
      .filter(({ text }) => /new (S3|CloudTrail|KMS|STS)(Client)?\(/.test(text))
      .map(({ name }) => name);
    expect(makers.filter((name) => !places.includes(name))).toEqual([]);
    // In the first by one function that guards all of them; those of other services are made by a function for it.
    const count = (name: string, pattern: RegExp): number =>
      files.find((file) => file.name === name)?.text.match(pattern)?.length ?? 0;
    const [clients = '', connection = ''] = places;
    expect(count(clients, /new \w+Client\(|otherClient\(/g)).toBe(count(clients, /\bonce\(/g));
    expect(count(clients, /\.guard\(/g)).toBe(1);
    expect(count(connection, /new \w+Client\(/g)).toBe(count(connection, /\bguard\(sts\b/g));
  });

  it('does not know what it does not hold', () => {
    expect(allowedCall('s3', 'PutBucketPolicy')).toBeNull();
    expect(allowedCall('kms', 'GetBucketPolicy')).toBeNull();
  });
});
