import { partitionOfRegion } from '../partition.ts';
import { printable } from '../policy/document/printable.ts';
import { otherThanBucket } from './bucket-arn.ts';
import { type Finding, fail, notApplicable, pass, unknown } from './finding.ts';
import type { CheckInputs } from './inputs.ts';

/**
 * Whether the destination is a general purpose bucket, named as a configuration has to name it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_InventoryS3BucketDestination.html
 */
export function judgeDestinationForm(inputs: CheckInputs): Finding {
  const { destinationBucket: bucket, destinationProblem, partition, profile } = inputs;
  if (destinationProblem !== null) return fail(printable(destinationProblem));
  const other = otherThanBucket(bucket);
  if (other !== null) {
    return fail(
      `${printable(bucket)} is the name of ${other}: ${profile.words.report}s go to general purpose buckets only`,
    );
  }
  const region = inputs.destinationRegion ?? inputs.sourceRegion;
  if (partition !== null && region !== null && partitionOfRegion(region) !== partition) {
    return fail(
      `the destination is written as one of partition ${partition}, and ${region} is a Region of partition ${partitionOfRegion(region)}`,
    );
  }
  return pass(`${printable(bucket)} is the name of a general purpose bucket`);
}

/**
 * The account that a configuration gives for its destination is held against the owner before anything is written.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_InventoryS3BucketDestination.html
 */
export function judgeDestinationOwner({ configuration: state, destinationAccount: owner }: CheckInputs): Finding {
  const expected = state.state === 'given' ? state.configuration.destinationAccount : null;
  if (expected === null) {
    const why = state.state === 'given' ? 'the configuration names' : 'no configuration was given that names';
    return notApplicable(`${why} no owner of the destination, so that none is asked for`);
  }
  if (!/^\d{12}$/.test(expected)) {
    return fail(
      `the configuration expects the destination to belong to ${printable(expected)}, which is no account id of twelve digits`,
    );
  }
  if (owner === null) {
    return unknown(
      `the configuration expects the destination to belong to ${expected}, and no input says whose it is (--destination-account)`,
    );
  }
  return owner === expected
    ? pass(`the destination belongs to ${owner}, as the configuration expects`)
    : fail(`the configuration expects the destination to belong to ${expected}, and it belongs to ${owner}`);
}
