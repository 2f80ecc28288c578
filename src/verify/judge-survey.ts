import { type Chain, chainDigests, type Link } from './chains.ts';
import { type DigestState, judgeDigests } from './judge-digests.ts';
import { type JudgedLogs, judgeLogs } from './judge-logs.ts';
import type { Problem } from './problem.ts';
import type { PublicKeys } from './public-keys.ts';
import type { Survey } from './survey.ts';

/** What digests say of themselves and of the log files beside them. */
export interface JudgedSurvey {
  readonly chains: readonly Chain[];
  readonly states: ReadonlyMap<Link, DigestState>;
  readonly logs: Pick<JudgedLogs, 'counts' | 'changed'>;
  readonly problems: readonly Problem[];
}

/** Digests put into chains and judged, and log files held against them; without a chain no log file is. */
export async function judgeSurvey(survey: Survey, keys: PublicKeys = survey.keys): Promise<JudgedSurvey> {
  const { chains, problems: breaks } = chainDigests(survey.digests);
  const judged = chains.map((chain) => judgeDigests(chain, keys));
  const states = new Map(judged.flatMap(({ states: own }) => [...own]));
  const logs = chains.length === 0 ? NO_LOGS : await judgeLogs(chains, states, survey.logs);
  const problems = [survey.problems, breaks, ...judged.map((chain) => chain.problems), logs.problems].flat();
  return { chains, states, logs, problems };
}

const NO_LOGS: JudgedLogs = {
  counts: { verified: 0, failed: 0, notVerifiable: 0 },
  changed: new Set(),
  problems: [],
};
