import type { DeliveryProfile } from '../../profile/profile.ts';
import type { Policy } from '../document/policy.ts';
import { printable } from '../document/printable.ts';
import type { LinkSubject } from '../evaluate/judge-link.ts';
import type { LinkWords } from '../evaluate/sentence.ts';
import { deliveryContext } from './delivery-context.ts';
import { type DeliveryTarget, deliveryKeys, destinationArn, sourceFolder } from './delivery-target.ts';

/** All writes of one delivery, as a bucket policy or a resource control policy of the bucket sees them. */
export function writeSubject(profile: DeliveryProfile, target: DeliveryTarget, policy: string): LinkSubject {
  const keys = deliveryKeys(profile, target);
  const { service, name } = profile.principal;
  return {
    principal: { kind: 'service', name: service },
    action: profile.actions.write,
    resources: keys.map((key) => destinationArn(target, key)),
    keys,
    context: deliveryContext(profile.writeContext, target, keys[0] ?? ''),
    words: (key): LinkWords => {
      // Where one file only is stopped, it is named.
      const what = key === keys[0] ? `the ${profile.product}` : `${printable(key)} of the ${profile.product}`;
      return { policy, deed: `write ${what}`, doing: `writing ${what}`, maker: `${name}'s own write`, service: name };
    },
  };
}

/** The request for a data key that encrypts one object of the delivery. */
export function encryptSubject(profile: DeliveryProfile, target: DeliveryTarget, key: string): LinkSubject {
  const { service, name } = profile.principal;
  return {
    principal: { kind: 'service', name: service },
    action: profile.actions.encrypt,
    resources: [target.keyArn?.startsWith('arn:') === true ? target.keyArn : null],
    keys: [key],
    context: deliveryContext(profile.encryptContext, target, key),
    words: (): LinkWords => ({
      policy: 'the key policy',
      deed: `encrypt the ${profile.product} with the key`,
      doing: `encrypting the ${profile.product} with the key`,
      maker: `${name}'s own request`,
      service: name,
    }),
  };
}

/** Whether a key policy looks at the encryption context, which differs from object to object. */
export function contextTellsObjects(policy: Policy): boolean {
  return policy.statements.some(({ conditions }) =>
    conditions.some(({ lookupKey, values }) =>
      [lookupKey, ...values].some((text) => text.toLowerCase().includes('kms:encryptioncontext')),
    ),
  );
}

/**
 * The id that a policy was written for, where the caller names none: the folder under the source's folder that the
 * first Allow names in full, else a name that stands for any.
 */
export function representativeId(policy: Policy | null, target: DeliveryTarget): string {
  const folder = destinationArn(target, sourceFolder(target));
  for (const statement of policy?.statements ?? []) {
    if (statement.effect !== 'Allow') continue;
    for (const { text } of statement.resource.patterns) {
      const id = text.startsWith(folder) ? text.slice(folder.length).split('/')[0] : undefined;
      if (id !== undefined && /^[\w.-]+$/.test(id)) return id;
    }
  }
  return ANY_ID;
}

const ANY_ID = 'any-configuration';
