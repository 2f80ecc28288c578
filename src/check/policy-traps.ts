import type { Condition } from '../policy/document/condition.ts';
import { parsePolicy } from '../policy/document/parse.ts';
import { type Statement, statementName } from '../policy/document/policy.ts';
import { listValues } from '../policy/document/wording.ts';
import type { OtherWay } from '../profile/siblings/sibling.ts';
import type { CheckNote } from './contract.ts';
import type { PolicyInput } from './inputs.ts';

/**
 * What goes wrong again and again in the policy of a bucket that several services write into, whichever of them is asked
 * about: forms that do something else than they seem to.
 */
export function policyTraps(policy: PolicyInput, otherWay: OtherWay | null): readonly CheckNote[] {
  const parsed = policy.state === 'document' ? parsePolicy(policy.document, 'bucket') : null;
  if (parsed?.ok !== true) return [];
  return parsed.policy.statements.flatMap((statement) =>
    TRAPS.flatMap((trap) => {
      const message = trap.say(statement, otherWay);
      return message === null ? [] : [{ code: trap.code, message }];
    }),
  );
}

interface Trap {
  readonly code: string;
  /** A sentence without its full stop; null where the statement is no such trap. */
  readonly say: (statement: Statement, otherWay: OtherWay | null) => string | null;
}

const TRAPS: readonly Trap[] = [
  {
    code: 'deny-spares-one-source',
    say: (statement) => {
      const isSparing = (one: Condition): boolean => isNegated(one) && SOURCE_KEYS.has(one.lookupKey);
      const sparing = denying(statement, isSparing);
      // Beside other conditions it may spare more.
      if (sparing === null || !isForAll(statement) || !statement.conditions.every(isSparing)) return null;
      return `Deny ${statementName(statement)} spares ${sparing.key} ${listValues(sparing.values)} only: it stops every other delivery that it covers, and whoever sends no such key`;
    },
  },
  {
    code: 'deny-spares-services-only',
    say: (statement, otherWay) => {
      const sparing = denying(statement, ({ lookupKey }) => lookupKey === 'aws:principalisawsservice');
      if (sparing === null || otherWay === null) return null;
      return `Deny ${statementName(statement)} spares service principals (${sparing.key}), which an account or a role of AWS that writes is none of: ${otherWay.reason}`;
    },
  },
  {
    code: 'deny-stops-people',
    say: (statement) => {
      const listed = denying(
        statement,
        (one) => isNegated(one) && one.lookupKey.startsWith('aws:principalservicename'),
      );
      if (listed === null || !isForAll(statement) || statement.conditions.length > 1) return null;
      return `Deny ${statementName(statement)} lists services by ${listed.key}, which no user and no role has: it stops every one of them, and each service that it does not list`;
    },
  },
  {
    code: 'deny-asleep',
    say: (statement) => {
      const asleep = denying(statement, ({ operator }) => operator?.qualifier === 'ForAnyValue');
      if (asleep === null || !isNegated(asleep)) return null;
      return `Deny ${statementName(statement)} asks ${asleep.operatorName} of ${asleep.key}, which holds for no request without that key: it stops none of those, a service that writes by itself among them`;
    },
  },
  {
    code: 'literal-asterisk',
    say: (statement) => {
      const literal = statement.conditions.find(
        ({ operator, lookupKey, values }) =>
          operator?.family === 'string' &&
          SOURCE_KEYS.has(lookupKey) &&
          values.some((value) => value.includes('*') && !value.includes(':cur:')),
      );
      if (literal === undefined) return null;
      return `${literal.operatorName} in ${statementName(statement)} takes the asterisk of ${listValues(literal.values)} as a character: ArnLike or StringLike takes it as a wildcard`;
    },
  },
];

const SOURCE_KEYS: ReadonlySet<string> = new Set(['aws:sourcearn', 'aws:sourceaccount']);

/** The condition of a Deny that is asked for. */
function denying({ effect, conditions }: Statement, isMeant: (one: Condition) => boolean): Condition | null {
  return effect === 'Deny' ? (conditions.find(isMeant) ?? null) : null;
}

function isForAll({ principal }: Statement): boolean {
  return principal.everyone || principal.aws.includes('*');
}

function isNegated({ operator }: Condition): boolean {
  return operator?.negated === true;
}
