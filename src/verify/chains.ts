import { groupedBy } from '../groups.ts';
import type { Instant } from '../instant.ts';
import { compareText } from '../order.ts';
import type { Problem } from './problem.ts';
import type { LocalDigest } from './survey.ts';
import { type ChainName, digestName } from './trail-names.ts';

/** A digest and what follows it. */
export interface Link extends LocalDigest {
  /** Digests that name it as their predecessor: one, none at the end of a chain, several when one is forged. */
  readonly successors: Link[];
}

/** The digests of one trail in one account and Region, by their end. */
export interface Chain {
  readonly name: ChainName;
  readonly links: readonly Link[];
  /** The first digest names none before it; else what came earlier is not in the directory. */
  readonly fromStart: boolean;
}

export interface Chained {
  readonly chains: readonly Chain[];
  readonly problems: readonly Problem[];
}

/**
 * Puts digests into chains and tells where these are broken. A link leads strictly back in time, so that no chain
 * runs in circles; of several files that claim to be one digest, the one that its successor knows is taken.
 */
export function chainDigests(digests: readonly LocalDigest[]): Chained {
  const problems: Problem[] = [];
  const known = new Map<string, Link>();
  for (const local of digests.toSorted((a, b) => compareText(a.sha256, b.sha256) || compareText(a.path, b.path))) {
    addVariant(local, digests, known, problems);
  }
  const chains = groupedBy(known.values(), (link) => {
    const { account, region, trail, homeRegion, backfill } = nameOf(link);
    return JSON.stringify([account, region, trail, homeRegion, backfill]);
  });
  const result = [...chains.entries()]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, links]) => joined(links.sort(byEnd), known, problems));
  return { chains: result, problems };
}

/** The same digest twice, plain and compressed, is one; a differing one is a conflict. */
function addVariant(
  local: LocalDigest,
  all: readonly LocalDigest[],
  known: Map<string, Link>,
  problems: Problem[],
): void {
  const id = idOf(local.digest.bucket, local.digest.key);
  const other = known.get(id);
  if (other === undefined) {
    known.set(id, { ...local, successors: [] });
    return;
  }
  if (other.sha256 === local.sha256) {
    if (other.signature === null) known.set(id, { ...other, signature: local.signature });
    return;
  }
  const isExpected = all.some(
    ({ digest: { previous } }) =>
      previous !== null && idOf(previous.bucket, previous.key) === id && previous.sha256 === local.sha256,
  );
  if (isExpected) known.set(id, { ...local, successors: [] });
  const refused = isExpected ? other : local;
  problems.push(about('digest-conflict', refused, `the other is ${isExpected ? local.path : other.path}`));
}

function joined(links: readonly Link[], known: ReadonlyMap<string, Link>, problems: Problem[]): Chain {
  const [first] = links;
  if (first === undefined) throw new Error('a chain has a digest');
  const name = nameOf(first);
  for (const [index, link] of links.entries()) {
    const { previous, start } = link.digest;
    const before = links[index - 1];
    if (previous === null) {
      // Backfill digests are written when log files come late: nothing is missing between them.
      if (before !== undefined && !name.backfill && before.digest.end < start) {
        problems.push(gap('chain-restarted', link, before.digest.end, null));
      }
      continue;
    }
    const target = known.get(idOf(previous.bucket, previous.key));
    if (target === undefined) {
      if (before !== undefined) {
        const missing = `s3://${previous.bucket}/${previous.key} is not here`;
        problems.push(gap('missing-digest', link, Math.min(before.digest.end, start), missing));
      }
    } else if (target.digest.end >= link.digest.end) {
      problems.push(about('digest-backwards', link, `it names ${target.path}`));
    } else {
      target.successors.push(link);
      const { end } = target.digest;
      if (!name.backfill && end < start) problems.push(gap('hours-not-covered', link, end, null));
    }
  }
  for (const link of links) {
    if (link.successors.length > 1) {
      problems.push(about('digest-forked', link, link.successors.map(({ path }) => path).join(', ')));
    }
  }
  return { name, links, fromStart: first.digest.previous === null };
}

function nameOf({ digest }: Link): ChainName {
  const unnamed = { account: digest.account, region: null, trail: null, homeRegion: null, backfill: false };
  return digestName(digest.key) ?? unnamed;
}

function byEnd(a: Link, b: Link): number {
  return a.digest.end - b.digest.end || compareText(a.digest.key, b.digest.key) || compareText(a.sha256, b.sha256);
}

function idOf(bucket: string, key: string): string {
  return `${bucket}/${key}`;
}

function about(kind: Problem['kind'], { path, digest }: LocalDigest, detail: string): Problem {
  return { kind, file: path, from: digest.start, to: digest.end, detail };
}

function gap(kind: Problem['kind'], { path, digest }: LocalDigest, from: Instant, detail: string | null): Problem {
  return { kind, file: path, from, to: digest.start, detail };
}
