import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../src/records/access-log/operations.ts';
import type { ServiceEvents } from '../../src/records/cloudtrail/events/interpreter.ts';
import { runCommand } from '../cli/fake-shell.ts';

const EVENTS_FOLDER = '../../src/records/cloudtrail/events/';

/** Every table of events that the program understands, whichever file it stands in. */
async function understoodEvents(): Promise<readonly { eventSource: string; eventName: string }[]> {
  const files = readdirSync(new URL(EVENTS_FOLDER, import.meta.url));
  const modules: Record<string, unknown>[] = await Promise.all(files.map((file) => import(`${EVENTS_FOLDER}${file}`)));
  return modules
    .flatMap((module) => Object.values(module))
    .filter((value): value is ServiceEvents => typeof value === 'object' && value !== null && 'eventSource' in value)
    .flatMap(({ eventSource, events }) => Object.keys(events).map((eventName) => ({ eventSource, eventName })));
}

const MANIFEST = 'inv/acme-lake/daily-full/2026-02-09T01-00Z/manifest.checksum';

interface MadeEvent {
  readonly eventID: string;
  readonly [member: string]: unknown;
}

function event(eventID: string, eventSource: string, eventName: string, more: object = {}): MadeEvent {
  return {
    eventVersion: '1.11',
    eventTime: '2026-02-10T12:30:00Z',
    eventSource,
    eventName,
    awsRegion: 'eu-west-1',
    eventID,
    readOnly: false,
    eventCategory: 'Management',
    recipientAccountId: '444455556666',
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::444455556666:user/o.haas' },
    requestParameters: { bucketName: 'acme-reports', key: MANIFEST },
    ...more,
  };
}

/** The ids of the events that the query lets through; events around them are the first of the hour and the last of the day. */
async function eventsThrough(events: readonly MadeEvent[]): Promise<readonly string[]> {
  const edges = ['12:00:00', '23:59:59'].flatMap((time) =>
    ['s3', 'ec2'].flatMap((service) =>
      [true, false].map((readOnly) =>
        event(`edge ${service} ${readOnly} ${time}`, `${service}.amazonaws.com`, 'Other', {
          eventTime: `2026-02-10T${time}Z`,
          readOnly,
        }),
      ),
    ),
  );
  const ran = await runCommand(['query', 'evidence-cloudtrail', '-e', '-', '-f', 'json', '-q'], {
    stdin: JSON.stringify({ Records: [...edges, ...events] }),
  });
  const rows: { event_id: string }[] = JSON.parse(ran.stdout);
  return rows.map((row) => row.event_id).filter((id) => !id.startsWith('edge '));
}

const S3_SERVICE = { userIdentity: { type: 'AWSService', invokedBy: 's3.amazonaws.com' }, eventCategory: 'Data' };
const put = (eventID: string, key: string, more: object = {}) =>
  event(eventID, 's3.amazonaws.com', 'PutObject', {
    ...S3_SERVICE,
    requestParameters: { bucketName: 'acme-reports', key },
    ...more,
  });

describe('evidence-cloudtrail', () => {
  it('lets every event through that the program understands, in China as well', async () => {
    const known = await understoodEvents();
    expect(known.length).toBeGreaterThan(50);
    const made = known.flatMap(({ eventSource, eventName }) =>
      [eventSource, `${eventSource}.cn`].map((source) => event(`${source} ${eventName}`, source, eventName)),
    );
    expect(new Set(await eventsThrough(made))).toEqual(new Set(made.map(({ eventID }) => eventID)));
  });

  it('lets what no caller did through: service events have no caller and may not say that they write', async () => {
    const expired = event('expired', 'kms.amazonaws.com', 'DeleteExpiredKeyMaterial', {
      eventType: 'AwsServiceEvent',
      readOnly: undefined,
      eventCategory: undefined,
      userIdentity: { invokedBy: 'kms.amazonaws.com' },
      requestParameters: null,
    });
    expect(await eventsThrough([expired])).toEqual(['expired']);
  });

  it('lets one event of each hour and service through, of reads and of writes, to tell what the trail covers', async () => {
    const reads = ['08:10', '08:20', '09:10'].map((time) =>
      event(`read ${time}`, 's3.amazonaws.com', 'GetBucketAcl', {
        readOnly: true,
        eventTime: `2026-02-10T${time}:00Z`,
      }),
    );
    const write = event('write', 's3.amazonaws.com', 'PutBucketTagging', { eventTime: '2026-02-10T08:30:00Z' });
    const key = event('key', 'kms.amazonaws.com', 'ListAliases', { eventTime: '2026-02-10T08:40:00Z' });
    expect(await eventsThrough([...reads, write, key])).toEqual(['read 08:10', 'write', 'key', 'read 09:10']);
  });

  it('lets the writes of deliveries through and no other data events', async () => {
    const wanted = [
      put('marker denied', 'inv/acme-lake/daily-full/data/', { errorCode: 'AccessDenied' }),
      put('data', 'inv/acme-lake/daily-full/data/5f0c.csv.gz'),
      put('symlink', 'inv/acme-lake/daily-full/hive/dt=2026-02-09-01-00/symlink.txt'),
      put('manifest', MANIFEST),
      event('removed', 's3.amazonaws.com', 'DeleteObject', { eventCategory: 'Data' }),
      event('by its resource', 's3.amazonaws.com', 'PutObject', {
        requestParameters: null,
        resources: [{ type: 'AWS::S3::Object', ARN: `arn:aws:s3:::acme-reports/${MANIFEST}` }],
      }),
    ];
    const others = [
      put('log', 'logs/2026-02-10-09-14-27-A1B2'),
      put('of a user', 'inv/acme-lake/daily-full/data/x', {
        userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::1:u' },
      }),
      event('read', 's3.amazonaws.com', 'GetObject', { eventCategory: 'Data' }),
      event('read of a policy', 's3.amazonaws.com', 'GetBucketPolicy', { readOnly: true }),
      event('of another service', 'ec2.amazonaws.com', 'DeleteBucket'),
    ];
    const through = await eventsThrough([...wanted, ...others]);
    expect(new Set(through)).toEqual(new Set(wanted.map(({ eventID }) => eventID)));
  });
});

interface MadeLine {
  readonly id: string;
  readonly operation: string;
  readonly key?: string;
  readonly requester?: string;
  readonly uri?: string;
  readonly status?: string;
}

const SERVICE = 'svc:s3.amazonaws.com';
const lineOf = ({ id, operation, key = '-', requester = SERVICE, uri = 'PUT / HTTP/1.1', status = '200' }: MadeLine) =>
  `79a5 acme-reports [10/Feb/2026:12:00:00 +0000] - ${requester} ${id} ${operation} ${key} "${uri}" ${status} - 1 2 3 4 "-" "-" -\n`;

async function linesThrough(lines: readonly MadeLine[]): Promise<readonly string[]> {
  const edges = ['00:00:00', '23:59:59'].map((time) =>
    lineOf({ id: 'EDGE', operation: 'REST.GET.OBJECT', key: 'a' }).replace('12:00:00', time),
  );
  const ran = await runCommand(['query', 'evidence-access-log', '-e', '-', '-f', 'json', '-q'], {
    stdin: [...edges, ...lines.map(lineOf)].join(''),
  });
  const rows: { requestid: string }[] = JSON.parse(ran.stdout);
  return rows.map((row) => row.requestid).filter((id) => id !== 'EDGE');
}

const isOfObject = (operation: string) => /OBJECT|UPLOAD|DELETEMARKER/.test(operation) && !operation.includes('LOCK');

describe('evidence-access-log', () => {
  it('lets every operation through that the program understands', async () => {
    const made = OPERATIONS.map(({ operation }, index) => ({
      id: `ID${index}`,
      operation,
      key: isOfObject(operation) ? MANIFEST : '-',
    }));
    expect(made.length).toBeGreaterThan(35);
    expect(new Set(await linesThrough(made))).toEqual(new Set(made.map(({ id }) => id)));
  });

  it('lets through by its URI what has a name that is not known yet', async () => {
    const uris = OPERATIONS.flatMap(({ uri }) => (uri === undefined ? [] : [uri]));
    const made = uris.map(([method, parameter], index) => ({
      id: `URI${index}`,
      operation: `REST.${method}.NEW_NAME`,
      uri: `${method} /acme-reports?x=1&${parameter} HTTP/1.1`,
    }));
    expect(made.length).toBeGreaterThan(15);
    expect(new Set(await linesThrough(made))).toEqual(new Set(made.map(({ id }) => id)));
  });

  it('lets the writes of deliveries through and no other requests on objects', async () => {
    const wanted: MadeLine[] = [
      { id: 'DENIED', operation: 'REST.PUT.OBJECT', key: 'inv/acme-lake/daily-full/data/', status: '403' },
      { id: 'DATA', operation: 'REST.PUT.OBJECT', key: 'inv/acme-lake/daily-full/data/5f0c.csv.gz' },
      { id: 'SYMLINK', operation: 'REST.PUT.OBJECT', key: 'inv/a/b/hive/dt%253D2026-02-09-01-00/symlink.txt' },
      { id: 'ENCODED', operation: 'REST.PUT.OBJECT', key: 'inv%252Facme-lake%252Fx%252Frun%252Fmanifest.json' },
      { id: 'BYUSER', operation: 'REST.PUT.OBJECT', key: MANIFEST, requester: 'arn:aws:iam::444455556666:user/x' },
      { id: 'EXPIRED', operation: 'S3.EXPIRE.OBJECT', key: MANIFEST, requester: 'AmazonS3' },
    ];
    const others: MadeLine[] = [
      { id: 'LOG', operation: 'REST.PUT.OBJECT', key: 'logs/2026-02-10-09-14-27-A1B2' },
      {
        id: 'USERDATA',
        operation: 'REST.PUT.OBJECT',
        key: 'a/b/data/x',
        requester: 'arn:aws:iam::444455556666:user/x',
      },
      { id: 'READ', operation: 'REST.GET.OBJECT', key: MANIFEST },
      { id: 'OBJECTACL', operation: 'REST.PUT.ACL', key: 'a' },
      { id: 'GETPOLICY', operation: 'REST.GET.BUCKETPOLICY', uri: 'GET /?policy HTTP/1.1' },
    ];
    expect(new Set(await linesThrough([...wanted, ...others]))).toEqual(new Set(wanted.map(({ id }) => id)));
  });
});
