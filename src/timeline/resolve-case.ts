import type { Case, CaseOptions } from '../case/case.ts';
import type { CaseMember } from '../case/members.ts';
import type { Place } from '../delivery-path/place.ts';
import { ForensicsError } from '../errors.ts';
import type { DeliveryConfiguration } from '../profile/configuration.ts';
import type { DeliveryKey, DeliveryKeys, DeliveryProfile } from '../profile/profile.ts';
import type { Call } from '../sightings/call.ts';
import type { Gathered } from '../sightings/gather.ts';
import type { AsOf } from './as-of.ts';
import { inferenceOf } from './infer-case.ts';

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

/** What is asked, as flags say it. */
export interface CaseQuestion {
  readonly profile: DeliveryProfile;
  readonly case: CaseOptions;
  readonly asOf: AsOf;
}

export type Reasons = { readonly [Name in CaseMember]?: string };

/** A delivery's whereabouts, as a key of it tells them. */
interface Sign {
  readonly sourceBucket: string;
  readonly configurationId: string;
  readonly bucket: string | null;
  readonly prefix: string | null;
  /** Folder name of the run; null for data files. */
  readonly run: string | null;
}

/**
 * What the case is: from flags, else from `case.json`, else from an inventory configuration document
 * in the evidence, else read off manifests, listed keys and writes.
 *
 * @throws ForensicsError `usage` when the evidence speaks of several configurations and nothing says which is meant
 */
export function resolveCase(
  { profile, case: flags, asOf }: CaseQuestion,
  gathered: Gathered,
  calls: readonly Call[],
): ResolvedCase {
  const { keys } = profile;
  const given = { ...gathered.caseOptions, ...withoutUndefined(flags) };
  const chosen = chooseDocument(given, gathered);
  const now = asOf.time;
  const signs = collectSigns(gathered, calls, keys).filter(
    ({ run }) => run === null || (keys.runTime(run) ?? now) <= now,
  );
  const sign = chooseSign(given, chosen, signs, profile);
  const document =
    chosen ?? chooseDocument({ ...given, configurationId: given.configurationId ?? sign?.configurationId }, gathered);
  const configurationId = given.configurationId ?? document?.id ?? sign?.configurationId ?? null;
  const inference = inferenceOf(profile, gathered, calls);
  const ofEvents = sourceFromEvents(calls, configurationId);
  const named: ResolvedCase['named'] = {
    bucket: given.destinationBucket ?? document?.destinationBucket ?? null,
    prefix: given.destinationPrefix ?? document?.destinationPrefix ?? null,
  };
  const known = { sourceBucket: given.sourceBucket ?? sign?.sourceBucket ?? ofEvents, configurationId };
  const destination = (named.bucket ?? sign?.bucket ?? null) === null ? inference.destination(known) : null;
  const destinationBucket = named.bucket ?? sign?.bucket ?? destination?.value ?? null;
  const ofPolicy = destinationBucket === null ? null : inference.source(destinationBucket);
  const sourceBucket = known.sourceBucket ?? ofPolicy?.value ?? null;
  // Where the destination was named, a policy that names the wrong account must not make that the right one.
  const source = destination === null ? null : inference.sourceAccount(destination.value, sourceBucket);
  const prefix = destinationBucket === null ? null : inference.prefix(destinationBucket, sourceBucket);
  const accounts = { source: accountOf(calls, sourceBucket), destination: accountOf(calls, destinationBucket) };
  const sourceAccount = given.sourceAccount ?? accounts.source ?? source?.value ?? null;
  const inferred = reasons({
    sourceBucket: [given.sourceBucket, sign && BY_KEYS, ofEvents && BY_EVENTS, ofPolicy?.why],
    sourceAccount: [given.sourceAccount, accounts.source && BY_OWNER, source?.why],
    destinationBucket: [named.bucket, sign?.bucket && BY_KEYS, destination?.why],
    destinationAccount: [given.destinationAccount ?? document?.destinationAccount, accounts.destination && BY_OWNER],
    destinationPrefix: [named.prefix, sign && BY_KEYS, prefix?.why],
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
      destinationPrefix: named.prefix ?? sign?.prefix ?? prefix?.value ?? null,
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

function chooseDocument(given: CaseOptions, gathered: Gathered): DeliveryConfiguration | null {
  const documents = gathered.configurations.map(({ value }) => value);
  const fitting = documents.filter(
    (document) => given.configurationId === undefined || document.id === given.configurationId,
  );
  if (fitting.length === 0 || haveOneContent(fitting)) return fitting[0] ?? null;
  const atDestination = fitting.filter(
    (document) =>
      (given.destinationBucket === undefined || document.destinationBucket === given.destinationBucket) &&
      (given.destinationPrefix === undefined || document.destinationPrefix === given.destinationPrefix),
  );
  return haveOneContent(atDestination) ? (atDestination[0] ?? null) : null;
}

/** Documents that differ describe different moments or configurations: which one holds now cannot be told. */
function haveOneContent(documents: readonly DeliveryConfiguration[]): boolean {
  return new Set(documents.map((document) => JSON.stringify(document))).size === 1;
}

function collectSigns(gathered: Gathered, calls: readonly Call[], keys: DeliveryKeys): Sign[] {
  const fromKey = (key: DeliveryKey, bucket: string | null): Sign => ({
    sourceBucket: key.sourceBucket,
    configurationId: key.configurationId,
    bucket,
    prefix: key.prefix,
    run: key.run,
  });
  return [
    ...gathered.manifests.flatMap(({ value }) => {
      const key = value.fileKeys.map(keys.parse).find((parts) => parts !== null);
      return key === undefined ? [] : [fromKey(key, value.destinationBucket)];
    }),
    ...gathered.inventory.map(({ key, bucket }) => fromKey(key, bucket)),
    ...gathered.objectEvents.map(({ key, event }) => fromKey(key, event.bucket)),
    ...gathered.listings.flatMap(({ scope, objects }) => objects.map(({ key }) => fromKey(key, scope.bucket))),
    ...calls.flatMap(({ action }) => {
      const key = action.kind === 'put-object' ? keys.parse(action.key) : null;
      return key === null || action.kind !== 'put-object' ? [] : [fromKey(key, action.bucket)];
    }),
  ];
}

function chooseSign(
  given: CaseOptions,
  document: DeliveryConfiguration | null,
  signs: readonly Sign[],
  profile: DeliveryProfile,
): Sign | null {
  const id = given.configurationId ?? document?.id;
  const fitting = signs.filter(
    (sign) =>
      (id === undefined || sign.configurationId === id) &&
      (given.sourceBucket === undefined || sign.sourceBucket === given.sourceBucket) &&
      (given.destinationBucket === undefined || sign.bucket === null || sign.bucket === given.destinationBucket),
  );
  const names = [...new Set(fitting.map((sign) => `${sign.sourceBucket}/${sign.configurationId}`))].sort();
  if (names.length > 1) {
    throw new ForensicsError(
      'usage',
      `the evidence speaks of ${names.length} ${profile.words.configuration}s: ${names.slice(0, 5).join(', ')}`,
      {
        hint: 'say which with --source-bucket and --configuration-id, or in case.json',
      },
    );
  }
  return [...fitting].sort(compareSigns)[0] ?? null;
}

/** The latest run tells where reports go now; the rest makes the order total. */
function compareSigns(a: Sign, b: Sign): number {
  const key = (sign: Sign): string => [sign.run, sign.bucket, sign.prefix].map((part) => part ?? '').join('\n');
  return Number(a.bucket === null) - Number(b.bucket === null) || (key(a) === key(b) ? 0 : key(a) > key(b) ? -1 : 1);
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

function withoutUndefined(options: CaseOptions): CaseOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
