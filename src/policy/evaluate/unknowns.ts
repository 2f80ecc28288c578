import { type Condition, judgeValue } from '../document/condition.ts';
import { spellKey } from '../document/condition-keys.ts';
import {
  type ContextEntry,
  type ContextGroup,
  completeContext,
  type RequestContext,
  type UnknownEntry,
} from '../document/context.ts';
import { parseMoment, parseNumber } from '../document/literals.ts';
import { type Template, variableKeys } from '../document/template.ts';
import type { Tri } from '../document/tri.ts';
import { possibleVerdicts, type Verdicts } from './witness-values.ts';

/** One thing that is not known about a request, with every way in which it can be. */
export interface Unknown {
  /** The keys that vary, in AWS's spelling. */
  readonly keys: readonly string[];
  readonly choices: readonly Choice[];
}

/** One way in which an unknown can be. */
export interface Choice {
  /** What the keys (in lower case) then say; a value that stays open is `unknown` and no longer absent. */
  readonly entries: ReadonlyMap<string, ContextEntry>;
  /** How the conditions on the keys then answer, where a value stays open. */
  readonly verdicts: Verdicts;
  /** Equal texts for equal states of a key: to find which key of a group matters. */
  readonly states: ReadonlyMap<string, string>;
}

/** All that is unknown and may matter to some conditions and resource patterns, in the order in which they name it. */
export function findUnknowns(
  conditions: readonly Condition[],
  resources: readonly Template[],
  context: RequestContext,
): Unknown[] {
  const open = conditions.filter((condition) => condition.unsupported === null);
  const entries = unknownEntries(open, resources, context);
  const unknowns: Unknown[] = [];
  const done = new Set<string>();
  for (const [lookupKey, entry] of entries) {
    if (done.has(lookupKey)) continue;
    const members = entry.group === null ? [lookupKey] : membersOf(entry.group, entries);
    for (const member of members) done.add(member);
    const on = (key: string): Condition[] =>
      open.filter((condition) => condition.lookupKey === key && isFixed(condition, context));
    const choices = choicesOf(entry, members, entries, on, context);
    unknowns.push({ keys: members.map((member) => entries.get(member)?.key ?? member), choices });
  }
  return unknowns;
}

/** The unknown keys that one condition asks for: its own and those of the variables in its values. */
export function unknownKeysOf(condition: Condition, context: RequestContext): UnknownEntry[] {
  const keys = [
    condition.lookupKey,
    ...condition.tests.flatMap((test) => test.variables.map((key) => key.toLowerCase())),
  ];
  return keys.map(context).filter((entry) => entry.state === 'unknown');
}

function unknownEntries(
  open: readonly Condition[],
  resources: readonly Template[],
  context: RequestContext,
): Map<string, UnknownEntry> {
  const entries = new Map<string, UnknownEntry>();
  // A key that no table knows is called as the policy writes it first.
  const add = (name: string): void => {
    const key = name.toLowerCase();
    const entry = context(key);
    if (entry.state === 'unknown' && !entries.has(key)) entries.set(key, { ...entry, key: spellKey(name) });
  };
  for (const condition of open) {
    add(condition.key);
    for (const test of condition.tests) for (const key of test.variables) add(key);
  }
  for (const template of resources) for (const key of variableKeys(template)) add(key);
  return entries;
}

/** No variable in the condition's values is unknown, so that the classes of the key's values can be told. */
function isFixed(condition: Condition, context: RequestContext): boolean {
  const variables = condition.tests.flatMap((test) => test.variables);
  return (
    condition.operator?.family !== 'null' && variables.every((key) => context(key.toLowerCase()).state !== 'unknown')
  );
}

/** In alphabetical order, so that the choice among keys that tell the same does not hang on the order of the policy. */
function membersOf(group: ContextGroup, entries: ReadonlyMap<string, UnknownEntry>): string[] {
  const members = [...entries].filter(([, entry]) => entry.group !== null && sameGroup(entry.group, group));
  return members.map(([key]) => key).sort();
}

function sameGroup(left: ContextGroup, right: ContextGroup): boolean {
  if (left.kind === 'time' || right.kind === 'time') return left.kind === right.kind;
  return left.name === right.name;
}

function choicesOf(
  entry: UnknownEntry,
  members: readonly string[],
  entries: ReadonlyMap<string, UnknownEntry>,
  on: (key: string) => Condition[],
  context: RequestContext,
): readonly Choice[] {
  if (entry.group?.kind === 'time') return timeChoices(members, entries, on);
  if (entry.group?.kind === 'alternatives') {
    return entry.group.alternatives.flatMap((alternative) =>
      members.reduce<readonly Choice[]>(
        (choices, member) => {
          const value = alternative.get(member) ?? null;
          const own = entries.get(member) ?? entry;
          const ways =
            value === 'any' ? openChoices(member, own, on(member), context) : [fixedChoice(member, own, value)];
          return choices.flatMap((choice) => ways.map((way) => join(choice, way)));
        },
        [NOTHING],
      ),
    );
  }
  const [key = ''] = members;
  const absent = entry.mayBeAbsent ? [fixedChoice(key, entry, null)] : [];
  const present =
    entry.possible?.map((values) => fixedChoice(key, entry, values)) ?? openChoices(key, entry, on(key), context);
  return [...absent, ...present];
}

function fixedChoice(key: string, entry: UnknownEntry, values: readonly string[] | null): Choice {
  const { key: name, basis, url } = entry;
  const told: ContextEntry =
    values === null
      ? { state: 'absent', key: name, basis, url }
      : { state: 'present', key: name, values, contested: null, basis, url };
  return { entries: new Map([[key, told]]), verdicts: new Map(), states: new Map([[name, JSON.stringify(values)]]) };
}

/** The key is there, with one of the values that the conditions tell apart. */
function openChoices(
  key: string,
  entry: UnknownEntry,
  conditions: readonly Condition[],
  context: RequestContext,
): Choice[] {
  return possibleVerdicts(conditions, context, entry.like).map((verdicts, index) => ({
    entries: new Map([[key, { ...entry, mayBeAbsent: false }]]),
    verdicts,
    states: new Map([[entry.key, `value ${index}`]]),
  }));
}

/** Both clocks show one moment: the moments that the conditions tell apart are tried, to the second. */
function timeChoices(
  members: readonly string[],
  entries: ReadonlyMap<string, UnknownEntry>,
  on: (key: string) => Condition[],
): Choice[] {
  const conditions = members.flatMap(on);
  const bounds = conditions.flatMap((condition) => condition.values.map((value) => boundOf(condition, value)));
  const known = [...new Set(bounds.filter((bound) => bound !== null))];
  const moments = new Set(known.flatMap((bound) => [bound - 1, bound, bound + 1].map((second) => Math.floor(second))));
  const seconds = moments.size === 0 ? [0] : [...moments].sort((a, b) => a - b);
  return seconds.map((second) => ({
    entries: new Map(members.map((key) => [key, { ...(entries.get(key) as UnknownEntry), mayBeAbsent: false }])),
    verdicts: new Map(conditions.map((condition) => [condition, judgeAt(condition, second)])),
    states: new Map(members.map((key) => [entries.get(key)?.key ?? key, String(second)])),
  }));
}

/** Seconds since 1970 that a date or number of a condition stands for. */
function boundOf(condition: Condition, value: string): number | null {
  const family = condition.operator?.family;
  if (family === 'date') {
    const moment = parseMoment(value);
    return moment === null ? null : moment / 1000;
  }
  return family === 'numeric' ? parseNumber(value) : null;
}

function judgeAt(condition: Condition, second: number): Tri {
  const { operator } = condition;
  if (operator === null || (operator.family !== 'date' && operator.family !== 'numeric')) return 'unknown';
  const value = condition.lookupKey === 'aws:epochtime' ? String(second) : new Date(second * 1000).toISOString();
  return judgeValue(condition, operator, value, NO_VARIABLES);
}

/** Dates and numbers hold no variables, so that nothing is asked of this context. */
const NO_VARIABLES: RequestContext = completeContext([]);

const NOTHING: Choice = { entries: new Map(), verdicts: new Map(), states: new Map() };

function join(left: Choice, right: Choice): Choice {
  return {
    entries: new Map([...left.entries, ...right.entries]),
    verdicts: new Map([...left.verdicts, ...right.verdicts]),
    states: new Map([...left.states, ...right.states]),
  };
}
