import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseOptions } from '../../src/case/case.ts';
import { CASE_MEMBER_NAMES, type CaseMember } from '../../src/case/members.ts';
import { parseCaseDocument } from '../../src/case/parse-case-document.ts';
import { resolveCase } from '../../src/cli/options/resolve-case.ts';
import { anyText } from '../any-text.ts';

type Told = Exclude<CaseMember, 'now'>;

const MEMBERS = CASE_MEMBER_NAMES.filter((name): name is Told => name !== 'now');

function asFlag(name: Told, text: string): unknown {
  return readOf(() => resolveCase({ [name]: text }, 0), name);
}

function inDocument(name: Told, text: string): unknown {
  return readOf(() => parseCaseDocument({ [name]: text }, 'case.json'), name);
}

function readOf(read: () => CaseOptions, name: Told): unknown {
  try {
    return read()[name];
  } catch {
    return 'refused';
  }
}

describe('a member of the case', () => {
  it.each<[Told, string, unknown]>([
    ['sourceBucket', 'acme-lake', 'acme-lake'],
    ['sourceBucket', 's3://acme reports/x', 'refused'],
    ['destinationBucket', 'arn:aws:s3:::acme-reports', 'refused'],
    ['destinationBucket', 'Acme_Reports', 'Acme_Reports'],
    ['sourceAccount', '1111', 'refused'],
    ['destinationPrefix', '', ''],
    ['destinationPrefix', 'a'.repeat(1025), 'refused'],
    ['configurationId', 'daily full', 'refused'],
    ['frequency', 'daily', 'Daily'],
    ['frequency', 'Hourly', 'refused'],
    ['encryption', 'sse-s3', 'SSE-S3'],
    ['encryption', 'aws:kms', 'refused'],
  ])('%s of %j is the same as a flag and in case.json', (name, text, value) => {
    expect([asFlag(name, text), inDocument(name, text)]).toEqual([value, value]);
  });

  it('is the same as a flag and in case.json, whatever is said', () => {
    fc.assert(
      fc.property(fc.constantFrom(...MEMBERS), anyText({ maxLength: 300 }), (name, text) => {
        expect(asFlag(name, text)).toEqual(inDocument(name, text));
      }),
    );
  });
});
