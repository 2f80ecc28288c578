import type { CaseOptions } from '../case/case.ts';
import { groupedBy } from '../groups.ts';
import type { DeliveryProfile } from '../profile/profile.ts';
import type { Call } from '../sightings/call.ts';
import type { Gathered } from '../sightings/gather.ts';

/**
 * Of evidence on many cases, for each what it needs of it: reports, their listings and their writes by configuration,
 * everything else as it is. Sorted out once, so that as many cases as one likes cost no more than the evidence.
 */
export function byCase(gathered: Gathered, { keys }: DeliveryProfile): (asked: CaseOptions) => Gathered {
  type Objects = Gathered['listings'][number]['objects'][number][];
  const listed = gathered.listings.map(({ objects }) =>
    groupedBy<string, Objects[number]>(objects, ({ key }) => nameOf(key)),
  );
  // What was refused to another is told to each: it may be a victim of the same change.
  const keyOf = ({ action, succeeded }: Call) =>
    (action.kind === 'put-object' && succeeded) || action.kind === 'delete-object' ? keys.parse(action.key) : null;
  const indexed = gathered.calls.map((call, index) => ({ call, index, key: keyOf(call) }));
  const common = indexed.filter(({ key }) => key === null);
  const calls = groupedBy(
    indexed.flatMap(({ key, ...rest }) => (key === null ? [] : [{ ...rest, key }])),
    ({ key }) => nameOf(key),
  );
  return (asked) => {
    const { sourceBucket, configurationId } = asked;
    if (sourceBucket === undefined || configurationId === undefined) return gathered;
    const name = nameOf({ sourceBucket, configurationId });
    return {
      ...documentsFor(gathered, asked),
      // The console's text does not say which of them it is about.
      failedExports: [],
      listings: gathered.listings.map((listing, index) => ({ ...listing, objects: listed[index]?.get(name) ?? [] })),
      calls: [...common, ...(calls.get(name) ?? [])].sort((a, b) => a.index - b.index).map(({ call }) => call),
    };
  };
}

/**
 * What was gathered without the documents that say themselves that they are another case's: a configuration of another
 * bucket, an answer about another configuration, or about a bucket of other cases alone.
 */
export function documentsFor(gathered: Gathered, asked: CaseOptions): Gathered {
  const { sourceBucket, configurationId, destinationBucket } = asked;
  if (sourceBucket === undefined) return gathered;
  const isMine = (bucket: string): boolean => bucket === sourceBucket || bucket === destinationBucket;
  const known = new Set(gathered.cases.flatMap((one) => [one.sourceBucket, one.destinationBucket]));
  return {
    ...gathered,
    configurations: gathered.configurations.filter(({ of }) => of === null || of === sourceBucket),
    awsErrors: gathered.awsErrors.filter(({ value: { bucket, configurationId: id } }) => {
      if (bucket !== null && !isMine(bucket)) return !known.has(bucket);
      return id === null || (bucket === sourceBucket && id === configurationId);
    }),
  };
}

function nameOf({ sourceBucket, configurationId }: { sourceBucket: string; configurationId: string }): string {
  return `${sourceBucket}\n${configurationId}`;
}
