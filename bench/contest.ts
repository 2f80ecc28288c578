import { spawnSync } from 'node:child_process';

/** One command of a contest. */
export interface Contestant {
  readonly name: string;
  /** A command line for `sh`. */
  readonly command: string;
  /** What it must find on the PATH, or in the environment's RG; a command without it is skipped. */
  readonly needs?: string;
  /** What no program on this platform can be faster than: run even where no target is held against it. */
  readonly isFloor?: boolean;
  /** Told of once a round only, being slow. */
  readonly isSlow?: boolean;
}

export interface Standing {
  readonly contestant: Contestant;
  /** Seconds of wall time, sorted; empty when it was skipped. */
  readonly seconds: readonly number[];
  /** Seconds of processor time, user and system, of all its processes, sorted; empty where /usr/bin/time cannot tell. */
  readonly processor: readonly number[];
  /** The most memory that one process of it held, in MB; null where /usr/bin/time cannot tell. */
  readonly megabytes: number | null;
}

/**
 * Runs all commands in turn, `rounds` times: what slows the machine down for a while slows all of them. The first round
 * only warms the caches and does not count; slow commands run in one round.
 */
export function contest(contestants: readonly Contestant[], rounds: number): Standing[] {
  const seconds = new Map(contestants.map((contestant) => [contestant, [] as number[]]));
  const processor = new Map(contestants.map((contestant) => [contestant, [] as number[]]));
  const memory = new Map<Contestant, number>();
  for (let round = 0; round <= rounds; round++) {
    for (const contestant of contestants) {
      if (!isThere(contestant) || (contestant.isSlow === true && round !== 1)) continue;
      const ran = run(contestant.command);
      if (round > 0) seconds.get(contestant)?.push(ran.seconds);
      if (ran.account === null) continue;
      if (round > 0) processor.get(contestant)?.push(ran.account.processor);
      memory.set(contestant, Math.max(ran.account.megabytes, memory.get(contestant) ?? 0));
    }
  }
  const sorted = (times: readonly number[] = []): number[] => [...times].sort((a, b) => a - b);
  return contestants.map((contestant) => ({
    contestant,
    seconds: sorted(seconds.get(contestant)),
    processor: sorted(processor.get(contestant)),
    megabytes: memory.get(contestant) ?? null,
  }));
}

/** Markdown, ratios against the first contestant. */
export function table(title: string, standings: readonly Standing[]): string {
  const [own] = standings;
  const rows = standings.map((standing) => {
    const { contestant, seconds, processor, megabytes } = standing;
    if (seconds.length === 0) return `| ${contestant.name} | not installed | | | | |`;
    const times = [seconds, own?.seconds, processor, own?.processor] as const;
    const [wall, wallRatio] = timeAndRatio(times[0], times[1]);
    const [busy, busyRatio] = timeAndRatio(times[2], times[3]);
    const peak = megabytes === null ? '' : `${megabytes} MB`;
    return `| ${contestant.name} | ${wall} | ${wallRatio} | ${busy} | ${busyRatio} | ${peak} |`;
  });
  const head = '| | wall | against ours | processor | against ours | memory |';
  return [`### ${title}`, '', head, '|---|---:|---:|---:|---:|---:|', ...rows, ''].join('\n');
}

function timeAndRatio(times: readonly number[], own: readonly number[] = []): readonly [string, string] {
  const [time, ours] = [median(times), median(own)];
  if (time === null) return ['', ''];
  return [`${time.toFixed(2)} s`, ours === null ? '' : `${(time / ours).toFixed(2)}x`];
}

export function median(sorted: readonly number[]): number | null {
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

function isThere({ needs }: Contestant): boolean {
  return needs === undefined || spawnSync('sh', ['-c', `command -v ${needs}`]).status === 0;
}

interface Ran {
  readonly seconds: number;
  readonly account: { readonly processor: number; readonly megabytes: number } | null;
}

function run(command: string): Ran {
  const start = process.hrtime.bigint();
  const timed = TIME === null ? command : `${TIME} -f 'took %U %S %M' sh -c '${command}'`;
  const { stderr } = spawnSync('sh', ['-c', timed], {
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const took = /^took (\S+) (\S+) (\d+)$/m.exec(stderr.toString());
  if (took === null) return { seconds, account: null };
  return {
    seconds,
    account: { processor: Number(took[1]) + Number(took[2]), megabytes: Math.round(Number(took[3]) / 1024) },
  };
}

const TIME = spawnSync('/usr/bin/time', ['true']).status === 0 ? '/usr/bin/time' : null;
