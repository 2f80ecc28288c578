import { readFileSync, statSync } from 'node:fs';
import { readManifest } from '../collection/manifest.ts';
import { ForensicsError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import { compareText } from '../order.ts';
import { verifyCollected } from './collected.ts';
import type { LogCounts } from './judge-logs.ts';
import { judgeSurvey } from './judge-survey.ts';
import { isGrave, PROBLEMS, type Problem } from './problem.ts';
import { addPublicKeys } from './public-keys.ts';
import { surveyDirectory } from './survey.ts';
import type { ChainName } from './trail-names.ts';

/** One chain of digests, summed up. */
export interface ChainSummary extends ChainName {
  readonly digests: number;
  readonly from: Instant;
  readonly to: Instant;
  /** Its first digest is a starting one; else what came before is not in the directory. */
  readonly fromStart: boolean;
}

/** What verification of a directory found. */
export interface Verification {
  /** Nothing is wrong but what is to be expected of untouched evidence. */
  readonly ok: boolean;
  /** null without a manifest. */
  readonly collected: { readonly verified: number; readonly failed: number } | null;
  readonly digests: LogCounts;
  readonly logFiles: LogCounts;
  /** Public keys at hand. */
  readonly publicKeys: number;
  readonly chains: readonly ChainSummary[];
  /** In a total order. */
  readonly problems: readonly Problem[];
}

/**
 * Holds a directory against what proves it: the checksums in the manifest of a collection, and the digests of
 * CloudTrail, wherever they lie. Reads nothing outside of the directory, and asks nobody.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
 *
 * @param keyFile public keys beside those in the directory: an answer of ListPublicKeys, or PEM; when given, those in
 *   the directory are not used
 * @throws ForensicsError `usage` when there is no such directory, `no-evidence` when there is neither a manifest nor
 *   a digest, `unreadable-input` for a manifest or key file that cannot be read
 */
export async function verifyDirectory(directory: string, keyFile: string | null): Promise<Verification> {
  const given = keyFile === null ? null : readKeyFile(keyFile);
  const collected = readManifest(directory);
  const survey = await surveyDirectory(directory, collected ?? []);
  if (collected === null && survey.digests.length === 0 && survey.problems.length === 0) {
    throw new ForensicsError('no-evidence', `nothing in "${directory}" can be verified`, {
      hint: 'it holds neither the manifest.json of a collection nor a CloudTrail digest',
    });
  }
  const broken = collected === null ? [] : await verifyCollected(directory, collected);
  const { chains, states, logs, problems: found } = await judgeSurvey(survey, given?.keys);
  const problems = [...broken, ...found];
  const digests: LogCounts = { verified: 0, failed: 0, notVerifiable: 0 };
  // A digest that cannot be read, and one that another claims to be, are in no chain.
  digests.failed = problems.filter(({ kind }) => kind === 'digest-unreadable' || kind === 'digest-conflict').length;
  for (const state of states.values()) digests[state === 'open' ? 'notVerifiable' : state] += 1;
  return {
    ok: !problems.some(isGrave),
    collected: collected && { verified: collected.length - broken.length, failed: broken.length },
    digests,
    logFiles: logs.counts,
    publicKeys: given?.count ?? survey.keyCount,
    chains: chains.map(({ name, links, fromStart }) => ({
      ...name,
      digests: links.length,
      from: links[0]?.digest.start ?? 0,
      to: links.at(-1)?.digest.end ?? 0,
      fromStart,
    })),
    problems: problems.toSorted(inOrder),
  };
}

function readKeyFile(path: string): { readonly keys: Parameters<typeof addPublicKeys>[1]; readonly count: number } {
  const keys: Parameters<typeof addPublicKeys>[1] = new Map();
  let text: string;
  try {
    if (statSync(path).size > MAX_KEY_FILE_BYTES) throw new Error('too large for a list of keys');
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ForensicsError('unreadable-input', `no public keys can be read in "${path}"`, { cause });
  }
  const count = addPublicKeys(text, keys);
  if (count === 0) {
    throw new ForensicsError('unreadable-input', `there is no public key in "${path}"`, {
      hint: 'give the answer of `aws cloudtrail list-public-keys`, or PEM',
    });
  }
  return { keys, count };
}

function inOrder(a: Problem, b: Problem): number {
  const gravity = Number(isGrave(b)) - Number(isGrave(a));
  const failure = Number(PROBLEMS[b.kind].verdict === 'failed') - Number(PROBLEMS[a.kind].verdict === 'failed');
  return (
    failure ||
    gravity ||
    (a.from ?? 0) - (b.from ?? 0) ||
    compareText(a.file, b.file) ||
    compareText(a.kind, b.kind) ||
    compareText(a.detail ?? '', b.detail ?? '')
  );
}

const MAX_KEY_FILE_BYTES = 16 * 1024 * 1024;
