import type { Json } from './documents.ts';
import { policyBody } from './documents.ts';
import type { Evidence } from './evidence.ts';
import { type LogLine, lineOfRecord } from './log-lines.ts';
import type { TrailRecord } from './records.ts';
import { DAY, DESTINATION_ACCOUNT, HOUR, isoSeconds, MINUTE } from './world.ts';

/** A forged view of a true call. */
export interface Plant {
  /** What the forged view tells otherwise: the caller alone, or the deed. */
  readonly about: 'actor' | 'content';
  /** null where the call cannot be told so. */
  readonly apply: (evidence: Evidence, record: TrailRecord) => Evidence | null;
}

/** Whom every forgery names that names somebody else. */
export const SCAPEGOAT = 'arn:aws:iam::444455556666:user/scapegoat';

const IDENTITY: Json = {
  type: 'IAMUser',
  principalId: 'AIDASCAPEGOAT',
  arn: SCAPEGOAT,
  accountId: '444455556666',
  accessKeyId: 'AKIASCAPEGOAT0000000',
  userName: 'scapegoat',
};

export const PLANTS: Readonly<Record<string, Plant>> = {
  'another actor': { about: 'actor', apply: copy(() => ({ userIdentity: IDENTITY })) },
  'another actor, under another event id': {
    about: 'actor',
    apply: copy(() => ({ userIdentity: IDENTITY, eventID: OTHER_ID })),
  },
  'another actor, in a shared event': { about: 'actor', apply: shared(() => ({ userIdentity: IDENTITY })) },
  'another requester in the access log': { about: 'actor', apply: line((text) => text.replace(ANY_USER, SCAPEGOAT)) },
  'a text that lets S3 in, by another actor': { about: 'content', apply: copy(letIn({ userIdentity: IDENTITY })) },
  'a text that lets S3 in': { about: 'content', apply: copy(letIn({})) },
  'another text, in a shared event by another actor': {
    about: 'content',
    apply: shared(letIn({ userIdentity: IDENTITY })),
  },
  'another bucket': {
    about: 'content',
    apply: copy(({ json }) =>
      isOnBucket(json)
        ? { requestParameters: { ...(json['requestParameters'] as Json), bucketName: 'acme-website' } }
        : null,
    ),
  },
  'another action by another actor': {
    about: 'content',
    apply: copy(({ json }) =>
      json['eventName'] === 'DeleteBucketPolicy' || !isOnBucket(json)
        ? null
        : { eventName: 'DeleteBucketPolicy', userIdentity: IDENTITY },
    ),
  },
  'a failure': { about: 'content', apply: copy(() => ({ errorCode: 'AccessDenied', errorMessage: 'Access Denied' })) },
  'a failure by another actor': {
    about: 'content',
    apply: copy(() => ({ errorCode: 'AccessDenied', userIdentity: IDENTITY })),
  },
  'a 403 in the access log': {
    about: 'content',
    apply: line((text) => text.replace(/(HTTP\/1\.1") (200|204) -/, '$1 403 AccessDenied')),
  },
  'three days earlier': { about: 'content', apply: copy(({ time }) => ({ eventTime: isoSeconds(time - 3 * DAY) })) },
  'an hour later by another actor': {
    about: 'content',
    apply: copy(({ time }) => ({ eventTime: isoSeconds(time + HOUR), userIdentity: IDENTITY })),
  },
  'a minute earlier by another actor': {
    about: 'content',
    apply: copy(({ time }) => ({ eventTime: isoSeconds(time - MINUTE), userIdentity: IDENTITY })),
  },
};

/** The event id of a copy that has one of its own. */
export const OTHER_ID = '00000000-1111-4222-a333-444444444444';
const ANY_USER = /arn:aws:iam::\d+:user\/[\w-]+/;

type Change = (record: TrailRecord) => Json | null;

function copy(change: Change): Plant['apply'] {
  return (evidence, record) => {
    const changed = change(record);
    if (changed === null) return null;
    return { ...evidence, records: [...evidence.records, forged(record, { ...record.json, ...changed })] };
  };
}

/** The forged copy is another account's, and the true one says that it has such a copy. */
function shared(change: Change): Plant['apply'] {
  return (evidence, record) => {
    const changed = change(record);
    if (changed === null) return null;
    const sharedEventID = '99999999-8888-4777-a666-555555555555';
    const json = { ...record.json, sharedEventID };
    const records = evidence.records.map((other) => (other === record ? { ...record, json } : other));
    const other = forged(record, { ...json, ...changed, eventID: OTHER_ID, recipientAccountId: '999900001111' });
    return { ...evidence, records: [...records, other] };
  };
}

function forged(record: TrailRecord, json: Json): TrailRecord {
  return { ...record, time: Date.parse(String(json['eventTime'])), json };
}

function line(change: (text: string) => string): Plant['apply'] {
  return (evidence, record) => {
    const { json } = record;
    if (!isOnBucket(json) || record.account !== DESTINATION_ACCOUNT) return null;
    const told: LogLine = lineOfRecord(record);
    const text = change(told.text);
    if (text === told.text || text.includes('REST.GET')) return null;
    return { ...evidence, lines: [...evidence.lines, { ...told, text }] };
  };
}

function isOnBucket(json: Json): boolean {
  return (json['requestParameters'] as Json)['bucketName'] !== undefined;
}

/** The same call with a policy that lets S3 in everywhere; for calls that write no policy there is none. */
function letIn(more: Json): Change {
  return ({ json }) => {
    const parameters = json['requestParameters'] as Json;
    if (json['eventName'] !== 'PutBucketPolicy') return null;
    const bucketPolicy = policyBody(parameters['bucketName'] as 'acme-reports', {
      allow: 'bucket',
      denials: [],
      decoys: ['readers', 'insecure-transport'],
    });
    return { ...more, requestParameters: { ...parameters, bucketPolicy } };
  };
}

/** S3's own writes, each told with another outcome as well. */
export const FORGED_WRITES: Readonly<Record<string, (evidence: Evidence) => Evidence>> = {
  'a refusal beside every report': forgedWrites((error) => error === undefined),
  'a success beside every refusal': forgedWrites((error) => error !== undefined),
};

function forgedWrites(isMeant: (error: unknown) => boolean): (evidence: Evidence) => Evidence {
  return (evidence) => {
    const records = evidence.records.flatMap((record) => {
      const { errorCode, errorMessage: _, ...json } = record.json;
      if (json['eventName'] !== 'PutObject' || !isMeant(errorCode)) return [];
      const other =
        errorCode === undefined ? { ...json, errorCode: 'AccessDenied', errorMessage: 'Access Denied' } : json;
      return [{ ...record, json: other }];
    });
    const lines = evidence.lines.flatMap((told) => {
      const [, status] = /HTTP\/1\.1" (\d+) /.exec(told.text) ?? [];
      if (!told.text.includes('REST.PUT.OBJECT') || !isMeant(status === '200' ? undefined : status)) return [];
      const outcome = status === '200' ? '403 AccessDenied' : '200 -';
      return [{ ...told, text: told.text.replace(/(HTTP\/1\.1") \d+ \S+/, `$1 ${outcome}`) }];
    });
    return { ...evidence, records: [...evidence.records, ...records], lines: [...evidence.lines, ...lines] };
  };
}

/** Evidence told once more in ways that mean the same. */
export const HARMLESS: Readonly<Record<string, (evidence: Evidence) => Evidence>> = {
  'the copy of another account': again(({ json }) => ({
    ...json,
    eventID: `${String(json['eventID']).slice(0, -4)}beef`,
    recipientAccountId: '999900001111',
    userIdentity: {
      type: 'AWSAccount',
      principalId: (json['userIdentity'] as Json)['principalId'],
      accountId: (json['userIdentity'] as Json)['accountId'],
    },
  })),
  'parameters left out': again(({ json }) =>
    isOnBucket(json)
      ? {
          ...json,
          requestParameters: { reason: 'requestParameters too large', omitted: 'true', originalSize: '149893' },
        }
      : json,
  ),
  'a policy as text, its members in another order': again(({ json }) => {
    const parameters = json['requestParameters'] as Json;
    const bucketPolicy = parameters['bucketPolicy'];
    return bucketPolicy === undefined
      ? json
      : { ...json, requestParameters: { ...parameters, bucketPolicy: JSON.stringify(reordered(bucketPolicy)) } };
  }),
  'a user agent cut short': again(({ json }) => ({ ...json, userAgent: String(json['userAgent']).slice(0, 9) })),
  'three seconds later': again((record) => ({ ...record.json, eventTime: isoSeconds(record.time + 3000) })),
};

/** Every call on the path, told again with an id by which it is known to be the same. */
function again(change: (record: TrailRecord) => Json): (evidence: Evidence) => Evidence {
  return (evidence) => {
    const records = evidence.records.map((record) =>
      record.event === null
        ? record
        : { ...record, json: { ...record.json, sharedEventID: String(record.json['eventID']).toUpperCase() } },
    );
    const copies = records.flatMap((record) => (record.event === null ? [] : [forged(record, change(record))]));
    return { ...evidence, records: [...records, ...copies] };
  };
}

function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      // Conditions are shown in the order in which they are written.
      .map(([name, member]) => [name, name === 'Condition' ? member : reordered(member)]),
  );
}
