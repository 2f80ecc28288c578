import { ForensicsError } from '../errors.ts';
import { namedDeliveries } from '../policy/delivery/named-deliveries.ts';
import type { NamedSibling } from '../profile/siblings/sibling.ts';
import { concernedBy } from './concerned.ts';
import { gatherInputs } from './gather.ts';
import { gatherSibling } from './gather-siblings.ts';
import type { CheckInputs, PolicyDocument } from './inputs.ts';
import { readPolicyDocument } from './read-policy.ts';
import type { CheckSources } from './sources.ts';

/** The deliveries that are asked about. */
export interface AskedDeliveries {
  /** Whether that of S3 Inventory is. */
  readonly inventory: boolean;
  readonly siblings: readonly NamedSibling[];
  /** Only those that the policies could be about. */
  readonly isAll: boolean;
}

/**
 * The inputs of every delivery that is asked about, that of S3 Inventory first.
 *
 * @returns never empty
 * @throws ForensicsError as `gatherInputs` and `gatherSibling`; `usage` where all are asked about and none is meant, and
 * for an ARN that is that of no source asked about
 */
export function gatherDeliveries(sources: CheckSources, asked: AskedDeliveries): readonly CheckInputs[] {
  const { inventory, siblings } = asked.isAll ? concerned(sources, asked) : asked;
  const stray = sources.told.sourceArns.find((arn) => !siblings.some(({ profile }) => profile.arns?.pattern.test(arn)));
  if (stray !== undefined) {
    const wanted = siblings.flatMap(({ name, profile }) =>
      profile.arns === undefined ? [] : [`${name}: ${profile.arns.example}`],
    );
    throw new ForensicsError('usage', `--source-arn ${stray} is no ARN of a source that is asked about`, {
      hint: wanted.length === 0 ? 'name the delivery with --delivery' : `such as ${wanted.join(', ')}`,
    });
  }
  return [...(inventory ? gatherInputs(sources) : []), ...siblings.flatMap((one) => gatherSibling(sources, one))];
}

function concerned(sources: CheckSources, { siblings }: AskedDeliveries): Omit<AskedDeliveries, 'isAll'> {
  const documents = documentsOf(sources);
  const meant = documents.flatMap(({ document }) => concernedBy(document, siblings));
  const told = siblings.filter(({ profile }) => sources.told.sourceArns.some((arn) => profile.arns?.pattern.test(arn)));
  const inventory =
    sources.configuration !== null ||
    (sources.code?.configurations.length ?? 0) > 0 ||
    documents.some(({ document }) =>
      namedDeliveries(sources.profile, document).some(
        ({ sourceBuckets }) => sourceBuckets.length > 0 || sources.case.sourceBucket !== undefined,
      ),
    );
  const chosen = siblings.filter((one) => meant.includes(one) || told.includes(one));
  if (inventory || chosen.length > 0) return { inventory, siblings: chosen };
  throw new ForensicsError('usage', 'no statement of the policy names a service that delivers', {
    hint: 'name the deliveries that are meant with --delivery',
  });
}

function documentsOf({ policy, code, case: { destinationBucket: bucket } }: CheckSources): readonly PolicyDocument[] {
  const inputs =
    policy === null
      ? (code?.policies ?? [])
          .filter((one) => bucket === undefined || one.bucket === null || one.bucket === bucket)
          .map((one) => one.policy)
      : [readPolicyDocument(policy, 'bucket')];
  return inputs.filter((one) => one.state === 'document');
}
