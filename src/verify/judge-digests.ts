import type { Chain, Link } from './chains.ts';
import type { Problem } from './problem.ts';
import { isSignedBy, type PublicKeys } from './public-keys.ts';

/** What is known of a digest: `open` where nothing speaks against it and nothing proves it. */
export type DigestState = 'verified' | 'failed' | 'open';

/**
 * Judges the digests of a chain, newest first. A digest is proven by its own signature, or by its hash in a later
 * digest that is proven; each signature that is known must be right, whichever place it came from.
 */
export function judgeDigests(
  chain: Chain,
  keys: PublicKeys,
): { readonly states: ReadonlyMap<Link, DigestState>; readonly problems: readonly Problem[] } {
  const states = new Map<Link, DigestState>();
  const problems: Problem[] = [];
  for (const link of chain.links.toReversed()) {
    const found = problemOf(link, keys, states);
    const kind = found === 'no-signature' && link !== chain.links.at(-1) ? 'unproven-digest' : found;
    states.set(
      link,
      kind === null ? 'verified' : kind === 'digest-changed' || kind === 'bad-signature' ? 'failed' : 'open',
    );
    if (kind === null) continue;
    const { start, end, fingerprint, signatureAlgorithm } = link.digest;
    const unknown = kind === 'unknown-algorithm' ? signatureAlgorithm : null;
    const detail = kind === 'no-public-key' ? `fingerprint ${fingerprint}` : unknown;
    problems.push({ kind, file: link.path, from: start, to: end, detail });
  }
  const isProvenAnywhere = [...states.values()].includes('verified');
  return { states, problems: isProvenAnywhere ? problems : problems.map(withoutExcuse) };
}

/** That the last digest cannot be checked is no excuse where it is all there is. */
function withoutExcuse(problem: Problem): Problem {
  return problem.kind === 'no-signature' ? { ...problem, kind: 'unproven-digest' } : problem;
}

type DigestProblem =
  | 'digest-changed'
  | 'bad-signature'
  | 'no-signature'
  | 'unproven-digest'
  | 'no-public-key'
  | 'unknown-algorithm';

function problemOf(link: Link, keys: PublicKeys, states: ReadonlyMap<Link, DigestState>): DigestProblem | null {
  const { digest, successors } = link;
  if (successors.some((next) => (next.digest.previous?.sha256 ?? link.sha256) !== link.sha256)) return 'digest-changed';
  const signatures = [link.signature, ...successors.map((next) => next.digest.previousSignature)];
  const told = signatures.filter((signature) => signature !== null);
  const candidates = keys.get(digest.fingerprint);
  const isCheckable = candidates !== undefined && digest.signatureAlgorithm === 'SHA256withRSA';
  if (isCheckable && !told.every((signature) => isSignedBy(candidates, signedText(link), signature))) {
    return 'bad-signature';
  }
  if (isCheckable && told.length > 0) return null;
  const isProven = successors.some(
    (next) => states.get(next) === 'verified' && next.digest.previous?.sha256 === link.sha256,
  );
  if (isProven) return null;
  if (told.length === 0) return 'no-signature';
  return candidates === undefined ? 'no-public-key' : 'unknown-algorithm';
}

/**
 * What CloudTrail signs.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
 */
function signedText({ digest, sha256 }: Link): string {
  return [digest.endText, `${digest.bucket}/${digest.key}`, sha256, digest.previousSignature ?? 'null'].join('\n');
}
