import type { RecordedOptions, RecordedSource, RunRecord } from './run-record.ts';

/** What a run that was done again has otherwise than its record. */
export type Difference =
  | { readonly kind: 'evidence-missing'; readonly source: string; readonly recorded: string | null }
  | {
      readonly kind: 'evidence-changed';
      readonly source: string;
      /** SHA-256; null for what could not be read to its end. */
      readonly recorded: string | null;
      readonly now: string | null;
    }
  | { readonly kind: 'evidence-new'; readonly source: string; readonly now: string | null }
  | { readonly kind: 'version'; readonly recorded: string; readonly now: string }
  | {
      readonly kind: 'option';
      readonly name: string;
      readonly recorded: string | readonly string[] | null;
      readonly now: string | readonly string[] | null;
    }
  /** Which members of the JSON report are not what they were. */
  | { readonly kind: 'report'; readonly members: readonly string[] };

/** In the order of cause: evidence, version, options, and what came of it. */
export function differencesOf(recorded: RunRecord, now: RunRecord): readonly Difference[] {
  const version = { recorded: recorded.tool.version, now: now.tool.version };
  return [
    ...evidenceDifferences(recorded.evidence, now.evidence),
    ...(version.recorded === version.now ? [] : [{ kind: 'version' as const, ...version }]),
    ...optionDifferences(recorded.options, now.options),
    ...(recorded.report.sha256 === now.report.sha256
      ? []
      : [{ kind: 'report' as const, members: differingNames(recorded.report.members, now.report.members) }]),
  ];
}

function evidenceDifferences(recorded: readonly RecordedSource[], now: readonly RecordedSource[]): Difference[] {
  const before = new Map(recorded.map((source) => [source.source, source]));
  const after = new Map(now.map((source) => [source.source, source]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((source): Difference[] => {
    const [old, found] = [before.get(source), after.get(source)];
    if (found === undefined) return [{ kind: 'evidence-missing', source, recorded: old?.sha256 ?? null }];
    if (old === undefined) return [{ kind: 'evidence-new', source, now: found.sha256 }];
    if (old.sha256 === found.sha256) return [];
    return [{ kind: 'evidence-changed', source, recorded: old.sha256, now: found.sha256 }];
  });
}

function optionDifferences(recorded: RecordedOptions, now: RecordedOptions): Difference[] {
  return differingNames(recorded, now).map((name) => ({
    kind: 'option',
    name,
    recorded: recorded[name] ?? null,
    now: now[name] ?? null,
  }));
}

function differingNames(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): string[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return names.filter((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]));
}
