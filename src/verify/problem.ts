import type { Instant } from '../instant.ts';

/** `failed`: the evidence contradicts itself or lacks a part; `not-verifiable`: nothing here can decide. */
type Verdict = 'failed' | 'not-verifiable';

/** One thing that does not verify. */
export interface Problem {
  readonly kind: ProblemKind;
  /** Path below the directory where there is such a file, else the `s3://` URI. */
  readonly file: string;
  /** What is affected, null where the file has no time. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  /** More than the kind says; null when there is nothing to add. */
  readonly detail: string | null;
}

export type ProblemKind =
  | 'collected-file-missing'
  | 'collected-file-changed'
  | 'collected-file-outside'
  | 'digest-unreadable'
  | 'digest-moved'
  | 'digest-conflict'
  | 'digest-changed'
  | 'digest-forked'
  | 'digest-backwards'
  | 'bad-signature'
  | 'missing-digest'
  | 'chain-restarted'
  | 'hours-not-covered'
  | 'log-missing'
  | 'log-changed'
  | 'log-unreadable'
  | 'log-unlisted'
  | 'unproven-digest'
  | 'no-public-key'
  | 'unknown-algorithm'
  | 'no-signature'
  | 'log-not-covered';

interface Explanation {
  readonly verdict: Verdict;
  /** The exit code stays 0: it is so in evidence that nobody has touched. */
  readonly expected: boolean;
  readonly meaning: string;
}

/**
 * Every kind of problem, and what it means. The last digest of a chain has its signature in the metadata of its
 * object alone, and a trail writes files that the digest of a later hour names: neither speaks against the evidence.
 */
export const PROBLEMS: Readonly<Record<ProblemKind, Explanation>> = {
  'collected-file-missing': failed('the manifest tells of it and it is not there'),
  'collected-file-changed': failed('its bytes are not those that the manifest tells of'),
  'collected-file-outside': failed('the manifest points outside of the directory; it was not read'),
  'digest-unreadable': failed('it is named as a digest and cannot be read as one: what it named is unproven'),
  'digest-moved': failed('it was found under another name than it gives itself'),
  'digest-conflict': failed('another file claims to be the same digest and has other content'),
  'digest-changed': failed('the digest after it tells of other content: one of the two was changed'),
  'digest-forked': failed('several digests claim to follow it: at most one of them is genuine'),
  'digest-backwards': failed('it names as its predecessor a digest that is not earlier'),
  'bad-signature': failed('its signature is not that of CloudTrail for this content'),
  'missing-digest': failed('digests of this time are missing: log files may be missing unnoticed'),
  'chain-restarted': failed('the chain was begun anew: validation or logging was off, and nothing proves these hours'),
  'hours-not-covered': failed('no digest speaks for this time, though the chain is whole'),
  'log-missing': failed('a digest names it and it is not there: its events cannot be seen'),
  'log-changed': failed('its content is not what its digest tells of'),
  'log-unreadable': failed('it cannot be decompressed whole'),
  'log-unlisted': failed('no digest of its time names it: it was added, or a trail without validation wrote it'),
  'unproven-digest': unknown(false, 'nothing here vouches for it: no signature, and no proven digest after it'),
  'no-public-key': unknown(false, 'the public key that it names was not given'),
  'unknown-algorithm': unknown(false, 'it names an algorithm that is not known here'),
  'no-signature': unknown(true, 'its signature is kept only in S3 metadata, which was not saved'),
  'log-not-covered': unknown(true, 'no digest here speaks for its time'),
};

/** Whether a problem makes the exit code 3. */
export function isGrave(problem: Problem): boolean {
  return !PROBLEMS[problem.kind].expected;
}

function failed(meaning: string): Explanation {
  return { verdict: 'failed', expected: false, meaning };
}

function unknown(expected: boolean, meaning: string): Explanation {
  return { verdict: 'not-verifiable', expected, meaning };
}
