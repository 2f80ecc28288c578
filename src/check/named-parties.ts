import { ForensicsError } from '../errors.ts';
import { type NamedDelivery, namedDeliveries } from '../policy/delivery/named-deliveries.ts';
import type { CheckNote } from './contract.ts';
import type { ConfigurationInput, PolicyInput } from './inputs.ts';
import type { CheckSources } from './sources.ts';

/** Who delivers to where. */
export interface NamedParties {
  readonly sourceBucket: string;
  readonly sourceAccount: string | null;
  readonly destinationBucket: string;
  /** What was taken from the policy. */
  readonly assumptions: readonly CheckNote[];
}

/**
 * Source and destination of a delivery, as flags and configuration name them. What neither says is taken from the policy,
 * whose Allow for the writer names the sources and the bucket that it was written for: one delivery for each source.
 *
 * @returns never empty
 * @throws ForensicsError `usage` for what nothing names, or a bucket that may be one of several
 */
export function namedParties(
  sources: CheckSources,
  configuration: ConfigurationInput | null,
  policy: PolicyInput | null,
): readonly NamedParties[] {
  const { case: told } = sources;
  const source = told.sourceBucket ?? configuration?.sourceBucket ?? null;
  // A destination that is no bucket is judged by what it is written as.
  const meant = configuration?.destination?.bucket ?? configuration?.destination?.problem ?? null;
  const destination = told.destinationBucket ?? meant;
  const account = told.sourceAccount ?? null;
  if (source !== null && destination !== null && hasPolicy(sources)) {
    return [{ sourceBucket: source, sourceAccount: account, destinationBucket: destination, assumptions: [] }];
  }
  const spoken = spokenOf(sources, policy, { source, destination });
  const destinations = destination === null ? unique(spoken.flatMap(({ buckets }) => buckets)) : [destination];
  const named = source === null ? unique(spoken.flatMap(({ sourceBuckets }) => sourceBuckets)) : [source];
  const [bucket] = destinations;
  if (!hasPolicy(sources) || named.length === 0 || bucket === undefined) {
    throw missing(named.length > 0, bucket !== undefined, hasPolicy(sources));
  }
  if (destinations.length > 1) {
    throw new ForensicsError('usage', `the policy names several destination buckets: ${destinations.join(', ')}`, {
      hint: 'choose one with --destination-bucket',
    });
  }
  return named.map((sourceBucket) => {
    const accounts = unique(
      spoken
        .filter(({ sourceBuckets }) => sourceBuckets.includes(sourceBucket))
        .flatMap(({ sourceAccounts }) => sourceAccounts),
    );
    const assumed = source === null && account === null && accounts.length === 1 ? (accounts[0] ?? null) : null;
    return {
      sourceBucket,
      sourceAccount: account ?? assumed,
      destinationBucket: bucket,
      assumptions: notesOn({
        'source-bucket': source === null ? sourceBucket : null,
        'destination-bucket': destination === null ? bucket : null,
        'source-account': assumed,
      }),
    };
  });
}

/** What the policy's Allow statements speak of, as far as it agrees with what is known. */
function spokenOf(
  { profile, code }: CheckSources,
  policy: PolicyInput | null,
  known: { readonly source: string | null; readonly destination: string | null },
): readonly NamedDelivery[] {
  const documents = policy === null ? (code?.policies.map((one) => one.policy) ?? []) : [policy];
  return documents
    .flatMap((one) => (one.state === 'document' ? namedDeliveries(profile, one.document) : []))
    .filter(
      ({ buckets, sourceBuckets }) =>
        (known.destination === null || buckets.includes(known.destination)) &&
        (known.source === null || sourceBuckets.length === 0 || sourceBuckets.includes(known.source)),
    );
}

function notesOn(taken: Readonly<Record<string, string | null>>): CheckNote[] {
  return Object.entries(taken).flatMap(([flag, value]) =>
    value === null
      ? []
      : [{ code: `${flag}-assumed`, message: `${value} is judged, which the policy names: no input says --${flag}` }],
  );
}

function hasPolicy({ policy, noPolicy, code }: CheckSources): boolean {
  return policy !== null || noPolicy || code !== null;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

function missing(hasSource: boolean, hasDestination: boolean, isPolicyGiven: boolean): ForensicsError {
  const wanted = [
    ...(isPolicyGiven
      ? []
      : ['the destination policy (--policy FILE, --no-policy, --terraform-plan or --cloudformation)']),
    ...(hasSource ? [] : ['the source bucket (--source-bucket)']),
    ...(hasDestination ? [] : ['the destination bucket (--destination-bucket, or --configuration FILE)']),
  ];
  return new ForensicsError('usage', `check: missing ${wanted.join(', and ')}`);
}
