import { partitionOfArn } from '../partition.ts';
import { type Finding, fail, notApplicable, pass, unknown } from './finding.ts';
import type { CheckInputs } from './inputs.ts';

/**
 * Source and destination have to be in one Region, and the key with them: S3 calls KMS in the Region of the bucket.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html#storage-inventory-buckets
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function judgeRegions(inputs: CheckInputs): Finding {
  const { profile, sibling, destinationRegion: destination, keyRegion: key, isOneStack } = inputs;
  const isBound = sibling === null || sibling.profile.bars.sameRegion === true;
  const source = isBound ? inputs.sourceRegion : null;
  if (source !== null && destination !== null && source !== destination) {
    return fail(
      `the source is in ${source}, the destination in ${destination}: ${profile.words.feature} delivers within one Region only`,
    );
  }
  const bucket = destination ?? source;
  if (key !== null && bucket !== null && key !== bucket) {
    const which = destination === null ? 'the source' : source === null ? 'the destination' : 'both buckets';
    return fail(
      `the key is in ${key}, ${which} in ${bucket}: S3 looks for the key in the Region of the bucket${replica(inputs, bucket)}`,
    );
  }
  const elsewhere = otherPartition(inputs);
  if (elsewhere !== null) return fail(elsewhere);
  if (!isBound) {
    return notApplicable(`no page asks for one Region of source and destination of ${profile.words.feature}`);
  }
  if (source !== null && destination !== null) {
    return pass(`both buckets${key === null ? '' : ' and the key'} are in ${source}`);
  }
  if (isOneStack) return pass('one stack makes both buckets, in its own Region');
  const missing = [
    ...(source === null ? ['the source (--source-region)'] : []),
    ...(destination === null ? ['the destination (--destination-region)'] : []),
  ];
  return unknown(`no input says the Region of ${missing.join(' and of ')}`);
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html */
function replica({ encryption }: CheckInputs, region: string): string {
  const isMultiRegion = encryption?.type === 'SSE-KMS' && encryption.keyId.includes('key/mrk-');
  return isMultiRegion ? `, and a multi-Region key has an ARN of its own in ${region}` : '';
}

function otherPartition({ encryption, partition }: CheckInputs): string | null {
  const key = encryption?.type === 'SSE-KMS' ? partitionOfArn(encryption.keyId) : null;
  if (key === null || partition === null || key === partition) return null;
  return `the key is in partition ${key}, the destination in ${partition}: S3 looks for the key in the Region of the bucket`;
}

export function judgeConfiguration(inputs: CheckInputs): Finding {
  const {
    configuration: state,
    destinationBucket,
    profile: { words, writer },
  } = inputs;
  switch (state.state) {
    case 'not-given':
      return unknown(`no ${words.configuration} was given (--configuration)`);
    case 'missing':
      return fail(`there is no ${words.configuration} to deliver: ${state.reason}`);
    case 'given': {
      const { id, isEnabled, source, destination } = state.configuration;
      const name = `the ${words.configuration}${id === null ? '' : ` "${id}"`}`;
      const bucket = destination?.bucket ?? null;
      if (isEnabled === false) return fail(`${name} is disabled, so ${writer.name} makes no ${words.report}`);
      if (bucket !== null && bucket !== destinationBucket) {
        return fail(`${name} delivers to ${bucket}, not to ${destinationBucket}`);
      }
      if (isEnabled === null) return unknown(`${source} does not tell whether ${name} is enabled`);
      return pass(`${name} is enabled`);
    }
    default:
      return state satisfies never;
  }
}
