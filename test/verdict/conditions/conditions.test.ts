import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ConditionCode } from '../../../src/verdict/conditions/condition.ts';
import { CONDITIONS } from '../../../src/verdict/conditions/conditions.ts';
import { judgeCase } from '../../fabricate/judge-case.ts';

/** The case that shows what is said where a condition fails. */
const SHOWN_BY: Readonly<Record<ConditionCode, string>> = {
  'moments-agree': 'proof-conditions/the-first-run-may-have-been-written-before-the-change',
  'joined-runs-agree': 'proof-conditions/another-change-may-have-stopped-a-later-run',
  'denies-after': 'proof-conditions/the-state-after-is-inferred-from-the-current-policy',
  'key-known-in-use': 'proof-conditions/the-key-is-told-by-a-later-configuration',
  'denies-whatever-encryption': 'proof-conditions/how-the-reports-were-encrypted-is-told-after-the-change',
  'denies-whatever-slash': 'proof-conditions/the-policy-tells-one-slash-from-two',
  'allowed-before': 'configuration/the-policy-was-written-while-the-configuration-was-gone',
  'not-refused-before': 'decoys/a-change-after-the-first-refusals-is-only-a-suspect',
  'came-in-time': 'proof-conditions/the-change-came-minutes-before-the-last-report',
  'no-other-break': 'order/a-second-break-after-a-restore-leaves-the-write-on-either-side',
  'seen-throughout': 'proof-conditions/the-trail-has-a-hole-before-the-change',
  'other-links-open': 'proof-conditions/the-configuration-is-not-known-to-be-open',
  'first-run-watched': 'unwatched/the-first-run-failed-before-the-change-and-nobody-watched-the-destination',
  'configuration-as-found': 'missing/the-configuration-is-gone-after-the-policy-broke',
  'writes-went-on': 'unwatched/the-log-of-writes-goes-on-without-a-refused-one',
  'configuration-of-gone-bucket': 'unwatched/the-bucket-is-gone-and-nobody-watched-the-configuration',
  'no-other-unknown': 'proof-conditions/a-change-of-unknown-effect-on-another-link-precedes-it',
  'no-unknown-behind': 'proof-conditions/a-change-of-unknown-content-follows-it',
  'order-is-known': 'order/two-people-close-the-policy-within-a-second',
  'copies-agree': 'proof-conditions/two-copies-name-different-people',
  'configuration-is-settled': 'proof-conditions/copies-tell-the-configuration-in-force-differently',
  'not-as-kms-says': 'proof-conditions/a-key-error-speaks-against-the-policy',
  'not-before-the-key': 'proof-conditions/the-bucket-denied-beside-the-key',
  'dated-arrivals': 'proof-conditions/the-listing-has-no-time-zone',
  'dated-evidence': 'inferred/a-listing-saved-later-speaks-for-that-moment',
  'destination-is-tied': 'inferred/a-bucket-of-which-only-a-policy-change-is-known-is-no-more-than-possible',
  'known-by-cloudtrail': 'proof-conditions/only-the-access-log-knows-the-change',
};

const CODES = Object.keys(CONDITIONS) as ConditionCode[];

describe('a condition of proof', () => {
  it('has a row of the page on causes, in the order of the reasons', () => {
    const page = readFileSync(join('docs', 'causes.md'), 'utf8');
    const table = /^\| condition \| where it fails, at most \|\n\|---\|---\|\n((?:\|.*\n)+)/m.exec(page)?.[1];
    const rows = CODES.map((code) => `| ${CONDITIONS[code].holds} | ${CONDITIONS[code].atMost} |\n`);
    expect(table).toBe(rows.join(''));
  });

  it('has a row of the page on what is not proven, with words of its reason, in the same order', () => {
    const page = readFileSync(join('docs', 'not-proven.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z-]+)` \| "(.+)" \| (.+) \|$/gm)];
    expect(rows.map(([, code]) => code)).toEqual(CODES);
    const folder = join('src', 'verdict', 'conditions');
    const source = readdirSync(folder)
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('');
    expect(rows.map(([, , said = '']) => said).filter((said) => !source.includes(said))).toEqual([]);
  });

  it.each(CODES)('%s decides a case, where more would be said without it', async (code) => {
    const { incidents } = await judgeCase(join('test', 'cases', SHOWN_BY[code]));
    const judgements = incidents.flatMap(({ phases }) => phases.flatMap(({ culprit }) => culprit?.judgement ?? []));
    const shown = judgements.find(({ limits }) => limits.some(({ condition }) => condition === code));
    const limit = shown?.limits.find(({ condition }) => condition === code);
    const others = shown?.limits.filter(({ condition }) => condition !== code) ?? [];
    expect(CONDITIONS[code].atMost).toContain(`\`${limit?.atMost}\``);
    expect(limit?.liftedBy).toMatch(/\w/);
    expect(shown?.confidence).toBe(limit?.atMost);
    expect(others.filter(({ atMost }) => atMost === 'possible' || limit?.atMost === 'probable')).toEqual([]);
  });
});
