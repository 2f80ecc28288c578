import { allowedCall } from '../../../src/aws/calls.ts';
import type { Answer, Failure, Refusal } from './answer.ts';
import { fail, refuse } from './answer.ts';
import type { Asked } from './asked.ts';

/** Something that goes wrong, or slowly. Every condition that is given must hold. */
export interface Fault {
  /** As the API names it: `GetObject`. */
  readonly operation?: string;
  readonly bucket?: string;
  /** Against the key of an object or the prefix of a listing. */
  readonly key?: string | RegExp;
  /** Which of the requests that meet the conditions above, from 0; all of them by default. */
  readonly nth?: number | readonly number[];
  /** Whether `nth` counts all those requests together (default), or those of each bucket and key for themselves. */
  readonly counts?: 'together' | 'each-key';
  readonly effect: FaultEffect;
}

export type FaultEffect =
  /** Refused, in the words of the service asked. */
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** Refused in the long words of AWS: by a Deny, or for want of an Allow, in a policy of this kind. */
  | { readonly kind: 'denied'; readonly how: 'explicit' | 'implicit'; readonly policy: string }
  /** Refused with exactly this. */
  | { readonly kind: 'error'; readonly status: number; readonly code: string }
  /** Somebody else answers, with exactly this. */
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  /** The connection ends after so many bytes of the body; null is before any answer. */
  | { readonly kind: 'cut'; readonly afterBytes: number | null }
  /** The body stands still after so many bytes, then goes on. */
  | { readonly kind: 'slow'; readonly afterBytes: number; readonly pauseMs: number }
  /** The answer comes later. */
  | { readonly kind: 'late'; readonly delayMs: number }
  /** GetObject finds another object than was listed: same size, another ETag, other bytes. */
  | { readonly kind: 'changed' }
  /** The page names a next one with a token that will be refused, or with the one that leads to itself. */
  | { readonly kind: 'bad-token'; readonly token: 'refused' | 'repeated' };

/** Decides which faults a request meets; remembers what it has seen. */
export function createFaults(faults: readonly Fault[]): (asked: Asked) => readonly FaultEffect[] {
  const counts = faults.map(() => new Map<string, number>());
  return (asked) =>
    faults.flatMap((fault, index) => {
      if (!concerns(fault, asked)) return [];
      const counter = fault.counts === 'each-key' ? `${asked.bucket}/${asked.key}` : '';
      const seen = counts[index]?.get(counter) ?? 0;
      counts[index]?.set(counter, seen + 1);
      const { nth } = fault;
      const met = nth === undefined || (typeof nth === 'number' ? nth === seen : nth.includes(seen));
      return met ? [fault.effect] : [];
    });
}

/** The refusal among the effects, if there is one. */
export function refusalOf(effects: readonly FaultEffect[], asked: Asked): Answer | null {
  for (const effect of effects) {
    if (effect.kind === 'refused') return fail(asked.service, effect.failure);
    if (effect.kind === 'answer') {
      const { status, body } = effect;
      return {
        status,
        headers: { 'content-type': body.includes('<html') ? 'text/html' : 'application/xml' },
        body: Buffer.from(body),
      };
    }
    if (effect.kind === 'denied') return refuse(asked.service, deniedWords(asked, effect));
    if (effect.kind === 'error') return refuse(asked.service, { ...effect, message: 'Injected' });
  }
  return null;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function deniedWords(
  { service, operation, bucket, input }: Asked,
  { how, policy }: Extract<FaultEffect, { kind: 'denied' }>,
): Refusal {
  const action = allowedCall(service, operation)?.action ?? `${service}:${operation}`;
  const resource = bucket === null ? String(input['KeyId'] ?? '*') : `arn:aws:s3:::${bucket}`;
  const why =
    how === 'explicit'
      ? `with an explicit deny in ${/^[aeiou]/.test(policy) ? 'an' : 'a'} ${policy}`
      : `because no ${policy} allows the ${action} action`;
  const message = `User: arn:aws:iam::444455556666:user/auditor is not authorized to perform: ${action} on resource: ${resource} ${why}`;
  return service === 's3'
    ? { status: 403, code: 'AccessDenied', message }
    : { status: 400, code: 'AccessDeniedException', message };
}

function concerns({ operation, bucket, key }: Fault, asked: Asked): boolean {
  if (operation !== undefined && operation !== asked.operation) return false;
  if (bucket !== undefined && bucket !== asked.bucket) return false;
  if (key === undefined) return true;
  return typeof key === 'string' ? key === asked.key : key.test(asked.key ?? '');
}
