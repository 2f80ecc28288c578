import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/display/display-width.ts';
import type { CoverageEntry, Report } from '../../src/report/contract.ts';
import { renderText } from '../../src/report/text.ts';
import { anyText } from '../any-text.ts';
import {
  actor,
  brokenReport,
  change,
  culprit,
  deliveringReport,
  evidenceEntry,
  incident,
  MISSING,
  ref,
  sessionActor,
  threePhasesReport,
  twoIncidentsReport,
} from './example-reports.ts';

const PLAIN = { color: false, width: 100 };

function text(report: Report, width = 100): string {
  return renderText(report, { color: false, width });
}

const COMMAND = /^ +(aws|inventory-forensics) /;

function snapshot(name: string): string {
  return join(import.meta.dirname, 'snapshots', name);
}

describe('renderText', () => {
  it('tells a proven incident', async () => {
    await expect(text(brokenReport())).toMatchFileSnapshot(snapshot('broken.txt'));
  });

  it('tells the newest of two incidents first, on a narrow terminal', async () => {
    await expect(text(twoIncidentsReport(), 80)).toMatchFileSnapshot(snapshot('two-incidents.txt'));
  });

  it('tells a report with next to nothing in it', async () => {
    await expect(text(deliveringReport())).toMatchFileSnapshot(snapshot('delivering.txt'));
  });

  it('begins with the screen that a terminal gets, all but how to have the rest', () => {
    const report = brokenReport({ summary: 'Nothing broke.' });
    const screen = renderText(report, { ...PLAIN, extent: 'screen' }).split('\n');
    const more = screen.findIndex((line) => line.startsWith('MORE '));
    expect(screen.slice(more)).toHaveLength(2);
    expect(text(report).startsWith(screen.slice(0, more).join('\n'))).toBe(true);
    expect(text(report)).toContain('In a sentence   Nothing broke.');
  });

  it('is the same with colour, once the colour is taken away', () => {
    const colored = renderText(brokenReport(), { color: true, width: 100 });
    expect(stripVTControlCharacters(colored)).toBe(text(brokenReport()));
    expect(colored).not.toBe(text(brokenReport()));
  });

  it('lets nothing from a log act on the terminal, wherever it stands', () => {
    const hostile = '\x1b]0;owned\x07\x1b[2J\u202e\u200b\x9b1m\r\nBROKEN: all good';
    const reports = [twoIncidentsReport(), threePhasesReport()].map((report) =>
      mapStrings(report, (value) => (isWord(value) ? value : `${value}${hostile}`)),
    );
    for (const rendered of reports.flatMap((report) => [80, 137, 200].map((width) => text(report, width)))) {
      expect(rendered.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(rendered.split('\n')).not.toContain('BROKEN: all good');
    }
  });

  it('survives any text in any place', () => {
    fc.assert(
      fc.property(anyText({ maxLength: 40 }), (value) => {
        const rendered = text(mapStrings(brokenReport(), (old) => (isWord(old) ? old : value)));
        expect(rendered.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      }),
      { numRuns: 40 },
    );
  });

  it.each([80, 100, 200])('keeps to %i columns, but for what must stay whole to be copied', (width) => {
    const report = twoIncidentsReport();
    const paths = [...report.evidence, ...report.incidents.flatMap((it) => it.candidates.flatMap((c) => c.evidence))];
    const sources = paths.map(({ source }) => source);
    const long = text(report, width)
      .split('\n')
      .filter((line) => displayWidth(line) > width);
    expect(long.filter((line) => !COMMAND.test(line) && !sources.some((source) => line.includes(source)))).toEqual([]);
  });

  it('takes a terminal for at least 80 and at most 200 columns wide', () => {
    expect(text(brokenReport(), 20)).toBe(text(brokenReport(), 80));
    expect(text(brokenReport(), 500)).toBe(text(brokenReport(), 200));
  });
});

describe('the actor', () => {
  function who(overrides: Parameters<typeof actor>[0]): string {
    const by = change({ actor: actor(overrides) });
    return text(
      brokenReport({
        incidents: [incident({ culprit: culprit({ change: by }), candidates: [] })],
      }),
    );
  }

  it('shows MFA where it means something', () => {
    expect(who({ mfaAuthenticated: true })).toMatch(/MFA {13}yes/);
    expect(who({ mfaAuthenticated: false })).toMatch(/MFA {13}no/);
    expect(who({ mfaAuthenticated: null })).not.toContain('MFA');
  });

  it('does not show that a role session had no MFA, which proves nothing', () => {
    const by = change({ actor: sessionActor({ mfaAuthenticated: false }) });
    const report = brokenReport({
      incidents: [incident({ culprit: culprit({ change: by }) })],
    });
    expect(text(report)).not.toContain('MFA');
  });

  it('leaves out what is not known', () => {
    const rendered = who({
      arn: null,
      principalId: null,
      accessKeyId: null,
      sourceIp: null,
      userAgent: null,
      tool: null,
      mfaAuthenticated: null,
    });
    for (const label of ['identity', 'access key', 'source IP', 'tool', 'role']) {
      expect(rendered).not.toMatch(new RegExp(`^ {4}${label} {2,}`, 'm'));
    }
  });

  it('cuts a user agent without end, and says so', () => {
    expect(who({ userAgent: 'x'.repeat(5_000) })).toContain('[and 4,880 more characters]');
  });

  it('names the service that called for somebody', () => {
    expect(who({ tool: 'cloudformation', invokedBy: 'cloudformation.amazonaws.com', userAgent: null })).toMatch(
      /tool {12}cloudformation, called by cloudformation\.amazonaws\.com/,
    );
  });
});

describe('candidates', () => {
  it('counts harmless changes beyond a dozen, and tells all others', () => {
    const at = (index: number) => `2026-02-10T${String(index).padStart(2, '0')}:00:00Z`;
    const harmless = Array.from({ length: 15 }, (_, index) =>
      change({ assessment: 'no-effect', time: at(index), eventId: `harmless-${index}` }),
    );
    const breaking = Array.from({ length: 20 }, (_, index) =>
      change({ assessment: 'breaks', time: at(index), eventId: `breaking-${index}` }),
    );
    const candidates = [...breaking, ...harmless];
    const rendered = text(brokenReport({ timeline: [], incidents: [incident({ candidates })] }));
    expect(rendered.match(/^ {4}\d+\. {1,2}breaks/gm)).toHaveLength(20);
    expect(rendered.match(/^ {4}\d+\. {1,2}no effect/gm)).toHaveLength(12);
    expect(rendered).toContain('and 3 more changes that failed or had no effect: see the JSON report');
  });

  it('shows a failed call with its error', () => {
    expect(text(brokenReport())).toContain('Failed with AccessDenied (HTTP 403).');
  });
});

describe('what never worked', () => {
  it('is not said to have been broken', () => {
    const rendered = text(
      brokenReport({
        outcome: 'never-delivered',
        incidents: [incident({ lastDelivery: null, culprit: null, candidates: [] })],
      }),
    );
    expect(rendered).toContain('NEVER DELIVERED');
    expect(rendered).toContain('Nothing arrived before, so no change need have broken it.');
    expect(rendered).not.toMatch(/^ {4}broke /m);
  });
});

describe('the coverage', () => {
  const entry = (over: Partial<CoverageEntry>): CoverageEntry => ({
    source: 'CloudTrail of account 444455556666 in eu-west-1',
    kind: 'cloudtrail',
    from: null,
    to: null,
    gaps: [],
    links: ['destination-policy'],
    note: null,
    ...over,
  });
  const words = (over: Partial<CoverageEntry>) => text(brokenReport({ coverage: [entry(over)] }), 80);

  it('tells a log that was not given from a listing that is empty', () => {
    expect(words({})).toContain('NOT GIVEN');
    const empty = words({ source: 'listing of s3://acme-reports/', kind: 'listing', links: [] });
    expect(empty).not.toContain('NOT GIVEN');
    expect(empty).toContain('      no object\n');
  });

  it('of one record says its moment, no span and nothing of gaps', () => {
    const moment = '2026-01-29T13:41:17Z';
    const told = words({ from: moment, to: moment });
    expect(told).toContain(`      ${moment} only: one moment is no span of time\n`);
    expect(told).not.toContain('no gaps');
  });
});

describe('what is missing', () => {
  it('is numbered, and its commands are left whole, to be copied', () => {
    const command = `aws cloudtrail lookup-events --lookup-attributes ${'x'.repeat(120)} --end-time now > file.json`;
    const [first] = MISSING;
    const missing = [first, first].flatMap((entry) => (entry === undefined ? [] : [{ ...entry, command }]));
    const rendered = text(brokenReport({ missing }), 80);
    expect(rendered).toContain('  2.  CloudTrail of account 111122223333 in eu-west-1');
    expect(rendered).toContain(`      ${command}\n`);
  });

  it('is not spoken of where nothing is', () => {
    expect(text(brokenReport({ missing: [] }), 80)).not.toContain('MISSING');
  });
});

describe('the timeline', () => {
  function entries(...kinds: ('delivery' | 'missed-run' | 'denied-attempt' | 'policy-change')[]): Report['timeline'] {
    return kinds.map((kind, index) => ({
      time: `2026-02-01T${String(index).padStart(2, '0')}:00:00Z`,
      kind,
      title: `entry ${index}`,
      ...(kind === 'policy-change' ? { change: change() } : {}),
      evidence: [],
    }));
  }
  function told(timeline: Report['timeline']): string[] {
    const rendered = text(brokenReport({ timeline, incidents: [] }));
    const lines = rendered.slice(rendered.indexOf('TIMELINE'), rendered.indexOf('WHAT THE')).split('\n');
    return lines
      .filter((line) => /^ {2}(\d{4}-| +\.\.\.)/.test(line))
      .map((line) => line.slice(24).replaceAll(/ {2,}/g, ' '));
  }

  it('folds long stretches of deliveries, and of failures', () => {
    const failing = Array.from({ length: 4 }, () => ['missed-run', 'denied-attempt'] as const).flat();
    expect(told(entries(...Array.from({ length: 9 }, () => 'delivery' as const), ...failing))).toEqual([
      'delivered entry 0',
      '... 7 more delivered, with no change in between',
      'delivered entry 8',
      'missed entry 9',
      '... 3 more denied and 3 more missed, with no change in between',
      'denied entry 16',
    ]);
  });

  it('tells short stretches and every change', () => {
    const three = ['delivery', 'delivery', 'delivery'] as const;
    expect(told(entries(...three, 'policy-change', ...three))).toHaveLength(7);
    expect(told(entries('policy-change', 'policy-change'))).toEqual([
      'breaks PutBucketPolicy on acme-reports by alice',
      'breaks PutBucketPolicy on acme-reports by alice',
    ]);
  });
});

describe('a report about nothing known', () => {
  it('says what would show which inventory it is about', () => {
    const { case: known } = deliveringReport();
    const nothing = { ...known, sourceBucket: null, destinationBucket: null, configurationId: null };
    const hint = 'Nothing here shows which inventory this is about';
    expect(text({ ...deliveringReport(), outcome: 'indeterminate', case: nothing })).toContain(hint);
    expect(text({ ...deliveringReport(), outcome: 'indeterminate' })).not.toContain(hint);
  });
});

describe('the evidence', () => {
  it('adds up many files of a kind, and names each that was not read whole, many alike as one', () => {
    const files = Array.from({ length: 300 }, (_, index) =>
      evidenceEntry({ source: `logs/file-${index}`, records: 10, bytes: 1_000 }),
    );
    const rejecting = evidenceEntry({
      source: 'logs/rejecting',
      rejected: 3,
      rejects: [{ line: 7, record: null, reason: 'no closing quote' }],
    });
    const truncated = evidenceEntry({ source: 'logs/truncated.gz', failure: 'unexpected end of file' });
    const unread = Array.from({ length: 20 }, (_, index) =>
      evidenceEntry({ source: `notes/${index}.md`, kind: 'not-recognised', records: 0, from: null, to: null }),
    );
    const rendered = text(brokenReport({ evidence: [...files, rejecting, truncated, ...unread] }));
    expect(rendered).toContain('302 files, 396.4 kB, 3,192 records, 3 rejected');
    expect(rendered).not.toContain('logs/file-');
    expect(rendered).toContain('logs/rejecting');
    expect(rendered).toContain('line 7: no closing quote');
    expect(rendered).toContain('and 2 more rejects');
    expect(rendered).toContain('logs/truncated.gz');
    expect(rendered).toContain('reading stopped early: unexpected end of file');
    expect(rendered).toContain('notes/0.md and 19 more sources');
    expect(rendered).not.toContain('notes/1.md');
  });

  it('names a file that is alone of its kind', () => {
    const rendered = text(brokenReport({ evidence: [evidenceEntry({ source: 'logs/b' })] }));
    expect(rendered).toContain('logs/b');
  });

  it('names each of a few files that could not be read', () => {
    const unread = ['a', 'b', 'c', 'd', 'e'].map((name) =>
      evidenceEntry({ source: `notes/${name}.md`, kind: 'not-recognised', records: 0, from: null, to: null }),
    );
    const rendered = text(brokenReport({ evidence: unread }));
    for (const { source } of unread) expect(rendered).toContain(source);
  });
});

describe('warnings', () => {
  it('come last, each with its evidence', () => {
    const report = brokenReport({
      warnings: [
        { code: 'also-broken', message: 'The key policy denies too.', evidence: [ref('trail.json', { record: 9 })] },
      ],
    });
    expect(renderText(report, PLAIN).split('WARNINGS\n')[1]).toBe(
      '  ! The key policy denies too. [also-broken]\n    trail.json (record 9)\n' +
        '  What a code means, and what to do: inventory-forensics explain CODE\n',
    );
  });

  it('have no heading when there are none', () => {
    expect(text(deliveringReport())).not.toContain('WARNINGS');
  });
});

/** Values that come from this program's own lists, not from a log. */
function isWord(value: string): boolean {
  return WORDS.has(value) || /^\d{4}-\d\d-\d\dT[\d:]+Z$/.test(value);
}

const WORDS: ReadonlySet<string> = new Set(
  (
    '1 broken ongoing recovered proven probable breaks restores no-effect undetermined failed cloudtrail access-log listing ' +
    'destination-policy destination-bucket default-encryption configuration key-state explicit-deny disabled console ' +
    'possible key-policy implicit-deny key-change terraform Daily delivery policy-change denied-attempt missed-run not-recognised'
  ).split(' '),
);

function mapStrings<T>(value: T, map: (text: string) => string): T;
function mapStrings(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((element) => mapStrings(element, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapStrings(member, map)]));
}
