import type { Link } from '../../delivery-path/link.ts';
import type { LinkOwner } from '../../delivery-path/link-logs.ts';
import { shellOption, shellWord } from '../../display/shell-word.ts';
import { DAY, formatInstant, type Instant } from '../../instant.ts';
import { kms, s3api } from '../aws-cli.ts';

/** A command of the AWS CLI that gets one piece of evidence, and where it is saved. */
export interface Fetch {
  readonly command: string;
  /** A name without folders; ending in `/` for a folder that the command itself writes; null where there is nothing to save. */
  readonly file: string | null;
}

/** CloudTrail's event history of one resource. https://docs.aws.amazon.com/cli/latest/reference/cloudtrail/lookup-events.html */
export function lookupEvents(link: Link, owner: LinkOwner, from: Instant, to: Instant): Fetch | null {
  if (owner.resource === null && link !== 'rcp') return null;
  const attribute =
    owner.resource === null
      ? 'AttributeKey=EventSource,AttributeValue=organizations.amazonaws.com'
      : `AttributeKey=ResourceName,AttributeValue=${shellWord(owner.resource)}`;
  const name = owner.resource === null ? 'organizations' : fileWord(owner.resource);
  return {
    command: `aws cloudtrail lookup-events --lookup-attributes ${attribute} --start-time ${formatInstant(from)} --end-time ${formatInstant(to)}${access(link, owner)}`,
    file: `lookup-${name}.json`,
  };
}

/**
 * The trail's own files, month by month. Which bucket they are in, the account's trails tell.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html
 */
export function trailFiles(link: Link, { account, region }: LinkOwner, from: Instant, to: Instant): Fetch | null {
  if (account === null || region === null) return null;
  const folder = `cloudtrail-${account}-${fileWord(region)}/`;
  const includes = foldersOf(from, to).map((name) => ` --include '${name}/*'`);
  return {
    command: `aws s3 sync s3://TRAIL-BUCKET/AWSLogs/${shellWord(account)}/CloudTrail/${shellWord(region)}/ ${folder} --exclude '*'${includes.join('')} --profile ${profileOf(link, account)}`,
    file: folder,
  };
}

/** https://docs.aws.amazon.com/cli/latest/reference/cloudtrail/get-event-selectors.html */
export function eventSelectors(link: Link, owner: LinkOwner): Fetch {
  return {
    command: `aws cloudtrail get-event-selectors --trail-name TRAIL${access(link, owner)}`,
    file: `get-event-selectors-${fileWord(owner.account ?? 'trail')}.json`,
  };
}

/** Folders of months, `2026/02`; of years where they would be many. */
function foldersOf(from: Instant, to: Instant): string[] {
  const months: string[] = [];
  const [first, last] = [monthOf(from), monthOf(to)];
  if (last - first >= MOST_MONTHS) {
    for (let year = Math.floor(first / 12); year <= Math.floor(last / 12); year += 1) months.push(String(year));
    return months.slice(-MOST_MONTHS);
  }
  for (let month = first; month <= last; month += 1) {
    months.push(`${Math.floor(month / 12)}/${String((month % 12) + 1).padStart(2, '0')}`);
  }
  return months;
}

const MOST_MONTHS = 12;

function monthOf(time: Instant): number {
  const date = new Date(time);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** What AWS Config recorded of a resource around a change, also where it records daily. https://docs.aws.amazon.com/cli/latest/reference/configservice/get-resource-config-history.html */
export function configHistory(link: Link, owner: LinkOwner, time: Instant): Fetch | null {
  if (owner.resource === null) return null;
  const isKey = link === 'key-policy' || link === 'key-state';
  const id = isKey ? owner.resource.slice(owner.resource.lastIndexOf('/') + 1) : owner.resource;
  return {
    command: `aws configservice get-resource-config-history --resource-type ${isKey ? 'AWS::KMS::Key' : 'AWS::S3::Bucket'}${shellOption('resource-id', id)} --earlier-time ${formatInstant(time - DAY)} --later-time ${formatInstant(time + 2 * DAY)}${access(link, owner)}`,
    file: `config-history-${fileWord(owner.resource)}.json`,
  };
}

/** The CLI asks for page after page by itself, unless told to stop. https://docs.aws.amazon.com/cli/latest/reference/s3api/list-objects-v2.html */
export function listObjects(owner: LinkOwner, bucket: string, prefix: string): Fetch {
  return {
    command: s3api(
      'list-objects-v2',
      bucket,
      shellOption('prefix', prefix === '' ? null : prefix),
      access('destination-bucket', owner),
    ),
    file: `listing-${fileWord(bucket)}.json`,
  };
}

export function bucketCall(link: Link, operation: string, owner: LinkOwner, bucket: string, more = ''): Fetch {
  return {
    command: s3api(operation, bucket, more, access(link, owner)),
    file: `${operation}-${fileWord(bucket)}.json`,
  };
}

export function keyCall(
  link: 'key-policy' | 'key-state',
  operation: string,
  owner: LinkOwner,
  key: string,
  more = '',
): Fetch {
  return {
    command: kms(operation, key, more, access(link, owner)),
    file: `${operation}-${fileWord(key.slice(key.lastIndexOf('/') + 1))}.json`,
  };
}

/** What every command ends with; a word in capitals is for the reader to fill in. */
function access(link: Link, { region, account }: LinkOwner): string {
  return `${shellOption('region', region ?? 'REGION')} --profile ${profileOf(link, account)} --output json`;
}

/** The name of the profile is the reader's own: whose credentials it has to hold is what is known. */
function profileOf(link: Link, account: string | null): string {
  return `PROFILE-OF-${account !== null && /^\d{12}$/.test(account) ? account : OWNERS[link]}`;
}

const OWNERS: Readonly<Record<Link, string>> = {
  configuration: 'SOURCE-OWNER',
  'destination-bucket': 'DESTINATION-OWNER',
  'destination-policy': 'DESTINATION-OWNER',
  'default-encryption': 'DESTINATION-OWNER',
  region: 'DESTINATION-OWNER',
  'key-policy': 'KEY-OWNER',
  'key-state': 'KEY-OWNER',
  rcp: 'MANAGEMENT-ACCOUNT',
};

/** A name as part of a file name, whatever it is made of. */
function fileWord(name: string): string {
  return name
    .slice(name.lastIndexOf('/') + 1)
    .replaceAll(/[^A-Za-z0-9.-]/g, '_')
    .slice(0, 80);
}
