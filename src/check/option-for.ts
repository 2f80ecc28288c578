import type { ToldBy } from '../profile/profile.ts';
import type { SiblingOption } from '../profile/siblings/sibling.ts';
import type { CheckInputs, SiblingInputs } from './inputs.ts';

/** The option that tells a context key of a delivery; null where none does, or it was given. */
export function optionFor(
  key: string,
  inputs: CheckInputs,
  { profile: { requests, keyRequests, toldBy }, sourceArn, told }: SiblingInputs,
): SiblingOption | null {
  const given: Readonly<Record<SiblingOption, boolean>> = {
    'source-arn': sourceArn !== null,
    'source-bucket': inputs.sourceBucket !== '',
    'source-account': inputs.sourceAccount !== null,
    'source-region': inputs.sourceRegion !== null,
    'object-ownership': told.objectOwnership !== null,
    'recorder-role': false,
    'organization-id': told.organizationId !== null,
    encryption: inputs.encryption !== null,
  };
  const rules = [...requests, ...keyRequests].flatMap(({ context }) => context);
  const by = rules.flatMap(({ key: named, knowledge }) =>
    named.toLowerCase() === key.toLowerCase() && knowledge.state === 'told' ? [knowledge.by] : [],
  );
  const options = by.flatMap((fact) => OPTIONS[fact] ?? []);
  return options.find((option) => toldBy.includes(option) && !given[option]) ?? null;
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
