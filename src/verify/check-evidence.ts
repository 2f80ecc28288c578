import { basename, dirname } from 'node:path';
import { type CollectedFile, readManifest } from '../collection/manifest.ts';
import { ForensicsError } from '../errors.ts';
import { HOUR } from '../instant.ts';
import { type Interval, united, without } from '../interval.ts';
import type { EvidenceInput } from '../sources/input.ts';
import type { Chain, Link } from './chains.ts';
import type { DigestState } from './judge-digests.ts';
import { judgeSurvey } from './judge-survey.ts';
import { PROBLEMS, type Problem } from './problem.ts';
import { surveyFiles } from './survey.ts';
import { digestName, logName } from './trail-names.ts';

/** What the digests of CloudTrail in evidence say of the log files beside them. */
export interface DigestFindings {
  readonly chains: readonly DigestedTime[];
  /** Why a file is none that CloudTrail wrote, by the name of the source. */
  readonly tampered: ReadonlyMap<string, string>;
  /** What else is wrong with digests or files, each in a sentence. */
  readonly problems: readonly string[];
}

/**
 * The time of which the digests of a trail speak, in one account and Region.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export interface DigestedTime {
  readonly account: string;
  readonly region: string;
  /** Every file that was delivered then is there and unchanged. */
  readonly whole: readonly Interval[];
  /** Digests or files of then are missing, or not what they were. */
  readonly holes: readonly Interval[];
  /** Every digest is signed by CloudTrail, or vouched for by one that is; else they fit together, and no more is known. */
  readonly isSigned: boolean;
}

/**
 * Holds the log files in evidence against the digests in evidence, before any of them is read. Digests are known by
 * their names here, so that evidence without any costs nothing; only files are checked, which can be read twice.
 *
 * @returns null without digests
 */
export async function checkDigests(inputs: readonly EvidenceInput[]): Promise<DigestFindings | null> {
  const files = inputs.flatMap((input) => (input.kind === 'file' ? [input] : []));
  const unchecked = inputs.filter(({ kind, name }) => kind === 'object' && digestName(name) !== null);
  const problems = unchecked.length === 0 ? [] : [`${unchecked[0]?.name}: ${NOT_CHECKED}`];
  if (!files.some(({ path }) => digestName(basename(path)) !== null)) {
    return problems.length === 0 ? null : { chains: [], tampered: new Map(), problems };
  }
  const collected = collectedFiles(files.map(({ path }) => path));
  const related = files.filter(({ path }) => isOfTrail(path) || collected.has(path));
  const survey = await surveyFiles(
    related.map(({ path, name }) => ({ path: name, fullPath: path, collected: collected.get(path) ?? null })),
  );
  const { chains, states, logs, problems: found } = await judgeSurvey(survey);
  const tampered = new Map([...logs.changed].map((file) => [file, PROBLEMS['log-changed'].meaning]));
  return {
    chains: chains.flatMap((chain) => digestedTime(chain, found, states)),
    tampered,
    problems: [
      ...found.filter(({ kind, file }) => !PROBLEMS[kind].expected && !tampered.has(file)).map(describe),
      ...problems,
    ],
  };
}

/** Logs, digests, and the answers that may hold public keys. */
function isOfTrail(path: string): boolean {
  return digestName(basename(path)) !== null || logName(basename(path)) !== null || /public-keys/.test(basename(path));
}

/** What the manifest of a collection tells of files beside it, by their paths. */
function collectedFiles(paths: readonly string[]): Map<string, CollectedFile> {
  const found = new Map<string, CollectedFile>();
  for (const path of paths.filter((name) => basename(name) === 'manifest.json')) {
    const directory = dirname(path);
    for (const file of collectedIn(directory)) found.set(`${directory}/${file.path}`, file);
  }
  return found;
}

/** Inventory deliveries have a manifest.json as well. */
function collectedIn(directory: string): readonly CollectedFile[] {
  try {
    return readManifest(directory) ?? [];
  } catch (error) {
    if (error instanceof ForensicsError) return [];
    throw error;
  }
}

function digestedTime(
  { name, links }: Chain,
  problems: readonly Problem[],
  states: ReadonlyMap<Link, DigestState>,
): DigestedTime[] {
  const { account, region, backfill } = name;
  // Late files have a chain of their own, which says nothing of the hours that it skips.
  if (region === null || backfill) return [];
  const own = new Set(links.map(({ path }) => path));
  const isOwn = ({ file }: Problem): boolean => {
    const log = logName(file);
    return log === null ? own.has(file) : log.account === account && log.region === region;
  };
  const holes = problems.filter((problem) => isOwn(problem) && HOLES.has(problem.kind)).map(hourOf);
  const good = links.filter((link) => states.get(link) !== 'failed');
  return [
    {
      account,
      region,
      whole: united(good.map(({ digest: { start, end } }) => ({ from: start, to: end }))).flatMap((stretch) =>
        without(stretch, holes),
      ),
      holes,
      // The signature of the last digest lies in the metadata of its object, which copies lack.
      isSigned: good.slice(0, -1).every((link) => states.get(link) === 'verified') && good.length > 1,
    },
  ];
}

/** Events lie in the files of their hour or of the next. */
function hourOf({ from, to }: Problem): Interval {
  return { from: (from ?? 0) - HOUR, to: to ?? Number.POSITIVE_INFINITY };
}

const HOLES: ReadonlySet<Problem['kind']> = new Set([
  'missing-digest',
  'chain-restarted',
  'hours-not-covered',
  'log-missing',
  'log-changed',
  'log-unreadable',
  'digest-changed',
  'bad-signature',
]);

/** An object is read once, and as it comes. */
const NOT_CHECKED =
  'digests in S3 are not held against the log files, which are read once: `collect`, or copy both into a directory';

function describe({ kind, file, detail }: Problem): string {
  return `${file}: ${PROBLEMS[kind].meaning}${detail === null ? '' : ` (${detail})`}`;
}
