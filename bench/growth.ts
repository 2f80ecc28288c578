import { NOW } from '../test/survey/organisation.ts';
import { contest, median, type Standing } from './contest.ts';
import { generateChanges } from './data/changes.ts';
import { generateAccessLog, generateListing, generateTinyLogs } from './data/generate.ts';
import { generateOrganisation } from './data/organisation.ts';

/** What there may be more and more of. */
interface Growth {
  readonly of: string;
  readonly size: number;
  /** A command line for `sh` that reads so much of it. */
  readonly command: (size: number) => string | Promise<string>;
}

export interface GrowthOptions {
  readonly data: string;
  readonly rounds: number;
  /** The program; and what writes a file again and again, up to so many MB. */
  readonly ours: string;
  readonly repeat: string;
  /** Flags that name the case. */
  readonly ofCase: string;
}

/** Time and memory at one size and at ten times that, as Markdown. */
export async function growth(options: GrowthOptions): Promise<string> {
  const rows: string[] = [];
  for (const { of, size, command } of growths(options)) {
    const [one, ten] = [await command(size), await command(10 * size)];
    const standings = contest(
      [one, ten].map((text) => ({ name: of, command: text })),
      options.rounds,
    );
    rows.push(row(of, size, standings));
  }
  return [HEAD, ...rows].join('\n');
}

function growths({ data, ours, repeat, ofCase }: GrowthOptions): readonly Growth[] {
  const investigate = `${ours} investigate -q --format json`;
  return [
    {
      of: 'MB of a stream, `scan -`',
      size: 1_000,
      command: (size) => `${repeat} ${generateAccessLog(data, 50)} ${size} | ${ours} scan -q -`,
    },
    {
      of: 'files of one line, `investigate`',
      size: 20_000,
      command: (size) => `${investigate} ${ofCase} ${generateTinyLogs(data, size)}`,
    },
    {
      of: 'policy changes, `investigate`',
      size: 10_000,
      command: (size) => `${investigate} ${generateChanges(data, size)}`,
    },
    {
      of: 'configurations, a survey',
      size: 10,
      command: async (size) => `${investigate} --now ${NOW} ${await generateOrganisation(data, size)}`,
    },
    {
      of: 'objects of a listing, `investigate`',
      size: 100_000,
      command: (size) => `${investigate} ${ofCase} ${generateListing(data, size)}`,
    },
  ];
}

const HEAD = ['| | once | ten times | wall | processor | memory |', '|---|---:|---:|---:|---:|---:|'].join('\n');

function row(of: string, size: number, [one, ten]: readonly Standing[]): string {
  const [wall, busy] = (['seconds', 'processor'] as const).map((kind) =>
    ratio(median(one?.[kind] ?? []), median(ten?.[kind] ?? [])),
  );
  const memory = ratio(one?.megabytes ?? null, ten?.megabytes ?? null);
  return `| ${size.toLocaleString('en-US')} ${of} | ${told(one)} | ${told(ten)} | ${wall} | ${busy} | ${memory} |`;
}

function told(standing: Standing | undefined): string {
  return `${median(standing?.seconds ?? [])?.toFixed(2) ?? '?'} s, ${standing?.megabytes ?? '?'} MB`;
}

function ratio(one: number | null, ten: number | null): string {
  return one === null || ten === null ? '' : `${(ten / one).toFixed(1)}x`;
}
