import type { JsonObject } from '../../json.ts';
import type { KeyRequest } from '../../profile/profile.ts';
import { overrideContext } from '../document/context.ts';
import type { Policy } from '../document/policy.ts';
import type { RequestPrincipal } from '../document/principal.ts';
import { printable } from '../document/printable.ts';
import type { LinkSubject } from '../evaluate/judge-link.ts';
import type { LinkWords } from '../evaluate/sentence.ts';
import { deliveryContext, UNKNOWN_CONTEXT } from './delivery-context.ts';
import { type DeliveryTarget, deliveryKeys, destinationArn, rootOf, sourceFolder } from './delivery-target.ts';

/** One request of a delivery. */
export interface DeliverySubject extends LinkSubject {
  /** What an Allow covers that lets in all deliveries of the source: `arn:aws:s3:::acme-reports/inv/acme-lake/*`. */
  readonly coverage: string;
  readonly request: KeyRequest;
  /** Why a refusal may leave the delivery as it is; null where it stops it. */
  readonly unsure: string | null;
}

/** What one delivery asks of the bucket, as a bucket policy or a resource control policy sees it; the write comes first. */
export function writeSubjects(target: DeliveryTarget, policy: string): DeliverySubject[] {
  const { words, writer, requests } = target.profile;
  const keys = deliveryKeys(target);
  const named = { policy, maker: `${writer.name}'s own write`, service: writer.name };
  return requests.map((request, index) => {
    const { action, context, on, unsure } = request;
    const isOnBucket = on === 'bucket';
    const objects = keys.length === 0 ? [null] : keys.map((key) => destinationArn(target, key));
    return {
      request,
      unsure: unsure?.(rootOf(target)) ?? null,
      principal: writerPrincipal(target),
      action,
      resources: isOnBucket ? [destinationArn(target)] : objects,
      keys,
      coverage: destinationArn(target, isOnBucket ? undefined : `${sourceFolder(target)}*`),
      context: deliveryContext(context, target, keys[0] ?? ''),
      words: (key): LinkWords => {
        // Where one file only is stopped, it is named.
        const what = key === (keys[0] ?? '') ? `the ${words.product}` : `${printable(key)} of the ${words.product}`;
        if (index === 0) return { ...named, deed: `write ${what}`, doing: `writing ${what}` };
        const which = `${action} ${isOnBucket ? 'on the bucket of' : 'on'} ${what}`;
        return { ...named, maker: `${writer.name}'s own request`, deed: `call ${which}`, doing: `calling ${which}` };
      },
    };
  });
}

/** The same request by a service and by an account, with nothing known of it: for a delivery of which it is open who asks. */
export function whoeverAsks(subject: DeliverySubject, target: DeliveryTarget): LinkSubject[] {
  const context = overrideContext(UNKNOWN_CONTEXT, target.overrides);
  const account: RequestPrincipal = {
    kind: 'iam',
    arn: writerArn(target, NOBODY),
    accountId: NOBODY,
    sessionArn: null,
  };
  return [subject.principal, account].map((principal) => ({ ...subject, principal, context }));
}

/** An account that no policy names. */
const NOBODY = '000000000000';

/** What a delivery asks of the key that encrypts one of its objects. */
export function encryptSubjects(
  target: DeliveryTarget,
  key: string = deliveryKeys(target)[0] ?? '',
): DeliverySubject[] {
  const { words, writer, keyRequests } = target.profile;
  return keyRequests.map((request) => ({
    request,
    unsure: null,
    principal: writerPrincipal(target),
    action: request.action,
    resources: [target.keyArn?.startsWith('arn:') === true ? target.keyArn : null],
    keys: [key],
    coverage: '*',
    context: deliveryContext(request.context, target, key),
    words: (): LinkWords => ({
      policy: 'the key policy',
      deed: `encrypt the ${words.product} with the key`,
      doing: `encrypting the ${words.product} with the key`,
      maker: `${writer.name}'s own request`,
      service: writer.name,
    }),
  }));
}

/** What the delivery asks of the key, for each object that the policy may tell apart. */
export function keyUses(policy: Policy | null, target: DeliveryTarget): DeliverySubject[] {
  const keys = deliveryKeys(target);
  const telling = policy !== null && contextTellsObjects(policy) ? keys : [keys[0] ?? ''];
  return telling.flatMap((key) => encryptSubjects(target, key));
}

/** The writer as the one who asks. */
export function writerPrincipal(target: WritersTarget): RequestPrincipal {
  const { writer } = target.profile;
  if (writer.kind === 'service') return { kind: 'service', name: writer.service };
  return { kind: 'iam', arn: writerArn(target, writer.accountId), accountId: writer.accountId, sessionArn: null };
}

/** The writer as a Principal element names it. */
export function principalElement(target: WritersTarget): JsonObject {
  const { writer } = target.profile;
  return writer.kind === 'service' ? { Service: writer.service } : { AWS: writerArn(target, writer.accountId) };
}

type WritersTarget = Pick<DeliveryTarget, 'profile' | 'partition'>;

function writerArn({ partition = 'aws' }: WritersTarget, accountId: string): string {
  return `arn:${partition}:iam::${accountId}:root`;
}

/** Whether a key policy looks at the encryption context, which differs from object to object. */
function contextTellsObjects(policy: Policy): boolean {
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
