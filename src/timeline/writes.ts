import type { Case } from '../case/case.ts';
import type { DeniedAttempt } from '../delivery-path/delivery.ts';
import type { Instant } from '../instant.ts';
import type { DeliveryKey } from '../profile/profile.ts';
import { keyForms } from '../records/access-log/key-forms.ts';
import { recordedValue } from '../records/recorded.ts';
import type { Call } from '../sightings/call.ts';
import { isWriter } from '../sightings/writer.ts';
import { type Impossible, whyImpossible } from './impossible.ts';

/** A write, refused write or removal of an object of this configuration's deliveries. */
export interface DeliveryCall {
  readonly call: Call;
  readonly key: string;
  readonly parts: DeliveryKey;
  readonly bucket: string;
}

/** The object calls among `calls` that concern the case's deliveries, under any prefix. */
export function deliveryCalls(
  calls: readonly Call[],
  subject: Pick<Case, 'profile' | 'sourceBucket' | 'configurationId' | 'destinationPrefix'>,
): DeliveryCall[] {
  const prefixes = knownPrefixes(calls, subject);
  return calls.flatMap((call) => {
    if (call.action.kind !== 'put-object' && call.action.kind !== 'delete-object') return [];
    const parts = subject.profile.keys.parse(call.action.key);
    if (
      parts === null ||
      parts.sourceBucket !== subject.sourceBucket ||
      parts.configurationId !== subject.configurationId
    )
      return [];
    return [
      { call, key: call.action.key, parts: { ...parts, prefix: known(parts.prefix) }, bucket: call.action.bucket },
    ];
  });

  /** Access logs write keys encoded, some of them twice: the form of a prefix that the case or an event knows. */
  function known(prefix: string): string {
    return keyForms(prefix).find((form) => prefixes.has(form)) ?? prefix;
  }
}

/** The prefixes that the configuration is known to have had. */
function knownPrefixes(
  calls: readonly Call[],
  { destinationPrefix }: Pick<Case, 'destinationPrefix'>,
): Set<string | null> {
  const events = calls.map(({ action }) =>
    action.kind === 'put-inventory-configuration'
      ? (recordedValue(action.configuration)?.destinationPrefix ?? null)
      : null,
  );
  return new Set([destinationPrefix, ...events]);
}

/**
 * The refused writes among them: a PutObject by the writer of the profile, never by another identity,
 * refused with 403 or with an error of KMS.
 */
export function deniedAttempts(
  writes: readonly DeliveryCall[],
  subject: Pick<Case, 'profile' | 'now'>,
): { readonly denied: readonly DeniedAttempt[]; readonly impossible: readonly Impossible[] } {
  const impossible: Impossible[] = [];
  const denied = writes
    .filter(
      ({ call }) =>
        call.action.kind === 'put-object' &&
        !call.succeeded &&
        isRefusal(call) &&
        isWriter(call.actor, subject.profile.writer),
    )
    .map(({ call, key, parts, bucket }) => ({
      time: call.time,
      key,
      bucket,
      prefix: parts.prefix,
      run: parts.run,
      errorCode: call.errorCode,
      evidence: call.evidence,
    }))
    .filter(({ run, time, key, evidence }) => {
      const why =
        run === null ? (time > subject.now ? 'it is later than now' : null) : whyImpossible(run, time, subject);
      if (why !== null) impossible.push({ what: `the refused write of ${key}`, why, at: evidence });
      return why === null;
    });
  return { denied, impossible };
}

/** When data was written, in order: the first of a run is the beginning of its write. */
export function firstObjectTimes(writes: readonly DeliveryCall[]): Instant[] {
  return writes
    .filter(({ call, parts }) => call.action.kind === 'put-object' && call.succeeded && parts.part === 'data')
    .map(({ call }) => call.time)
    .sort((a, b) => a - b);
}

/** Refused for want of permission, not for load or a fault. */
export function isRefusal(call: Pick<Call, 'errorCode' | 'status'>): boolean {
  const code = call.errorCode ?? '';
  return call.status === 403 || code === 'AccessDenied' || code.startsWith('KMS.') || code === 'AllAccessDisabled';
}
