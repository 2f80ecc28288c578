import { escapeTerminal, printJson } from '../display/escape-terminal.ts';
import { counted, fromTo } from '../display/quantities.ts';
import { formatInstant, formatOrNull } from '../instant.ts';
import type { LogCounts } from './judge-logs.ts';
import { PROBLEMS, type Problem } from './problem.ts';
import type { ChainSummary, Verification } from './verify-directory.ts';

/** Counts, chains, then a line for each problem, in pieces. */
export function* renderVerification(verification: Verification): Generator<string> {
  const { collected, digests, logFiles, chains, problems, publicKeys } = verification;
  if (collected !== null) {
    yield `Manifest:  ${counted(collected.verified, 'file')} verified, ${collected.failed} not\n`;
  }
  if (chains.length === 0 && digests.failed === 0) yield 'Digests:   none here\n';
  else {
    yield `Digests:   ${threefold(digests)} (${counted(publicKeys, 'public key')})\n`;
    yield `Log files: ${threefold(logFiles)}\n`;
  }
  for (const chain of chains) yield `${escapeTerminal(chainLine(chain))}\n`;
  for (const problem of problems) yield `${escapeTerminal(problemLine(problem))}\n`;
}

/** The same as JSON, times in ISO 8601, UTC. */
export function verificationJson(verification: Verification): string {
  return printJson({
    schemaVersion: '1',
    ...verification,
    chains: verification.chains.map((chain) => ({
      ...chain,
      from: formatOrNull(chain.from),
      to: formatOrNull(chain.to),
    })),
    problems: verification.problems.map((problem) => ({
      verdict: PROBLEMS[problem.kind].verdict,
      ...problem,
      from: formatOrNull(problem.from),
      to: formatOrNull(problem.to),
      meaning: PROBLEMS[problem.kind].meaning,
    })),
  });
}

function threefold({ verified, failed, notVerifiable }: LogCounts): string {
  return `${verified} verified, ${failed} not, ${notVerifiable} not verifiable`;
}

function chainLine(chain: ChainSummary): string {
  const { account, region, trail, backfill, digests, from, to, fromStart } = chain;
  const name = [account, region, trail].filter((part) => part !== null).join(' ');
  const begin = fromStart ? 'from the start of the chain' : 'earlier digests are not here';
  const kind = backfill ? 'backfill digest' : 'digest';
  return `Chain ${name}: ${counted(digests, kind)}, ${formatInstant(from)} to ${formatInstant(to)}, ${begin}`;
}

function problemLine({ kind, file, from, to, detail }: Problem): string {
  const { verdict, meaning } = PROBLEMS[kind];
  const span = from === null || to === null ? '' : fromTo(formatInstant(from), formatInstant(to));
  const place = span === '' ? file : `${file}, ${span}`;
  const more = detail === null ? '' : ` (${detail})`;
  return `${verdict === 'failed' ? 'failed' : 'not verifiable'}: ${kind}: ${place}: ${meaning}${more}`;
}
