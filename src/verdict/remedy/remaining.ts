import { isOpen, LINKS, type Link, type LinkState } from '../../delivery-path/link.ts';
import { describeKey, getBucketPolicy, getConfiguration, getKeyPolicy } from './commands.ts';
import { keyInUse } from './key-in-use.ts';
import { type Plan, regionOf, statesOf } from './plan.ts';

/** What denies or is not known although every edit of the plan is made: a sentence for each link, without full stop. */
export function remainingOf(plan: Plan): string[] {
  const states = statesOf(plan);
  return LINKS.filter((link) => !isOpen(states[link])).map((link) => sentence(plan, link, states[link]));
}

function sentence(plan: Plan, link: Link, state: LinkState): string {
  const refusal = plan.refusals.get(link);
  switch (state.state) {
    case 'denied':
      return `${state.explanation}${refusal === undefined ? todo(link, plan) : `; ${refusal}`}`;
    case 'depends':
      return state.explanation;
    case 'unknown':
      return `${UNKNOWN[link] ?? ''}${state.explanation}${toGet(plan, link)}`;
    case 'allowed':
    case 'not-applicable':
      return '';
    default:
      return state.state satisfies never;
  }
}

const UNKNOWN: Readonly<Partial<Record<Link, string>>> = {
  'destination-policy': 'what the bucket policy in force says is not known: ',
  'key-policy': 'what the key policy in force says is not known: ',
  'default-encryption': 'what the default encryption of the destination asks for is not known: ',
  rcp: 'what resource control policies say is not known: ',
};

/** What only people can do. */
function todo(link: Link, { subject }: Plan): string {
  switch (link) {
    case 'destination-bucket':
      return `: create it again, with a policy that lets ${subject.profile.writer.name} write, or point the configuration elsewhere`;
    case 'region':
      return '; buckets and keys do not move: deliver to a bucket, with a key, of the Region of the source';
    case 'rcp':
      return '; the management account of the organization has to let the delivery through';
    default:
      return '';
  }
}

/** The command that gets what is not known. */
function toGet(plan: Plan, link: Link): string {
  const { sourceBucket, configurationId, destinationBucket } = plan.target;
  const region = regionOf(plan, destinationBucket);
  const key = keyInUse(plan)?.key;
  switch (link) {
    case 'destination-policy':
      return `; to get it: ${getBucketPolicy({ bucket: destinationBucket, region })}`;
    case 'configuration': {
      const configuration = { bucket: sourceBucket, id: configurationId, region: regionOf(plan, sourceBucket) };
      return `; to get it: ${getConfiguration(configuration, 'inventory-configuration.json')}`;
    }
    case 'key-policy':
      return key === undefined ? '' : `; to get it: ${getKeyPolicy({ key, region })}`;
    case 'key-state':
      return key === undefined ? '' : `; to get it: ${describeKey({ key, region })}`;
    default:
      return '';
  }
}
