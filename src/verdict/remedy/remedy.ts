import { targetOf } from '../../delivery-path/evaluate-links.ts';
import { partitionAt } from '../../delivery-path/partition-at.ts';
import { deniedLinks } from '../../delivery-path/path.ts';
import { keyIdOf } from '../../delivery-path/world.ts';
import type { JsonObject } from '../../json.ts';
import { sourceBucketArn } from '../../policy/delivery/delivery-target.ts';
import { type PolicyOfPath, withSourceAccount } from '../../policy/remedy/source-account.ts';
import type { Timeline } from '../../timeline/build.ts';
import type { Cause } from '../cause.ts';
import { getConfiguration, putConfiguration } from './commands.ts';
import { draftConfiguration } from './configuration-draft.ts';
import type { Edit, EditKind, PathRemedy, RemedyAnswer } from './edit.ts';
import { mendDefaultEncryption, mendEncryption } from './mend-encryption.ts';
import { mendKeyState } from './mend-key-state.ts';
import { mendDestinationPolicy, mendPolicyOfKey } from './mend-policies.ts';
import { type Plan, refuse, regionOf, withConfiguration, writerCaution } from './plan.ts';
import { remainingOf } from './remaining.ts';

/**
 * The smallest edits that let the delivery through at `now`, each evaluated before it is offered and all of them
 * together: the configuration as it will be, then policy, key and default encryption for the write that it asks for.
 *
 * @param cause why the last missed runs are missing: what stops delivery now
 */
export function remedyAtNow(timeline: Timeline, cause: Cause | null): RemedyAnswer {
  const { placeNow, worldAtNow } = timeline;
  const plain = targetOf(placeNow, timeline.case, timeline.case.now, partitionAt(worldAtNow, placeNow));
  if (plain === null) {
    return withheld([
      'which delivery has to be mended is not known whole: source bucket, destination and configuration id',
    ]);
  }
  const unnamed = timeline.accountIsOfPolicy ? { ...plain, sourceAccount: null } : plain;
  const { target, warnings } = withSourceAccount(policiesOf(timeline), unnamed);
  const start = draftConfiguration(timeline, cause);
  const first: Plan = {
    timeline,
    subject: { ...timeline.case, sourceAccount: target.sourceAccount },
    target,
    world: timeline.worldAtNow,
    place: timeline.placeNow,
    edits: [],
    configuration: start.draft,
    touched: new Set(),
    cautions: [],
    refusals: new Map(),
  };
  const started =
    start.refusal !== null
      ? refuse(first, 'configuration', start.refusal)
      : start.draft.steps.length > 0
        ? withConfiguration(first, start.draft, start.cautions)
        : first;
  const plan = STEPS.reduce((current, step) => step(current), started);
  const edits = [...plan.edits, ...(start.refusal === null ? configurationEdit(plan) : [])].sort(
    (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind),
  );
  const remaining = [...(start.refusal === null ? missingDocument(plan) : []), ...remainingOf(plan)];
  const [edit, ...more] = edits;
  if (edit === undefined) return withheld(reasonsFor(plan, remaining, cause));
  const restsOnAccount = edits.some(({ kind }) => kind === 'bucket-policy' || kind === 'key-policy');
  const isConfigured = edits.some(({ kind }) => kind === 'inventory-configuration');
  const sparesDeny = cause?.decision === 'explicit-deny' && restsOnAccount;
  const cautions = [
    ...(sparesDeny ? [DELIBERATE] : []),
    ...plan.cautions,
    ...(isConfigured ? writerCaution(plan, 'configuration', plan.subject.profile.words.configuration) : []),
    ...(restsOnAccount ? warnings.map(({ message }) => message) : []),
  ];
  const remedy: PathRemedy = {
    edits: [edit, ...more],
    mendsPath: remaining.length === 0,
    remaining,
    cautions: [...new Set(cautions)],
  };
  return { remedy, withheld: [] };
}

const DELIBERATE =
  'the Deny may be deliberate, for instance to contain an incident: ask its author before the delivery is spared';

const STEPS: readonly ((plan: Plan) => Plan)[] = [
  mendEncryption,
  mendDestinationPolicy,
  mendPolicyOfKey,
  mendKeyState,
  mendDefaultEncryption,
];

/** Documents first; the policies before what rests on them. */
const ORDER: readonly EditKind[] = [
  'bucket-policy',
  'key-policy',
  'inventory-configuration',
  'default-encryption',
  'key-state',
];

function withheld(reasons: readonly string[]): RemedyAnswer {
  return { remedy: null, withheld: reasons };
}

function policiesOf({ worldAtNow, placeNow: { bucket, encryption } }: Timeline): PolicyOfPath[] {
  const policy = bucket === null ? undefined : worldAtNow.bucketPolicies.get(bucket);
  const setting = bucket === null ? undefined : worldAtNow.encryptions.get(bucket);
  const byDefault = setting?.state === 'known' ? (setting.value?.keyId ?? null) : null;
  const key = encryption?.type === 'SSE-KMS' ? encryption.keyId : byDefault;
  const keyPolicy = key === null ? undefined : worldAtNow.keyPolicies.get(keyIdOf(key) ?? key);
  return [
    ...(policy?.state === 'known' && policy.value !== null
      ? [{ kind: 'bucket' as const, document: policy.value }]
      : []),
    ...(keyPolicy?.state === 'known' ? [{ kind: 'key' as const, document: keyPolicy.value }] : []),
  ];
}

function configurationEdit(plan: Plan): Edit[] {
  const { steps, document } = plan.configuration;
  if (steps.length === 0) return [];
  const { sourceBucket: bucket, configurationId: id } = plan.target;
  // Reports are delivered within one Region.
  const region = regionOf(plan, bucket) ?? regionOf(plan, plan.target.destinationBucket);
  const place = { bucket, id, region };
  const isGone = plan.timeline.worldAtNow.configuration.exists === false;
  return [
    {
      kind: 'inventory-configuration',
      resource: sourceBucketArn(plan.target),
      description: `${plan.subject.profile.words.configuration} "${id}": ${steps.map(({ description }) => description).join(', and ')}`,
      // Through text, which leaves out what was taken away.
      document: document === null ? null : (JSON.parse(JSON.stringify(document)) as JsonObject),
      replaces: isGone ? null : plan.timeline.worldAtNow.configuration.document,
      diff: steps.map(({ diff }) => diff),
      command: (file) => (document === null && !isGone ? getConfiguration(place, file) : putConfiguration(place, file)),
    },
  ];
}

/** A configuration is written whole: without its document the edit cannot be shown whole. */
function missingDocument(plan: Plan): string[] {
  const { steps, document } = plan.configuration;
  if (steps.length === 0 || document !== null) return [];
  return plan.timeline.worldAtNow.configuration.exists === false
    ? ['the deleted configuration is not in evidence whole: write it anew before it is put in place']
    : [
        'the whole configuration is not in evidence: get it with the command, change it so, and put it back with put-bucket-inventory-configuration',
      ];
}

/** Why nothing is offered: what denies, else what is not known, else that nothing does. */
function reasonsFor(plan: Plan, remaining: readonly string[], cause: Cause | null): readonly string[] {
  const { path, case: subject } = plan.timeline;
  if (remaining.length > 0 && deniedLinks(path.at(subject.now)).length > 0) return remaining;
  if (remaining.length === 0 && cause !== null) {
    return ['what stopped the delivery is open again by now, so there is nothing to mend: the next report will tell'];
  }
  return remaining.length === 0
    ? ['nothing in evidence denies the delivery now: what stops it is not seen, so it cannot be mended from here']
    : ['nothing in evidence denies the delivery now, so there is nothing to mend in it', ...remaining];
}
