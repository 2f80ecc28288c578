import type { CheckDecision, Requirement } from './contract.ts';
import type { CheckInputs } from './inputs.ts';
import { optionFor } from './option-for.ts';

interface Summarized {
  readonly decision: CheckDecision;
  readonly requirements: readonly Requirement[];
  readonly decidedBy: readonly Requirement['id'][];
  readonly unknownKeys: readonly string[];
  readonly inputs: CheckInputs;
}

/** The verdict in one sentence. */
export function summarize({ decision, requirements, decidedBy, unknownKeys, inputs }: Summarized): string {
  const delivery = `delivery of the ${inputs.profile.words.subject} of ${nameOfSource(inputs)} to ${inputs.destinationBucket}`;
  const leading = requirements.find(({ id }) => id === decidedBy[0]);
  switch (decision) {
    case 'allowed': {
      const open = requirements.filter(({ status }) => status === 'unknown').map(({ id }) => SUBJECTS[id]);
      const rest = open.length === 0 ? '' : `, as far as the inputs tell: they say nothing of ${listed(open)}`;
      return `Allowed: the ${delivery} would succeed${rest}.`;
    }
    case 'denied': {
      const others = decidedBy.length - 1;
      const more =
        others > 0 ? `; ${others} more of the requirements ${others === 1 ? 'is' : 'are'} not met either` : '';
      return `Denied: the ${delivery} would fail, because ${leading?.explanation ?? ''}${more}.`;
    }
    case 'depends': {
      const on =
        unknownKeys.length > 0 ? unknownKeys.map((key) => withOption(key, inputs)).join(', ') : 'what is not known';
      return `Depends on ${on}: whether the ${delivery} would succeed cannot be told, because ${leading?.explanation ?? ''}.`;
    }
    default:
      return decision satisfies never;
  }
}

/** The source as sentences name it. */
function nameOfSource({ sourceBucket, sourceAccount, sibling }: CheckInputs): string {
  const name = sourceBucket === '' ? (sibling?.sourceArn ?? null) : sourceBucket;
  return name ?? (sourceAccount === null ? 'a source that is not told' : `account ${sourceAccount}`);
}

/** A key, with the option that tells it. */
function withOption(key: string, inputs: CheckInputs): string {
  const option = inputs.sibling === null ? null : optionFor(key, inputs, inputs.sibling);
  return option === null ? key : `${key} (--${option})`;
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

/** `a, b and c`. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
