import type { Case } from '../case/case.ts';
import type { CaseMember } from '../case/members.ts';
import type { Place } from '../delivery-path/place.ts';
import type { DeliveryConfiguration } from '../profile/configuration.ts';
import type { Call } from '../sightings/call.ts';
import type { Gathered } from '../sightings/gather.ts';
import type { CaseQuestion } from './case-question.ts';
import { inferenceOf } from './infer-case.ts';
import { chooseDocument, newestSign, signsOf } from './signs.ts';

/** The case, and where the words of it came from. */
export interface ResolvedCase {
  readonly case: Case;
  /** The configuration document of the case in the evidence: the state at `now`; null when there is none. */
  readonly document: DeliveryConfiguration | null;
  /** The destination as flags, `case.json` or a document name it; null members were read off keys, if known at all. */
  readonly named: Pick<Place, 'bucket' | 'prefix'>;
  /** Why each member that nobody gave is taken for what it is. */
  readonly inferred: Reasons;
  /** False where the destination is a bucket of which nothing but a change of its policy was seen. */
  readonly destinationIsTied: boolean;
  /** The account of the source bucket is known from the policy of the destination alone. */
  readonly accountIsOfPolicy: boolean;
}

export type Reasons = { readonly [Name in CaseMember]?: string };

/**
 * What the case is: as flags or `case.json` say, else from an inventory configuration document in the evidence, else
 * read off manifests, listed keys and writes, else inferred from configuration calls and policies.
 */
export function resolveCase({ profile, case: given, asOf }: CaseQuestion, gathered: Gathered): ResolvedCase {
  const { calls } = gathered;
  const chosen = chooseDocument(given, gathered);
  const now = asOf.time;
  const sign = newestSign(signsOf({ profile, case: given, asOf }, gathered, chosen?.id));
  const document =
    chosen ?? chooseDocument({ ...given, configurationId: given.configurationId ?? sign?.configurationId }, gathered);
  const configurationId = given.configurationId ?? document?.id ?? sign?.configurationId ?? null;
  const inference = inferenceOf(
    profile,
    gathered,
    calls.filter(({ time }) => time <= now),
  );
  const ofEvents = sourceFromEvents(calls, configurationId);
  const named: ResolvedCase['named'] = {
    bucket: given.destinationBucket ?? document?.destinationBucket ?? null,
    prefix: given.destinationPrefix ?? document?.destinationPrefix ?? null,
  };
  const known = { sourceBucket: given.sourceBucket ?? sign?.sourceBucket ?? ofEvents, configurationId };
  const destination = (named.bucket ?? sign?.bucket ?? null) === null ? inference.destination(known) : null;
  const destinationBucket = named.bucket ?? sign?.bucket ?? destination?.value ?? null;
  const ofPolicy =
    known.sourceBucket !== null || destinationBucket === null ? null : inference.source(destinationBucket);
  const sourceBucket = known.sourceBucket ?? ofPolicy?.value ?? null;
  // Where the destination was named, a policy that names the wrong account must not make that the right one.
  const source = destination === null ? null : inference.sourceAccount(destination.value, sourceBucket);
  const knownPrefix = named.prefix ?? sign?.prefix ?? null;
  const prefix =
    knownPrefix !== null || destinationBucket === null ? null : inference.prefix(destinationBucket, sourceBucket);
  const accounts = { source: accountOf(calls, sourceBucket), destination: accountOf(calls, destinationBucket) };
  const sourceAccount = given.sourceAccount ?? accounts.source ?? source?.value ?? null;
  const inferred = reasons({
    sourceBucket: [given.sourceBucket, sign && BY_KEYS, ofEvents && BY_EVENTS, ofPolicy?.why],
    sourceAccount: [given.sourceAccount, accounts.source && BY_OWNER, source?.why],
    destinationBucket: [named.bucket, sign?.bucket && BY_KEYS, destination?.why],
    destinationAccount: [given.destinationAccount ?? document?.destinationAccount, accounts.destination && BY_OWNER],
    destinationPrefix: [named.prefix, sign?.prefix == null ? null : BY_KEYS, prefix?.why],
    configurationId: [given.configurationId ?? document?.id, sign && BY_KEYS],
  });
  return {
    document,
    named,
    inferred,
    destinationIsTied: destination?.isTied ?? true,
    accountIsOfPolicy: sourceAccount !== null && given.sourceAccount === undefined && accounts.source === null,
    case: {
      profile,
      sourceBucket,
      sourceAccount,
      destinationBucket,
      destinationAccount: given.destinationAccount ?? document?.destinationAccount ?? accounts.destination,
      destinationPrefix: knownPrefix ?? prefix?.value ?? null,
      configurationId,
      frequency: given.frequency ?? document?.frequency ?? null,
      encryption: given.encryption ?? encryptionOf(document),
      now,
    },
  };
}

const BY_KEYS = 'the keys of the reports name it';
const BY_EVENTS = 'its configuration was changed there';
const BY_OWNER = 'the events of the bucket name it as owner';

/** Of each member: what was given, then the reasons in the order in which its value is taken. A given one has none. */
function reasons(
  members: { readonly [Name in CaseMember]?: readonly [unknown, ...(string | null | undefined)[]] },
): Reasons {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, [given, ...why]]) => {
      const reason = why.find((words) => words != null && words !== '');
      return (given ?? null) !== null || reason === undefined ? [] : [[name, reason]];
    }),
  );
}

/** The bucket whose inventory configuration of that id was changed, when the events name exactly one. */
function sourceFromEvents(calls: readonly Call[], configurationId: string | null): string | null {
  const buckets = new Set(
    calls.flatMap(({ action }) =>
      (action.kind === 'put-inventory-configuration' || action.kind === 'delete-inventory-configuration') &&
      (configurationId === null || action.id === configurationId)
        ? [action.bucket]
        : [],
    ),
  );
  return buckets.size === 1 ? ([...buckets][0] ?? null) : null;
}

/** The account that owns a bucket as the events on it say, when they name exactly one. */
function accountOf(calls: readonly Call[], bucket: string | null): string | null {
  if (bucket === null) return null;
  const accounts = new Set(
    calls.flatMap(({ action, ownerAccountId, recipientAccountId }) => {
      const account = ownerAccountId ?? recipientAccountId;
      return 'bucket' in action && action.bucket === bucket && account !== null ? [account] : [];
    }),
  );
  return accounts.size === 1 ? ([...accounts][0] ?? null) : null;
}

function encryptionOf(document: DeliveryConfiguration | null): string | null {
  switch (document?.encryption.type) {
    case 'none':
    case 'SSE-S3':
      return document.encryption.type;
    case 'SSE-KMS':
      return document.encryption.keyId;
    default:
      return null;
  }
}
