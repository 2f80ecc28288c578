import type { NamedText } from '../check/read-json.ts';
import type { CheckSources } from '../check/sources.ts';
import type { LiveSettings, LiveText } from '../collect/live-settings.ts';

/** The sources of a check, from AWS where no file was given: what the user gives is judged in the place of what is. */
export function withLiveSettings(given: CheckSources, live: LiveSettings): CheckSources {
  const { key } = live;
  // The configuration tells the owner only as it expects it.
  const { destinationAccount: _, ...expected } = live.case;
  const owner = live.destinationOwner;
  const found = { ...expected, ...(owner === null ? {} : { destinationAccount: owner }) };
  return {
    ...given,
    case: { ...found, ...given.case, configurationId: live.case.configurationId },
    sourceRegion: given.sourceRegion ?? live.sourceRegion,
    destinationRegion: given.destinationRegion ?? live.destinationRegion,
    policy: given.noPolicy ? null : (given.policy ?? named(live.bucketPolicy, 'the bucket policy in force')),
    destinationIsGone: isGone(live.bucketPolicy),
    noPolicy: given.noPolicy || (given.policy === null && live.bucketPolicy.state === 'unset'),
    keyPolicy: given.keyPolicy ?? (key === null ? null : named(key.policy, 'the key policy in force')),
    configuration: given.configuration ?? configurationOf(live.configuration),
    key: key === null ? null : { id: key.arn, state: key.state, isAwsManaged: key.isAwsManaged },
  };
}

function isGone(answer: LiveText): boolean {
  return answer.state === 'unset' && answer.code === 'NoSuchBucket';
}

function named(answer: LiveText, name: string): NamedText | null {
  return answer.state === 'answered' ? { name, text: answer.value } : null;
}

/** A configuration that is not there is one that is missing from the list of all. */
function configurationOf(answer: LiveText): NamedText | null {
  const name = isGone(answer) ? 'the source bucket, which is not there any more,' : 'the source bucket';
  if (answer.state === 'unset') return { name, text: '{"InventoryConfigurationList": [], "IsTruncated": false}' };
  return named(answer, name);
}
