import { type Link, linkName } from '../../delivery-path/link.ts';
import { type LinkOwner, type LinkSubject, ownerOf } from '../../delivery-path/link-logs.ts';
import type { Place } from '../../delivery-path/place.ts';
import { DAY, type Instant, MINUTE } from '../../instant.ts';
import type { Interval } from '../../interval.ts';
import type { Call } from '../../sightings/call.ts';

/** Links of whose state as it is now AWS gives a document. */
export const DOCUMENTS = ['configuration', 'destination-policy', 'key-policy', 'key-state'] as const;

type DocumentLink = (typeof DOCUMENTS)[number];

/** One thing that would settle what the evidence leaves open. */
export type Need =
  /** Which inventory it is about at all. */
  | { readonly kind: 'case' }
  /** A whole listing of the reports at a place; `given` where one was given that is not whole. */
  | { readonly kind: 'listing'; readonly place: Place; readonly given: boolean }
  | { readonly kind: 'document'; readonly link: DocumentLink; readonly place: Place }
  /** The management events of whoever owns a link, for a stretch of time. */
  | {
      readonly kind: 'trail';
      readonly link: Link;
      readonly place: Place;
      readonly from: Instant;
      readonly to: Instant;
    }
  /** The trail's own files of a stretch of time, which digests vouch for. */
  | {
      readonly kind: 'files';
      readonly link: Link;
      readonly place: Place;
      readonly from: Instant;
      readonly to: Instant;
    }
  /** What a change wrote, where CloudTrail left it out for its size, or has it no more. */
  | { readonly kind: 'written'; readonly link: Link; readonly place: Place; readonly call: Call }
  /** What the trail of whoever owns a link records, and whether it was on. */
  | { readonly kind: 'selectors'; readonly link: Link; readonly place: Place }
  /** Where the destination's access log is kept: it holds the writes that S3 was refused. */
  | { readonly kind: 'refusals'; readonly place: Place };

export function trailOf(link: Link, place: Place, { from, to }: Interval): Need {
  return { kind: 'trail', link, place, from, to };
}

export function filesOf(link: Link, place: Place, { from, to }: Interval): Need {
  return { kind: 'files', link, place, from, to };
}

/** How far event history reaches back. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html */
export const HISTORY: number = 90 * DAY;

/**
 * What tells what a change left in force: the event itself where no trail has shown it yet, else AWS Config; and the
 * document of now, where no later change came.
 */
export function contentOf(
  call: Call,
  link: Link,
  place: Place,
  subject: LinkSubject,
): { readonly liftedBy: string; readonly needs: readonly Need[] } {
  const documents = DOCUMENTS.filter((name) => name === link).map(
    (name) => ({ kind: 'document', link: name, place }) as const,
  );
  const asAfter = `the ${linkName(link, subject.case.profile)} as it was after it`;
  switch (contentState(call)) {
    case 'omitted':
      if (!CAPTURED.has(link)) return { liftedBy: asAfter, needs: documents };
      return {
        liftedBy: `what it wrote: AWS Config of ${ownerWords(link, ownerOf(link, place, subject))}`,
        needs: [{ kind: 'written', link, place, call }, ...documents],
      };
    case 'not-recorded':
      return {
        liftedBy: `what it wrote: ${trailWords(link, place, subject)}`,
        needs: [
          trailOf(link, place, { from: call.time - AROUND, to: call.time + AROUND }),
          // Event history has it no more.
          ...(call.time < subject.case.now - HISTORY && CAPTURED.has(link)
            ? [{ kind: 'written', link, place, call } as const]
            : []),
          ...documents,
        ],
      };
    case 'known':
      return { liftedBy: asAfter, needs: documents };
    default:
      return { liftedBy: 'the grants of the key at that time, which no log holds', needs: [] };
  }
}

/**
 * Links of whose documents AWS Config keeps a history; of inventory configurations and organization policies it does not.
 * https://docs.aws.amazon.com/config/latest/developerguide/resource-config-reference.html
 */
const CAPTURED: ReadonlySet<Link> = new Set(['destination-policy', 'default-encryption', 'key-policy', 'key-state']);

/** One event is looked for in the minutes around it. */
const AROUND = 15 * MINUTE;

/** null for a grant, which changes no document. */
function contentState({ action }: Call): 'known' | 'omitted' | 'not-recorded' | null {
  switch (action.kind) {
    case 'put-bucket-policy':
    case 'put-key-policy':
      return action.policy.state;
    case 'put-inventory-configuration':
      return action.configuration.state;
    case 'put-bucket-encryption':
      return action.encryption.state;
    case 'organization-policy':
      return action.content.state;
    case 'create-grant':
    case 'revoke-grant':
      return null;
    default:
      return 'known';
  }
}

/** `CloudTrail of account 444455556666 in eu-west-1`, as far as account and Region are known. */
export function trailWords(link: Link, place: Place, subject: LinkSubject): string {
  const owner = ownerOf(link, place, subject);
  return `CloudTrail of ${ownerWords(link, owner)}${owner.region === null ? '' : ` in ${owner.region}`}`;
}

/** `account 444455556666`, or whose it is. */
export function ownerWords(link: Link, { account, resource }: LinkOwner): string {
  if (account !== null) return `account ${account}`;
  if (link === 'rcp') return 'the management account of the organization';
  return `the account that owns ${resource ?? OWNED[link]}`;
}

const OWNED: Readonly<Record<Exclude<Link, 'rcp'>, string>> = {
  configuration: 'the source bucket',
  'destination-bucket': 'the destination bucket',
  'destination-policy': 'the destination bucket',
  'default-encryption': 'the destination bucket',
  region: 'the destination bucket',
  'key-policy': 'the KMS key',
  'key-state': 'the KMS key',
};
