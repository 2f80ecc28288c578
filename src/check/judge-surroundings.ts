import type { CheckInputs } from './inputs.ts';
import type { Finding } from './judge-policy.ts';

/**
 * Source and destination have to be in one Region.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html#storage-inventory-buckets
 */
export function judgeRegions(inputs: CheckInputs): Finding {
  const { profile, sourceRegion: source, destinationRegion: destination, isOneStack } = inputs;
  if (source !== null && destination !== null) {
    return source === destination
      ? { ...BARE, status: 'pass', explanation: `both buckets are in ${source}` }
      : {
          ...BARE,
          status: 'fail',
          explanation: `the source is in ${source}, the destination in ${destination}: ${profile.words.feature} delivers within one Region only`,
        };
  }
  if (isOneStack) return { ...BARE, status: 'pass', explanation: 'one stack makes both buckets, in its own Region' };
  const missing = [
    ...(source === null ? ['the source (--source-region)'] : []),
    ...(destination === null ? ['the destination (--destination-region)'] : []),
  ];
  return { ...BARE, status: 'unknown', explanation: `no input says the Region of ${missing.join(' and of ')}` };
}

export function judgeConfiguration({ configuration: state, profile: { words, writer } }: CheckInputs): Finding {
  switch (state.state) {
    case 'not-given':
      return { ...BARE, status: 'unknown', explanation: `no ${words.configuration} was given (--configuration)` };
    case 'missing':
      return {
        ...BARE,
        status: 'fail',
        explanation: `there is no ${words.configuration} to deliver: ${state.reason}`,
      };
    case 'given': {
      const { id, isEnabled, source } = state.configuration;
      const name = `the ${words.configuration}${id === null ? '' : ` "${id}"`}`;
      if (isEnabled === null) {
        return { ...BARE, status: 'unknown', explanation: `${source} does not tell whether ${name} is enabled` };
      }
      return isEnabled
        ? { ...BARE, status: 'pass', explanation: `${name} is enabled` }
        : { ...BARE, status: 'fail', explanation: `${name} is disabled, so ${writer.name} makes no ${words.report}` };
    }
    default:
      return state satisfies never;
  }
}

const BARE = { statement: null, conditionKeys: [] } as const;
