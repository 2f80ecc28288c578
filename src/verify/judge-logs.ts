import { addTo } from '../groups.ts';
import { HOUR, type Instant } from '../instant.ts';
import type { Chain, Link } from './chains.ts';
import type { DigestState } from './judge-digests.ts';
import type { Problem } from './problem.ts';
import type { LocalFile } from './survey.ts';
import { logName, plainName } from './trail-names.ts';
import { uncompressedHash } from './uncompressed.ts';

/** The log files of a directory, each counted once. */
export interface LogCounts {
  /** Content as a proven digest tells. */
  verified: number;
  /** Missing, changed, or in no digest of their time. */
  failed: number;
  /** As their digest tells, but the digest itself is not proven; or without a digest that speaks for their time. */
  notVerifiable: number;
}

/** Finds local copies of objects: by the source that the manifest tells, else by the last part of the key. */
class LogIndex {
  readonly #bySource = new Map<string, LocalFile[]>();
  readonly #byName = new Map<string, LocalFile[]>();
  readonly #hashes = new Map<string, Awaited<ReturnType<typeof uncompressedHash>>>();

  constructor(files: readonly LocalFile[]) {
    for (const file of files) {
      if (file.source !== null) addTo(this.#bySource, file.source, file);
      addTo(this.#byName, plainName(file.path), file);
    }
  }

  find(bucket: string, key: string): readonly LocalFile[] {
    return this.#bySource.get(`s3://${bucket}/${key}`) ?? this.#byName.get(plainName(key)) ?? [];
  }

  /** Hashed once, however many digests name the file. */
  async hash(file: LocalFile): Promise<Awaited<ReturnType<typeof uncompressedHash>>> {
    const known = this.#hashes.get(file.path);
    if (known !== undefined) return known;
    const hash = await uncompressedHash(file.fullPath);
    this.#hashes.set(file.path, hash);
    return hash;
  }
}

export interface JudgedLogs {
  readonly counts: LogCounts;
  readonly problems: readonly Problem[];
  /** Paths of files whose content is not as a digest tells that is not itself refuted. */
  readonly changed: ReadonlySet<string>;
}

/** Holds log files against the digests that name them, and tells of those that no digest names. */
export async function judgeLogs(
  chains: readonly Chain[],
  states: ReadonlyMap<Link, DigestState>,
  files: readonly LocalFile[],
): Promise<JudgedLogs> {
  const index = new LogIndex(files);
  const counts: LogCounts = { verified: 0, failed: 0, notVerifiable: 0 };
  const problems: Problem[] = [];
  const named = new Set<string>();
  const changed = new Set<string>();
  const outcomes = new Map<string, 'verified' | 'failed' | 'notVerifiable'>();
  for (const chain of chains) {
    for (const link of chain.links) {
      for (const log of link.digest.logFiles) {
        const uri = `s3://${log.bucket}/${log.key}`;
        const found = index.find(log.bucket, log.key);
        for (const file of found) named.add(file.path);
        const judged = await judgeLog(log, link, found, index);
        problems.push(...judged);
        if (states.get(link) !== 'failed') {
          for (const { kind, file } of judged) if (kind === 'log-changed') changed.add(file);
        }
        const isProven = states.get(link) === 'verified' && !judged.some(({ kind }) => kind === 'unknown-algorithm');
        const outcome = judged.some(({ kind }) => kind !== 'unknown-algorithm')
          ? 'failed'
          : isProven
            ? 'verified'
            : 'notVerifiable';
        outcomes.set(uri, worse(outcomes.get(uri), outcome));
      }
    }
  }
  for (const outcome of outcomes.values()) counts[outcome] += 1;
  for (const file of files) {
    const problem = named.has(file.path) ? null : unnamedProblem(file, chains);
    if (problem === null) continue;
    problems.push(problem);
    counts[problem.kind === 'log-unlisted' ? 'failed' : 'notVerifiable'] += 1;
  }
  return { counts, problems, changed };
}

async function judgeLog(
  log: Link['digest']['logFiles'][number],
  link: Link,
  found: readonly LocalFile[],
  index: LogIndex,
): Promise<Problem[]> {
  const { start: from, end: to } = link.digest;
  const uri = `s3://${log.bucket}/${log.key}`;
  if (found.length === 0) return [{ kind: 'log-missing', file: uri, from, to, detail: `named by ${link.path}` }];
  if (log.hashAlgorithm !== 'SHA-256') {
    return [{ kind: 'unknown-algorithm', file: uri, from, to, detail: log.hashAlgorithm }];
  }
  const problems: Problem[] = [];
  for (const file of found) {
    const hash = await index.hash(file);
    if ('reason' in hash) problems.push({ kind: 'log-unreadable', file: file.path, from, to, detail: hash.reason });
    else if (hash.sha256 !== log.sha256) {
      problems.push({ kind: 'log-changed', file: file.path, from, to, detail: `named by ${link.path}` });
    }
  }
  return problems;
}

/** null for files that are not those of a trail, or of a trail without any digest here. */
function unnamedProblem(file: LocalFile, chains: readonly Chain[]): Problem | null {
  const name = logName(file.source ?? file.path);
  if (name === null) return null;
  const about = { file: file.path, from: name.time, to: name.time, detail: null };
  const own = chains.filter(
    (chain) =>
      chain.name.account === name.account &&
      chain.name.region === name.region &&
      !chain.name.backfill &&
      chain.links.some((link) => isSamePlace(file, link)),
  );
  const isUnlisted = own.some((chain) => spansOf(chain).some(({ from, to }) => from <= name.time && name.time <= to));
  return { kind: isUnlisted ? 'log-unlisted' : 'log-not-covered', ...about };
}

/**
 * The stretches of time of which every log file must be in some digest of the chain. A file is named for a moment
 * before its delivery, and the digest of the hour of its delivery lists it: the last hour of a stretch stays open.
 */
function spansOf(chain: Chain): { readonly from: Instant; readonly to: Instant }[] {
  const stretches: { from: Instant; to: Instant }[] = [];
  for (const { digest } of chain.links) {
    const last = stretches.at(-1);
    if (last !== undefined && digest.start <= last.to) last.to = Math.max(last.to, digest.end);
    else stretches.push({ from: digest.start, to: digest.end });
  }
  return stretches.map(({ from, to }) => ({ from, to: to - HOUR }));
}

/** Whether file and digest came from one bucket and prefix, as far as that is known. */
function isSamePlace(file: LocalFile, { path, digest }: Link): boolean {
  if (file.source === null) return placeOf(file.path) === placeOf(path);
  return placeOf(file.source) === placeOf(`s3://${digest.bucket}/${digest.key}`);
}

function placeOf(path: string): string {
  const at = path.lastIndexOf('AWSLogs/');
  return at === -1 ? '' : path.slice(0, at);
}

function worse<Outcome extends string>(known: Outcome | undefined, found: Outcome): Outcome {
  const order = ['verified', 'notVerifiable', 'failed'];
  return known !== undefined && order.indexOf(known) > order.indexOf(found) ? known : found;
}
