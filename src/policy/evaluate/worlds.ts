import type { Statement } from '../document/policy.ts';
import { allOf, type Tri } from '../document/tri.ts';
import { certain, type Decision, type LiveStatement, type Outcome, type Subject } from './decision.ts';
import { decisiveKeys } from './decisive-keys.ts';
import { matchResourceElement } from './statement.ts';
import { findUnknowns, type Unknown, unknownKeysOf } from './unknowns.ts';
import { choose, countWorlds, judgeIn, MOST_WORLDS, type World, worldOf } from './world.ts';

/**
 * Settles what one pass in three values left open, by going through every possible world: each unknown key absent
 * (where it may be) or with each class of values that the policy's conditions tell apart. If the answer is the same
 * in all of them it is certain; else it depends on just the keys with which it varies.
 *
 * Limits: what compares one unknown with another (a variable whose key is unknown) stays open in a world. Beyond
 * 20,000 worlds nothing is enumerated: the answer depends on all the unknown keys, and says that it is not exhaustive.
 */
export function exploreWorlds(live: readonly LiveStatement[], subject: Subject): Decision {
  const statements = live.map(({ statement }) => statement);
  const conditions = statements.flatMap((statement) => statement.conditions);
  const templates = statements.flatMap(({ resource }) => resource.patterns.map(({ template }) => template));
  const unknowns = findUnknowns(conditions, templates, subject.context);
  const count = countWorlds(unknowns);
  if (count > MOST_WORLDS) return tooManyWorlds(live, subject, unknowns);
  const tally = new Tally(live);
  const outcomes = new Array<Outcome>(count);
  for (let world = 0; world < count; world += 1) {
    outcomes[world] = judgeWorld(live, subject, worldOf(choose(unknowns, world), subject.context), tally);
  }
  return conclude(outcomes, unknowns, tally, live, subject);
}

/** What was seen of each statement and of what stayed open, over all worlds. */
class Tally {
  /** Worlds in which a statement matched for certain, by statement. */
  readonly matched: Map<Statement, number> = new Map();
  /** Statements of which in some world it stayed open whether they match, and that world with them. */
  readonly open: Set<Statement> = new Set();
  readonly openKeys: Set<string> = new Set();
  readonly undocumented: Set<string> = new Set();
  /** Worlds in which a Deny matched for certain. */
  explicit = 0;

  constructor(live: readonly LiveStatement[]) {
    for (const { statement } of live) this.matched.set(statement, 0);
  }
}

function judgeWorld(live: readonly LiveStatement[], subject: Subject, world: World, tally: Tally): Outcome {
  const judged = live.map((item) => judgeStatement(item, subject, world));
  let outcome: Outcome = 'allowed';
  let explicit = false;
  for (let index = 0; index < subject.resources.length; index += 1) {
    const verdict = judgeResource(live, judged, index);
    explicit ||= verdict === 'explicit';
    if (verdict === 'explicit' || verdict === 'implicit') outcome = 'denied';
    else if (verdict === 'open' && outcome === 'allowed') outcome = 'open';
  }
  if (explicit) tally.explicit += 1;
  for (const [index, item] of live.entries()) {
    if (judged[index]?.includes('yes') === true)
      tally.matched.set(item.statement, (tally.matched.get(item.statement) ?? 0) + 1);
    if (outcome === 'open' && judged[index]?.includes('unknown') === true) {
      tally.open.add(item.statement);
      noteOpen(item, subject, world, tally);
    }
  }
  return outcome;
}

/** The statement's answer for each resource. */
function judgeStatement(item: LiveStatement, subject: Subject, world: World): Tri[] {
  const conditions = allOf(item.statement.conditions.map((condition) => judgeIn(condition, world)));
  const fixed = allOf([item.principal.answer, item.action, conditions]);
  return subject.resources.map((arn, index) => {
    const known = item.resources[index] ?? 'no';
    return allOf([
      fixed,
      known === 'unknown' ? matchResourceElement(item.statement.resource, arn, world.context) : known,
    ]);
  });
}

function judgeResource(
  live: readonly LiveStatement[],
  judged: readonly (readonly Tri[])[],
  index: number,
): 'explicit' | 'implicit' | 'allowed' | 'open' {
  let deny: Tri = 'no';
  let allow: Tri = 'no';
  for (const [position, item] of live.entries()) {
    const answer = judged[position]?.[index] ?? 'no';
    if (answer === 'no') continue;
    if (item.statement.effect === 'Deny') {
      if (answer === 'yes') return 'explicit';
      deny = 'unknown';
    } else if (allow !== 'yes') allow = answer;
  }
  if (allow === 'no') return 'implicit';
  return deny === 'no' && allow === 'yes' ? 'allowed' : 'open';
}

/** Keeps why a statement stayed open in a world: keys that are compared with each other, or what AWS does not document. */
function noteOpen(item: LiveStatement, subject: Subject, world: World, tally: Tally): void {
  const { statement } = item;
  if (item.principal.problem !== null) tally.undocumented.add(item.principal.problem);
  for (const condition of statement.conditions) {
    if (judgeIn(condition, world) !== 'unknown') continue;
    if (condition.unsupported !== null) tally.undocumented.add(condition.unsupported);
    const keys = unknownKeysOf(condition, world.context);
    for (const { key } of keys) tally.openKeys.add(key);
    if (keys.length === 0 && condition.unsupported === null)
      tally.undocumented.add(`how ${condition.operatorName} on ${condition.key} treats its value`);
  }
  for (const [index, arn] of subject.resources.entries()) {
    if (
      item.resources[index] !== 'unknown' ||
      matchResourceElement(statement.resource, arn, world.context) !== 'unknown'
    )
      continue;
    noteOpenResource(statement, arn, world, tally);
  }
}

function noteOpenResource(statement: Statement, arn: string | null, world: World, tally: Tally): void {
  if (arn === null) {
    tally.undocumented.add('the ARN of the resource is not known');
    return;
  }
  for (const pattern of statement.resource.patterns) {
    const keys = pattern.template.pieces.flatMap((piece) => {
      const entry = piece.kind === 'variable' ? world.context(piece.key.toLowerCase()) : null;
      return entry?.state === 'unknown' ? [entry.key] : [];
    });
    for (const key of keys) tally.openKeys.add(key);
    if (pattern.problem !== null)
      tally.undocumented.add(`the resource "${pattern.text}" cannot be read: ${pattern.problem}`);
    else if (keys.length === 0 && pattern.matches?.(arn) === 'unknown') {
      tally.undocumented.add(
        `whether the wildcards of the resource "${pattern.text}" reach across the fields of an ARN`,
      );
    }
  }
}

function conclude(
  outcomes: readonly Outcome[],
  unknowns: readonly Unknown[],
  tally: Tally,
  live: readonly LiveStatement[],
  subject: Subject,
): Decision {
  const worlds = outcomes.length;
  const firstOf = (effect: 'Allow' | 'Deny', least: number): Statement | null =>
    live.find(({ statement }) => statement.effect === effect && (tally.matched.get(statement) ?? 0) >= least)
      ?.statement ?? null;
  const firstOpen = firstOpenResource(live, subject);
  if (outcomes.every((outcome) => outcome === 'allowed')) {
    return certain('allowed', firstOf('Allow', worlds) ?? firstOf('Allow', 1), null);
  }
  if (outcomes.every((outcome) => outcome === 'denied')) {
    const explicit = tally.explicit === worlds ? (firstOf('Deny', worlds) ?? firstOf('Deny', 1)) : null;
    return certain(explicit === null ? 'implicit-deny' : 'explicit-deny', explicit, firstOpen);
  }
  const varying = decisiveKeys(outcomes, unknowns);
  const keys = unknowns.flatMap((unknown) => unknown.keys).filter((key) => varying.has(key) || tally.openKeys.has(key));
  const state = tally.undocumented.size > 0 ? 'unknown' : 'depends';
  return {
    state,
    decision: state,
    statement: openStatement(live, tally, worlds),
    resource: firstOpen,
    unknownKeys: [...new Set(keys)],
    undocumented: [...tally.undocumented],
    exhaustive: true,
  };
}

/** The statement that an open answer turns on: a Deny that applies in some worlds only, else such an Allow. */
function openStatement(live: readonly LiveStatement[], tally: Tally, worlds: number): Statement | null {
  const varies = live.filter(({ statement }) => {
    const matched = tally.matched.get(statement) ?? 0;
    return matched < worlds && (matched > 0 || tally.open.has(statement));
  });
  const deny = varies.find(({ statement }) => statement.effect === 'Deny');
  return (deny ?? varies[0])?.statement ?? live[0]?.statement ?? null;
}

/** The first resource that is not allowed by certain statements alone. */
function firstOpenResource(live: readonly LiveStatement[], subject: Subject): number | null {
  const isCertain = (item: LiveStatement, index: number): boolean =>
    item.principal.answer === 'yes' && item.conditions === 'yes' && item.resources[index] === 'yes';
  for (let index = 0; index < subject.resources.length; index += 1) {
    const reached = live.filter(({ resources }) => resources[index] !== 'no');
    const denied = reached.some(({ statement }) => statement.effect === 'Deny');
    const allowed = reached.some((item) => item.statement.effect === 'Allow' && isCertain(item, index));
    if (denied || !allowed) return index;
  }
  return null;
}

function tooManyWorlds(live: readonly LiveStatement[], subject: Subject, unknowns: readonly Unknown[]): Decision {
  const tally = new Tally(live);
  const world: World = { context: subject.context, verdict: () => undefined };
  for (const item of live) {
    const { statement, principal, conditions, resources } = item;
    if (principal.answer === 'unknown' || conditions === 'unknown' || resources.includes('unknown')) {
      tally.open.add(statement);
    }
    noteOpen(item, subject, world, tally);
  }
  const state = tally.undocumented.size > 0 ? 'unknown' : 'depends';
  return {
    state,
    decision: state,
    statement: openStatement(live, tally, 1),
    resource: firstOpenResource(live, subject),
    unknownKeys: unknowns.flatMap(({ keys }) => keys),
    undocumented: [...tally.undocumented],
    exhaustive: false,
  };
}
