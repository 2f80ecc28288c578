import type { JsonValue } from '../../json.ts';
import { type DeliveryTarget, destinationArn, sourceArn, sourceBucketArn } from '../delivery/delivery-target.ts';
import { completeContext, type RequestContext } from '../document/context.ts';
import { normalize, normalText } from '../document/normal-form.ts';
import { parsePolicy } from '../document/parse.ts';
import type { Policy, PolicyKind, Statement } from '../document/policy.ts';
import { accountOf, type RequestPrincipal } from '../document/principal.ts';
import { decide } from '../evaluate/decide.ts';

/**
 * Tries an edit on requests that are made up from the policies: whether any of them, other than those of the writer
 * for this source bucket, is decided differently afterwards. Requests of other services on behalf of the
 * source bucket are left out: a Deny that spares by SourceArn spares them too, which needs an Allow of their own to
 * matter.
 */
export function othersUnchanged(
  before: JsonValue | null,
  after: JsonValue,
  target: DeliveryTarget,
  kind: PolicyKind,
): boolean {
  const old = before === null ? null : parsePolicy(before, kind);
  const now = parsePolicy(after, kind);
  if (!now.ok || old?.ok === false) return false;
  const policies = old === null ? [now.policy] : [old.policy, now.policy];
  const changed = changedStatements(old === null ? [] : old.policy.statements, now.policy.statements);
  const oldDecision = (probe: Probe): string => (old === null ? 'implicit-deny' : decide(old.policy, probe).decision);
  return probes(policies, changed, target, kind).every(
    (probe) => decide(now.policy, probe).decision === oldDecision(probe),
  );
}

interface Probe {
  readonly principal: RequestPrincipal;
  readonly action: string;
  readonly resources: readonly string[];
  readonly context: RequestContext;
}

/** Statements that stand on one side only. */
function changedStatements(old: readonly Statement[], now: readonly Statement[]): readonly Statement[] {
  const text = (statement: Statement): string => normalText(normalize(statement));
  const kept = new Set(old.map(text));
  const after = new Set(now.map(text));
  return [
    ...old.filter((statement) => !after.has(text(statement))),
    ...now.filter((statement) => !kept.has(text(statement))),
  ];
}

function probes(
  policies: readonly Policy[],
  changed: readonly Statement[],
  target: DeliveryTarget,
  kind: PolicyKind,
): Probe[] {
  const contexts = requestContexts(policies, target);
  const list: Probe[] = [];
  // What AWS documents may ask for no source where the writer only looks at the bucket.
  const looks =
    target.profile.documented === undefined ? [] : target.profile.requests.filter(({ on }) => on === 'bucket');
  const isLook = (principal: RequestPrincipal, action: string): boolean =>
    isWriter(principal, target) && looks.some((request) => request.action === action);
  for (const principal of principals(policies, target)) {
    for (const action of actions(changed, kind)) {
      if (isLook(principal, action)) continue;
      for (const resource of resources(changed, target, kind)) {
        for (const context of contexts) list.push({ principal, action, resources: [resource], context });
      }
    }
  }
  return list;
}

function principals(policies: readonly Policy[], target: DeliveryTarget): RequestPrincipal[] {
  const statements = policies.flatMap(({ statements: all }) => all);
  const named = unique(statements.flatMap(({ principal }) => principal.aws)).slice(0, MOST_OF_A_KIND);
  const { writer } = target.profile;
  const isWriter = (text: string): boolean => writer.kind === 'account' && accountOf(text) === writer.accountId;
  const services = unique([
    ...(writer.kind === 'service' ? [writer.service] : []),
    ...SERVICES,
    ...statements.flatMap(({ principal }) => principal.service),
  ]);
  const accounts = unique([
    STRANGER,
    ...(target.sourceAccount === null ? [] : [target.sourceAccount]),
    ...named.flatMap((text) => accountOf(text) ?? []),
  ]).filter((account) => !isWriter(account));
  return [
    { kind: 'anonymous' },
    ...accounts.map((accountId) => iamPrincipal(`arn:aws:iam::${accountId}:role/probe`, accountId)),
    ...named
      .filter((text) => text.startsWith('arn:') && !isWriter(text))
      .map((arn) => iamPrincipal(arn, arn.split(':')[4] ?? STRANGER)),
    ...services.slice(0, MOST_OF_A_KIND).map((name): RequestPrincipal => ({ kind: 'service', name })),
  ];
}

function iamPrincipal(arn: string, accountId: string): RequestPrincipal {
  return { kind: 'iam', arn, accountId, sessionArn: null };
}

function actions(changed: readonly Statement[], kind: PolicyKind): string[] {
  const named = changed.flatMap(({ action }) => action.patterns.map(({ text }) => instanceOf(text)));
  return unique([...ACTIONS[kind], ...named]).slice(0, MOST_OF_A_KIND);
}

function resources(changed: readonly Statement[], target: DeliveryTarget, kind: PolicyKind): string[] {
  const named = changed.flatMap(({ resource }) => resource.patterns.map(({ text }) => text));
  const own =
    kind === 'key'
      ? [target.keyArn ?? 'arn:aws:kms:::key/probe']
      : [destinationArn(target), destinationArn(target, 'probe')];
  return unique([...own, ...named.filter((text) => text.startsWith('arn:')).map(instanceOf)]).slice(0, MOST_OF_A_KIND);
}

/** The keys of the policies absent, with the values the policies name, or with others; for no source, or for another bucket. */
function requestContexts(policies: readonly Policy[], target: DeliveryTarget): RequestContext[] {
  const conditions = policies.flatMap(({ statements }) => statements.flatMap(({ conditions: all }) => all));
  const given = (pick: (values: readonly string[]) => string): [string, string][] =>
    conditions.map(({ lookupKey, values }) => [lookupKey, pick(values)]);
  const own = sourceArn(target) ?? sourceBucketArn(target);
  // An ARN that stands for all sources of an account has no other beside it there.
  const isWhole = own.includes('*');
  const other = isWhole ? instanceOf(own).replaceAll(target.sourceAccount ?? STRANGER, STRANGER) : `${own}-other`;
  const sources: [string, string][][] = [
    [],
    ...(isWhole ? [] : [sourced(other, target.sourceAccount ?? STRANGER)]),
    sourced(other, STRANGER),
  ];
  return sources.flatMap((source) =>
    [[], given((values) => instanceOf(values[0] ?? '')), given(() => 'another value')].map((keys) => {
      const others = keys.filter(([key]) => key !== 'aws:sourcearn' && key !== 'aws:sourceaccount');
      return completeContext([...others, ...source]);
    }),
  );
}

function sourced(arn: string, account: string): [string, string][] {
  return [
    ['aws:sourcearn', arn],
    ['aws:sourceaccount', account],
  ];
}

function isWriter(principal: RequestPrincipal, { profile: { writer } }: DeliveryTarget): boolean {
  return principal.kind === 'service' && writer.kind === 'service' && principal.name === writer.service;
}

/** Text that a pattern matches. */
function instanceOf(pattern: string): string {
  return pattern.replaceAll('*', 'probe').replaceAll('?', 'p');
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

const MOST_OF_A_KIND = 10;

const STRANGER = '000000000000';

const SERVICES = ['logging.s3.amazonaws.com', 'cloudtrail.amazonaws.com'] as const;

const ACTIONS: Readonly<Record<PolicyKind, readonly string[]>> = {
  bucket: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject', 's3:ListBucket', 's3:PutBucketPolicy'],
  key: ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:Encrypt', 'kms:PutKeyPolicy'],
  rcp: [],
};
