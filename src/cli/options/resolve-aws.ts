import { type AssumedRoles, AWS_PARTIES, type AwsAccess, type AwsParty } from '../../aws/access.ts';
import { type Flags, textFlag, textFlags } from '../command.ts';
import { badValue } from './usage-error.ts';

/**
 * What the flags of `AWS_OPTIONS` say.
 *
 * @throws ForensicsError `usage`
 */
export function awsAccess(flags: Flags): AwsAccess {
  const text = (name: string): string | null => textFlag(flags, name) ?? null;
  const profiles = AWS_PARTIES.flatMap((party) => {
    const named = text(`${party}Profile`);
    return named === null ? [] : [[party, named]];
  });
  const roles = rolesOf(textFlags(flags, 'roleArn'), text('externalId'), text('sessionName'));
  return {
    profile: text('profile'),
    region: text('region'),
    endpointUrl: text('endpointUrl'),
    profiles: Object.fromEntries(profiles),
    ...(roles === null ? {} : { roles }),
  };
}

/** null where no role is named. The forms are those of AssumeRole. */
function rolesOf(texts: readonly string[], externalId: string | null, sessionName: string | null): AssumedRoles | null {
  const given = texts.map(namedRole);
  const of: Partial<Record<AwsParty, string>> = {};
  let all: string | null = null;
  for (const { party, arn } of given) {
    if ((party === null ? all : of[party]) != null) {
      const whose = party === null ? 'everybody' : `the ${party}`;
      throw badValue('--role-arn', arn, `one role for ${whose}; others as source=, destination=, key= or log=ARN`);
    }
    if (party === null) all = arn;
    else of[party] = arn;
  }
  for (const [option, value, form] of [
    ['--external-id', externalId, /^[\w+=,.@:/-]{2,1224}$/],
    ['--session-name', sessionName, /^[\w+=,.@-]{2,64}$/],
  ] as const) {
    if (value === null) continue;
    if (given.length === 0) throw badValue(option, value, 'used with --role-arn only');
    if (!form.test(value)) throw badValue(option, value, 'letters, digits and the signs that AssumeRole takes');
  }
  return given.length === 0 ? null : { all, of, externalId, sessionName };
}

/**
 * A role as `--role-arn` names it, for a party or for all: `log=arn:aws:iam::444455556666:role/Reader`.
 *
 * @throws ForensicsError `usage`
 */
export function namedRole(text: string): { readonly party: AwsParty | null; readonly arn: string } {
  const [, name, arn = ''] = /^(?:([a-z]+)=)?(.*)$/s.exec(text) ?? [];
  const party = AWS_PARTIES.find((one) => one === name) ?? null;
  if ((name !== undefined && party === null) || !/^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/.test(arn)) {
    throw badValue('--role-arn', text, 'the ARN of a role, alone or behind source=, destination=, key= or log=');
  }
  return { party, arn };
}
