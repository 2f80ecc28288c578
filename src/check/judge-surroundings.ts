import type { CheckInputs, ConfigurationState } from './inputs.ts';
import type { Finding } from './judge-policy.ts';

/**
 * Source and destination have to be in one Region.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html#storage-inventory-buckets
 */
export function judgeRegions(inputs: CheckInputs): Finding {
  const { sourceRegion: source, destinationRegion: destination, isOneStack } = inputs;
  if (source !== null && destination !== null) {
    return source === destination
      ? { ...BARE, status: 'pass', explanation: `both buckets are in ${source}` }
      : {
          ...BARE,
          status: 'fail',
          explanation: `the source is in ${source}, the destination in ${destination}: S3 Inventory delivers within one Region only`,
        };
  }
  if (isOneStack) return { ...BARE, status: 'pass', explanation: 'one stack makes both buckets, in its own Region' };
  const missing = [
    ...(source === null ? ['the source (--source-region)'] : []),
    ...(destination === null ? ['the destination (--destination-region)'] : []),
  ];
  return { ...BARE, status: 'unknown', explanation: `no input says the Region of ${missing.join(' and of ')}` };
}

export function judgeConfiguration(state: ConfigurationState): Finding {
  switch (state.state) {
    case 'not-given':
      return { ...BARE, status: 'unknown', explanation: 'no inventory configuration was given (--configuration)' };
    case 'missing':
      return {
        ...BARE,
        status: 'fail',
        explanation: `there is no inventory configuration to deliver: ${state.reason}`,
      };
    case 'given': {
      const { id, isEnabled, source } = state.configuration;
      const name = id === null ? 'the inventory configuration' : `the inventory configuration "${id}"`;
      if (isEnabled === null) {
        return { ...BARE, status: 'unknown', explanation: `${source} does not tell whether ${name} is enabled` };
      }
      return isEnabled
        ? { ...BARE, status: 'pass', explanation: `${name} is enabled` }
        : { ...BARE, status: 'fail', explanation: `${name} is disabled, so Amazon S3 makes no report` };
    }
    default:
      return state satisfies never;
  }
}

const BARE = { statement: null, conditionKeys: [] } as const;
