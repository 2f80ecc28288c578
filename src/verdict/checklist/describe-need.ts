import { type Link, linkName } from '../../delivery-path/link.ts';
import { type LinkSubject, ownerOf } from '../../delivery-path/link-logs.ts';
import { describePlace } from '../../delivery-path/place.ts';
import { shellOption } from '../../display/shell-word.ts';
import { formatInstant } from '../../instant.ts';
import {
  bucketCall,
  configHistory,
  eventSelectors,
  type Fetch,
  keyCall,
  listObjects,
  lookupEvents,
  trailFiles,
} from './commands.ts';
import { HISTORY, type Need, ownerWords, trailWords } from './need.ts';

/** A need in words, with the command that meets it. */
export interface Described {
  /** The links of which it would tell; none for arrivals of reports. */
  readonly links: readonly Link[];
  readonly what: string;
  /** What it would tell, one sentence without a full stop. */
  readonly reason: string;
  /** null where something that the command needs is not known; the reason then says what. */
  readonly fetch: Fetch | null;
}

/** A stretch of a trail may lie on both sides of what event history still has: one entry for each. */
export function describeNeed(need: Need, subject: LinkSubject, links: readonly Link[]): Described[] {
  switch (need.kind) {
    case 'case':
      return [ofCase(subject)];
    case 'listing':
      return ofListing(need, subject);
    case 'document':
      return ofDocument(need, subject);
    case 'trail':
      return ofTrail(need, subject, links);
    case 'files':
      return [ofFiles(need, subject, `digests vouch for them, and they hold the events whole`)];
    case 'written':
      return ofContent(need, subject);
    case 'selectors':
      return [ofSelectors(need, subject, links)];
    case 'refusals':
      return ofRefusals(need, subject);
    default:
      return need satisfies never;
  }
}

function ofCase(subject: LinkSubject): Described {
  const { sourceBucket, profile } = subject.case;
  const owner = ownerOf('configuration', { bucket: null, prefix: null, encryption: null, format: null }, subject);
  return {
    links: ['configuration'],
    what: `the ${profile.words.configuration}s of ${sourceBucket ?? 'the source bucket'}`,
    reason: `they tell which ${profile.words.subject} it is about and where its reports go${sourceBucket === null ? '; SOURCE-BUCKET stands for the bucket that is inventoried' : ''}`,
    fetch: bucketCall(
      'configuration',
      'list-bucket-inventory-configurations',
      { ...owner, bucket: sourceBucket },
      sourceBucket ?? 'SOURCE-BUCKET',
    ),
  };
}

function ofListing({ place, given }: Extract<Need, { kind: 'listing' }>, subject: LinkSubject): Described[] {
  if (place.bucket === null) return [];
  const { sourceBucket, configurationId } = subject.case;
  const parts = [place.prefix, ...(sourceBucket === null ? [] : [sourceBucket, configurationId ?? ''])];
  const folder = place.prefix === null ? '' : parts.filter((part) => part !== '').join('/');
  const prefix = folder === '' ? '' : `${folder}/`;
  const whichPrefix =
    place.prefix === null ? '. Below which prefix the reports lie is not known: where you know it, add --prefix' : '';
  return [
    {
      links: [],
      what: `a whole listing of ${describePlace({ bucket: place.bucket, prefix })}`,
      reason: `${
        given
          ? 'the listing that was given is not whole, and says nothing of what it lacks; without --max-items, --no-paginate and --starting-token the AWS CLI fetches all pages'
          : 'it shows which reports arrived, and that others did not'
      }${whichPrefix}`,
      fetch: listObjects(ownerOf('destination-bucket', place, subject), place.bucket, prefix),
    },
  ];
}

function ofDocument({ link, place }: Extract<Need, { kind: 'document' }>, subject: LinkSubject): Described[] {
  const owner = ownerOf(link, place, subject);
  const { resource } = owner;
  if (resource === null) return [];
  const reason = `it tells what is in force for the ${linkName(link, subject.case.profile)} now`;
  switch (link) {
    case 'destination-policy': {
      const fetch = bucketCall(link, 'get-bucket-policy', owner, resource);
      return [{ links: [link], what: `the bucket policy of ${resource} as it is now`, reason, fetch }];
    }
    case 'configuration': {
      const id = subject.case.configurationId;
      const fetch =
        id === null
          ? bucketCall(link, 'list-bucket-inventory-configurations', owner, resource)
          : bucketCall(link, 'get-bucket-inventory-configuration', owner, resource, shellOption('id', id));
      return [
        {
          links: [link],
          what:
            id === null
              ? `the ${subject.case.profile.words.configuration}s of ${resource} as they are now`
              : `${subject.case.profile.words.configuration} ${id} of ${resource} as it is now`,
          reason: 'it tells whether reports are asked for, where they go and how they are encrypted',
          fetch,
        },
      ];
    }
    case 'key-policy': {
      const fetch = keyCall(link, 'get-key-policy', owner, resource, ' --policy-name default');
      return [{ links: [link], what: `the policy of key ${resource} as it is now`, reason, fetch }];
    }
    case 'key-state': {
      const fetch = keyCall(link, 'describe-key', owner, resource);
      return [{ links: [link], what: `the state of key ${resource} as it is now`, reason, fetch }];
    }
    default:
      return link satisfies never;
  }
}

function ofTrail(
  { link, place, from, to }: Extract<Need, { kind: 'trail' }>,
  subject: LinkSubject,
  links: readonly Link[],
): Described[] {
  const owner = ownerOf(link, place, subject);
  const oldest = subject.case.now - HISTORY;
  const trail = trailWords(link, place, subject);
  const names = enumerated(links.map((name) => linkName(name, subject.case.profile)));
  const found: Described[] = [];
  if (to > oldest) {
    const fetch = lookupEvents(link, owner, Math.max(from, oldest), to);
    found.push({
      links,
      what: `${trail}${stretch(Math.max(from, oldest), to)}`,
      reason:
        fetch === null
          ? `it would show changes of the ${names}; to ask for it, name the resource first`
          : `it would show changes of the ${names}`,
      fetch,
    });
  }
  if (from < oldest) {
    const why = `event history reaches back 90 days only, to ${formatInstant(oldest)}: before that, only they or Athena tell changes of the ${names}`;
    found.push({ ...ofFiles({ kind: 'files', link, place, from, to: Math.min(to, oldest) }, subject, why), links });
  }
  return found;
}

function ofFiles(
  { link, place, from, to }: Extract<Need, { kind: 'files' }>,
  subject: LinkSubject,
  why: string,
): Described {
  return {
    links: [link],
    what: `the trail's own files: ${trailWords(link, place, subject)}${stretch(from, to)}`,
    reason: `${why}. Which bucket they are in, aws cloudtrail describe-trails says`,
    fetch: trailFiles(link, ownerOf(link, place, subject), from, to),
  };
}

function ofContent({ link, place, call }: Extract<Need, { kind: 'written' }>, subject: LinkSubject): Described[] {
  const owner = ownerOf(link, place, subject);
  return [
    {
      links: [link],
      what: `what ${call.eventName} at ${formatInstant(call.time)} wrote: AWS Config of ${ownerWords(link, owner)}`,
      reason: 'CloudTrail left it out for its size; AWS Config holds it where it records the resource',
      fetch: configHistory(link, owner, call.time),
    },
  ];
}

function ofSelectors(
  { link, place }: Extract<Need, { kind: 'selectors' }>,
  subject: LinkSubject,
  links: readonly Link[],
): Described {
  return {
    links,
    what: `what the trail selects: ${trailWords(link, place, subject)}`,
    reason:
      'no change stands in it, and one that leaves out management events of S3 or KMS would show none. Its name, aws cloudtrail describe-trails says; whether it was on, get-trail-status',
    fetch: eventSelectors(link, ownerOf(link, place, subject)),
  };
}

function ofRefusals({ place }: Extract<Need, { kind: 'refusals' }>, subject: LinkSubject): Described[] {
  if (place.bucket === null) return [];
  return [
    {
      links: [],
      what: `the server access log of ${place.bucket}`,
      reason: `a write that ${subject.case.profile.writer.short} was refused stands in it, with its time and run; where it is kept, if it is, this tells`,
      fetch: bucketCall(
        'destination-bucket',
        'get-bucket-logging',
        ownerOf('destination-bucket', place, subject),
        place.bucket,
      ),
    },
  ];
}

function stretch(from: number, to: number): string {
  return from >= to ? ` at ${formatInstant(to)}` : ` from ${formatInstant(from)} to ${formatInstant(to)}`;
}

function enumerated(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
