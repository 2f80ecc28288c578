import type { Actor } from '../records/actor.ts';

/** The richest of several views of one caller, with members that it lacks filled from the others. */
export function mergeActors(actors: readonly Actor[]): Actor {
  const [lead, ...others] = [...actors].sort((a, b) => richness(b) - richness(a));
  if (lead === undefined) throw new RangeError('a call has been seen once at least');
  const filled: Record<string, unknown> = { ...lead };
  for (const actor of others) {
    for (const member of FILLABLE) filled[member] ??= actor[member];
    // Of another type, these are another log's words for something else.
    if (actor.type === lead.type) for (const member of OF_TYPE) filled[member] ??= actor[member];
  }
  // One log cuts what another has whole.
  const cut = filled['userAgent'];
  const whole = others.find(
    ({ userAgent }) => typeof cut === 'string' && userAgent !== cut && userAgent?.startsWith(cut),
  );
  return { ...lead, ...filled, ...(whole === undefined ? {} : { userAgent: whole.userAgent, tool: whole.tool }) };
}

function richness({ arn, accessKeyId, type, principalId }: Actor): number {
  return (
    (arn === null ? 0 : 8) +
    (accessKeyId === null ? 0 : 4) +
    (type === null || type === 'AWSAccount' || type === 'Unknown' ? 0 : 2) +
    (principalId === null ? 0 : 1)
  );
}

const FILLABLE = [
  'arn',
  'accountId',
  'sessionName',
  'sessionIssuerArn',
  'accessKeyId',
  'mfaAuthenticated',
  'sourceIdentity',
  'sourceIp',
  'userAgent',
  'tool',
] as const satisfies readonly (keyof Actor)[];

const OF_TYPE = ['principalId', 'userName', 'invokedBy'] as const satisfies readonly (keyof Actor)[];

/** What all of several callers agree on: whatever they differ in, or only some of them have, is null. */
export function agreedActor(actors: readonly Actor[]): Actor {
  const [first, ...others] = actors;
  if (first === undefined) throw new RangeError('callers that differ are two at least');
  const agreed = Object.entries(first).map(([member, value]) => {
    const isShared = others.every((other) => other[member as keyof Actor] === value);
    return [member, isShared ? value : null] as const;
  });
  return { ...first, ...Object.fromEntries(agreed), chain: [], origin: null };
}

/** Each once, in a total order. */
export function distinctActors(actors: readonly Actor[]): Actor[] {
  const byText = new Map(actors.map((actor) => [JSON.stringify(actor), actor] as const));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, actor]) => actor);
}
