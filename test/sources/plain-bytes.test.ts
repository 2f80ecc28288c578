import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { endOfMembers } from '../../src/sources/gzip-members.ts';
import { plainBytes } from '../../src/sources/plain-bytes.ts';

const TEXT = Buffer.from('the one line that matters\n'.repeat(50));
const GZIP = gzipSync(TEXT);

function told(bytes: Buffer, maxBytes = 1e6) {
  const plain = plainBytes(bytes, maxBytes);
  return plain && { text: plain.bytes.toString(), failure: plain.failure };
}

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

describe('plainBytes', () => {
  it.each([
    ['', null],
    ['\0\0', null],
    ['\0\0more', 'corrupt gzip (data behind its end)'],
    ['no gzip', 'corrupt gzip (incorrect header check)'],
    ['n', 'truncated gzip'],
    ['\x1f\x8b', 'truncated gzip'],
  ])('takes gzip with %j behind it in one go', (tail, failure) => {
    const two = Buffer.concat([GZIP, GZIP, latin1(tail)]);
    expect(told(two)).toEqual({ text: `${TEXT}${TEXT}`, failure });
  });

  it('takes what gzip that is cut off holds', () => {
    expect(told(GZIP.subarray(0, -3))).toEqual({ text: TEXT.toString(), failure: 'truncated gzip' });
  });

  it('leaves what is damaged within, or has no end, to the reader that goes through it bit by bit', () => {
    const bent = Buffer.from(GZIP);
    bent[bent.length - 6] = (bent[bent.length - 6] ?? 0) ^ 0xff;
    expect(told(bent)).toBeNull();
    expect(told(Buffer.concat([bent, latin1('no gzip')]))).toBeNull();
    expect(told(GZIP, 100)).toBeNull();
    expect(told(Buffer.concat([GZIP, latin1('no gzip')]), 100)).toBeNull();
  });
});

describe('endOfMembers', () => {
  it('knows the fields that a head may have', () => {
    const flags = { extra: 4, name: 8, comment: 16, checksum: 2 };
    const fields = latin1('\x03\0abc' + 'name\0' + 'a comment\0' + '\0\0');
    const head = Buffer.concat([GZIP.subarray(0, 10), fields]);
    head[3] = flags.extra | flags.name | flags.comment | flags.checksum;
    const member = Buffer.concat([head, GZIP.subarray(10)]);
    expect(endOfMembers(Buffer.concat([member, GZIP, latin1('tail')]), 1e6)).toBe(member.length + GZIP.length);
  });

  it('ends in front of a member that is not whole, and never behind the bytes', () => {
    expect(endOfMembers(Buffer.concat([GZIP, GZIP.subarray(0, 20)]), 1e6)).toBe(GZIP.length);
    expect(endOfMembers(GZIP.subarray(0, -4), 1e6)).toBe(GZIP.length - 4);
    const endless = Buffer.concat([GZIP.subarray(0, 3), latin1('\x08\0\0\0\0\0\0name')]);
    expect(endOfMembers(endless, 1e6)).toBe(0);
  });
});
