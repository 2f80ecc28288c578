import type { PolicyProfile, ToldBy } from '../profile/profile.ts';
import type { SiblingOption } from '../profile/siblings/sibling.ts';
import type { SiblingInputs } from './inputs.ts';

/** The option that tells a context key of a delivery; null where none does, or it was given. */
export function optionFor(
  key: string,
  { requests, keyRequests }: PolicyProfile,
  { profile: { toldBy }, sourceArn }: SiblingInputs,
): SiblingOption | null {
  const rules = [...requests, ...keyRequests].flatMap(({ context }) => context);
  const by = rules.flatMap(({ key: named, knowledge }) =>
    named.toLowerCase() === key.toLowerCase() && knowledge.state === 'told' ? [knowledge.by] : [],
  );
  const options = by.flatMap((fact) => OPTIONS[fact] ?? []);
  return options.find((option) => toldBy.includes(option) && !(option === 'source-arn' && sourceArn !== null)) ?? null;
}

/** The first that a profile is told by. */
const OPTIONS: Readonly<Partial<Record<ToldBy, readonly SiblingOption[]>>> = {
  'source-arn': ['source-arn', 'source-bucket', 'source-region', 'source-account'],
  'source-account': ['source-account'],
  'object-ownership': ['object-ownership'],
  organization: ['organization-id'],
  encryption: ['encryption'],
  'encryption-key': ['encryption'],
  'kms-encryption': ['encryption'],
  'kms-encryption-key': ['encryption'],
};
