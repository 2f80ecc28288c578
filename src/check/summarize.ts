import type { CheckDecision, Requirement } from './contract.ts';
import type { CheckInputs } from './inputs.ts';

interface Summarized {
  readonly decision: CheckDecision;
  readonly requirements: readonly Requirement[];
  /** What the answer rests on where it depends. */
  readonly open: readonly Requirement['id'][];
  readonly unknownKeys: readonly string[];
  readonly inputs: CheckInputs;
}

/** The verdict in one sentence. */
export function summarize({ decision, requirements, open: openIds, unknownKeys, inputs }: Summarized): string {
  const delivery = `delivery of the ${inputs.profile.words.subject} of ${inputs.sourceBucket} to ${inputs.destinationBucket}`;
  switch (decision) {
    case 'allowed': {
      const open = requirements.filter(({ status }) => status === 'unknown').map(({ id }) => SUBJECTS[id]);
      const rest = open.length === 0 ? '' : `, as far as the inputs tell: they say nothing of ${listed(open)}`;
      return `Allowed: the ${delivery} would succeed${rest}.`;
    }
    case 'denied': {
      // A Deny outranks whatever an Allow says.
      const isDeny = ({ id }: Requirement) => id === 'no-deny-applies';
      const failed = requirements
        .filter(({ status }) => status === 'fail')
        .sort((a, b) => Number(isDeny(b)) - Number(isDeny(a)));
      const more =
        failed.length > 1
          ? `; ${failed.length - 1} more of the requirements ${failed.length === 2 ? 'is' : 'are'} not met either`
          : '';
      return `Denied: the ${delivery} would fail, because ${failed[0]?.explanation ?? ''}${more}.`;
    }
    case 'depends': {
      const open = requirements.find(({ id, status }) => status === 'unknown' && openIds.includes(id));
      const on = unknownKeys.length > 0 ? unknownKeys.join(', ') : 'what is not known';
      return `Depends on ${on}: whether the ${delivery} would succeed cannot be told, because ${open?.explanation ?? ''}.`;
    }
    default:
      return decision satisfies never;
  }
}

const SUBJECTS: Readonly<Record<Requirement['id'], string>> = {
  'destination-policy-allows': 'what the bucket policy allows',
  'no-deny-applies': 'what the bucket policy denies',
  'same-region': 'the Regions',
  'key-policy-allows': 'the key policy',
  'key-usable': 'the state of the key',
  'destination-owner': 'the owner of the destination',
  'destination-form': 'the form of the destination',
  'configuration-enabled': 'the configuration',
};

function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
