import { isOpen, LINKS, type Link, type LinkState, type PathStep } from '../delivery-path/link.ts';
import type { DeliveryProfile } from '../profile/profile.ts';
import { type Call, describeDifferences, isDisputed } from '../sightings/call.ts';
import type { Timeline } from '../timeline/build.ts';
import type { Suspect } from './culprit.ts';

export type Assessment = 'breaks' | 'restores' | 'no-effect' | 'undetermined' | 'failed';

/** What one change did to the delivery path, by its effect, never by its time. */
export interface AssessedChange {
  readonly call: Call;
  readonly assessment: Assessment;
  /** Why, in one sentence. */
  readonly reason: string;
  /** The link on which the assessment rests; null when the change touches none. */
  readonly link: Link | null;
  readonly before: LinkState | null;
  readonly after: LinkState | null;
}

/**
 * Assesses a change by the states of the links that it touched, just before and just after.
 *
 * @param blamed what the change is held responsible for, which need not show at once: a policy with a date in it, a
 *   configuration that sends reports elsewhere
 */
export function assessChange(
  timeline: Pick<Timeline, 'case' | 'path' | 'configuration'>,
  call: Call,
  blamed: Pick<Suspect, 'link' | 'before' | 'after' | 'explanation' | 'found'> | null = null,
): AssessedChange {
  const error = call.errorCode ?? `status ${call.status}`;
  if (!call.succeeded)
    return verdictOf(
      call,
      'failed',
      isDisputed(call)
        ? `this copy says that the call failed (${error}), which another contradicts`
        : `the call failed (${error}), so nothing changed`,
    );
  const step = timeline.path.around(call);
  if (step === null) return verdictOf(call, 'undetermined', 'it came after the moment at which the case is looked at');
  const touched = LINKS.filter((link) => step.after.touched.has(link));
  const { profile } = timeline.case;
  if (touched.length === 0) return assessSetting(call, profile);
  if (timeline.configuration.creation === call)
    return verdictOf(call, 'no-effect', `this call created the ${profile.words.configuration}`);
  if (call.action.kind === 'create-grant' && step.before.links['key-policy'].state !== 'denied')
    return verdictOf(call, 'no-effect', 'a grant can only add access, never take it away');
  if (blamed !== null && blamed.found !== 'timing') {
    const { link, before, after, explanation } = blamed;
    return { call, assessment: 'breaks', reason: explanation.state.explanation, link, before, after };
  }
  if (isDisputed(call)) {
    const differences = describeDifferences(call.contradiction?.differences ?? []);
    return verdictOf(
      call,
      'undetermined',
      `copies of this call contradict each other in ${differences}: what it did is not settled`,
    );
  }
  const judged = touched.map((link) => ({ link, ...judge(step.before, step.after, link) }));
  const order: readonly Assessment[] = ['breaks', 'restores', 'undetermined', 'no-effect'];
  const [decisive] = [...judged].sort((a, b) => order.indexOf(a.assessment) - order.indexOf(b.assessment));
  if (decisive === undefined) return assessSetting(call, profile);
  const { link, assessment, reason } = decisive;
  return { call, assessment, reason, link, before: step.before.links[link], after: step.after.links[link] };
}

function judge(before: PathStep, after: PathStep, link: Link): { assessment: Assessment; reason: string } {
  const was = before.links[link];
  const is = after.links[link];
  if (is.state === 'denied') {
    if (was.state === 'denied')
      return { assessment: 'no-effect', reason: `delivery was already denied here, and stays so: ${is.explanation}` };
    return { assessment: 'breaks', reason: is.explanation };
  }
  if (isOpen(is)) {
    if (was.state === 'denied') return { assessment: 'restores', reason: restoration(is) };
    if (isOpen(was)) return { assessment: 'no-effect', reason: innocence(is) };
    return {
      assessment: 'undetermined',
      reason: `delivery is allowed after this change, but what was in force before is not known (${was.explanation})`,
    };
  }
  return { assessment: 'undetermined', reason: is.explanation };
}

function restoration(is: LinkState): string {
  return is.basis === 'deliveries'
    ? 'reports arrived again after this change'
    : `delivery is allowed again: ${is.explanation}`;
}

function innocence(is: LinkState): string {
  return is.basis === 'deliveries' ? is.explanation : 'delivery was allowed before and after this change';
}

/** Changes that touch no link of the path: shown as context, with what is documented of them. */
function assessSetting(call: Call, { words: { subject } }: DeliveryProfile): AssessedChange {
  const { action } = call;
  switch (action.kind) {
    case 'bucket-setting':
      switch (action.setting) {
        case 'public-access-block':
          return verdictOf(call, 'no-effect', 'public access block lets service principals in, as S3 documents');
        case 'ownership-controls':
        case 'acl':
          return verdictOf(
            call,
            'no-effect',
            `${subject} writes with bucket-owner-full-control, which every ACL mode accepts`,
          );
        case 'object-lock':
        case 'request-payment':
          return verdictOf(call, 'undetermined', `what this setting does to ${subject} delivery is not documented`);
        case 'versioning':
        case 'logging':
          return verdictOf(call, 'no-effect', 'this setting does not decide who may write');
        default:
          return action.setting satisfies never;
      }
    case 'put-bucket-lifecycle':
    case 'delete-bucket-lifecycle':
      return verdictOf(call, 'no-effect', 'a lifecycle rule can remove delivered reports, but does not stop delivery');
    case 'organization-policy':
      if (action.policyType === 'RESOURCE_CONTROL_POLICY') {
        return verdictOf(
          call,
          'no-effect',
          'this resource control policy was not attached to the destination at that time',
        );
      }
      return verdictOf(call, 'no-effect', 'this organization policy was not attached to the destination at that time');
    case 'put-bucket-policy':
    case 'delete-bucket-policy':
    case 'put-bucket-encryption':
    case 'delete-bucket-encryption':
    case 'create-bucket':
    case 'delete-bucket':
      return verdictOf(call, 'no-effect', 'the reports did not go to this bucket at that time');
    case 'put-key-policy':
    case 'key-state':
    case 'create-grant':
    case 'revoke-grant':
      return verdictOf(call, 'no-effect', 'the reports did not use this key at that time');
    default:
      return verdictOf(call, 'no-effect', 'this call does not touch the delivery path');
  }
}

function verdictOf(call: Call, assessment: Assessment, reason: string): AssessedChange {
  return { call, assessment, reason, link: null, before: null, after: null };
}
