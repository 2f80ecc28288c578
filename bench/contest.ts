import { spawnSync } from 'node:child_process';

/** One command of a contest. */
export interface Contestant {
  readonly name: string;
  /** A command line for `sh`. */
  readonly command: string;
  /** What it must find on the PATH, or in the environment's RG; a command without it is skipped. */
  readonly needs?: string;
  /** Told of once a round only, being slow. */
  readonly isSlow?: boolean;
}

export interface Standing {
  readonly contestant: Contestant;
  /** Seconds of wall time, sorted; empty when it was skipped. */
  readonly seconds: readonly number[];
  /** The most memory that one process of it held, in MB; null where /usr/bin/time cannot tell. */
  readonly megabytes: number | null;
}

/**
 * Runs all commands in turn, `rounds` times: what slows the machine down for a while slows all of them. The first round
 * only warms the caches and does not count; slow commands run in one round.
 */
export function contest(contestants: readonly Contestant[], rounds: number): Standing[] {
  const seconds = new Map(contestants.map((contestant) => [contestant, [] as number[]]));
  const memory = new Map<Contestant, number>();
  for (let round = 0; round <= rounds; round++) {
    for (const contestant of contestants) {
      if (!isThere(contestant) || (contestant.isSlow === true && round !== 1)) continue;
      const ran = run(contestant.command);
      if (round > 0) seconds.get(contestant)?.push(ran.seconds);
      if (ran.megabytes !== null) memory.set(contestant, Math.max(ran.megabytes, memory.get(contestant) ?? 0));
    }
  }
  return contestants.map((contestant) => ({
    contestant,
    seconds: (seconds.get(contestant) ?? []).sort((a, b) => a - b),
    megabytes: memory.get(contestant) ?? null,
  }));
}

/** Markdown, ratios against the first contestant. */
export function table(title: string, standings: readonly Standing[]): string {
  const own = median(standings[0]?.seconds ?? []);
  const rows = standings.map(({ contestant, seconds, megabytes }) => {
    const time = median(seconds);
    if (time === null) return `| ${contestant.name} | not installed | | |`;
    const ratio = own === null ? '' : `${(time / own).toFixed(2)}x`;
    return `| ${contestant.name} | ${time.toFixed(2)} s | ${ratio} | ${megabytes === null ? '' : `${megabytes} MB`} |`;
  });
  return [`### ${title}`, '', '| | median | against ours | memory |', '|---|---:|---:|---:|', ...rows, ''].join('\n');
}

function median(sorted: readonly number[]): number | null {
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

function isThere({ needs }: Contestant): boolean {
  return needs === undefined || spawnSync('sh', ['-c', `command -v ${needs}`]).status === 0;
}

function run(command: string): { readonly seconds: number; readonly megabytes: number | null } {
  const start = process.hrtime.bigint();
  const { stderr } = spawnSync('sh', ['-c', TIME === null ? command : `${TIME} -f 'peak %M' sh -c '${command}'`], {
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const peak = /^peak (\d+)$/m.exec(stderr.toString())?.[1];
  return { seconds, megabytes: peak === undefined ? null : Math.round(Number(peak) / 1024) };
}

const TIME = spawnSync('/usr/bin/time', ['true']).status === 0 ? '/usr/bin/time' : null;
