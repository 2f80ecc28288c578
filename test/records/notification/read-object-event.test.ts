import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import type { ObjectEvent } from '../../../src/records/notification/object-event.ts';
import { readWhole } from '../read-whole.ts';

const KEY = 'inv/acme-lake/daily-full/2026-02-09T01-00Z/manifest.checksum';
const CREATED: ObjectEvent = {
  bucket: 'acme-reports',
  key: KEY,
  time: Date.UTC(2026, 1, 9, 14, 0, 1),
  what: 'created',
  byIdentity: false,
};

function notification(members: JsonObject = {}, key: string = KEY): JsonObject {
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    eventTime: '2026-02-09T14:00:01.412Z',
    eventName: 'ObjectCreated:Put',
    userIdentity: { principalId: 'AWS:s3.amazonaws.com' },
    s3: { bucket: { name: 'acme-reports' }, object: { key, size: 33, sequencer: '01' } },
    ...members,
  };
}

function busEvent(type: string, detail: JsonObject = {}): JsonObject {
  return {
    version: '0',
    'detail-type': type,
    source: 'aws.s3',
    account: '444455556666',
    time: '2026-02-09T14:00:01Z',
    detail: { bucket: { name: 'acme-reports' }, object: { key: KEY }, requester: 's3.amazonaws.com', ...detail },
  };
}

async function eventsIn(value: unknown): Promise<readonly ObjectEvent[]> {
  const { items, tally } = await readWhole(JSON.stringify(value));
  expect(tally).toMatchObject({ kind: 's3-notification', rejected: 0, failure: null });
  return items.flatMap((item) => (item.kind === 'object-event' ? [item.event] : []));
}

const BARE = { Records: [notification()] };
const IN_TOPIC = { Type: 'Notification', MessageId: '1', TopicArn: 'arn:aws:sns:x', Message: JSON.stringify(BARE) };

describe('what S3 tells of objects', () => {
  it.each<[string, unknown]>([
    ['as S3 sends it', BARE],
    ['one by one', notification()],
    ['through a topic', IN_TOPIC],
    ['through a queue', { Messages: [{ MessageId: '1', Body: JSON.stringify(BARE) }] }],
    ['through a topic and a queue', { Messages: [{ MessageId: '1', Body: JSON.stringify(IN_TOPIC) }] }],
    ['to Lambda behind a queue', { Records: [{ messageId: '1', body: JSON.stringify(BARE), eventSource: 'aws:sqs' }] }],
    ['on EventBridge', busEvent('Object Created')],
    ['on EventBridge, several', [busEvent('Object Created')]],
    [
      'on EventBridge and in a queue',
      { Messages: [{ MessageId: '1', Body: JSON.stringify(busEvent('Object Created')) }] },
    ],
  ])('is read %s', async (_, value) => {
    expect(await eventsIn(value)).toEqual([CREATED]);
  });

  it('decodes keys of notifications, as forms are, and none of EventBridge', async () => {
    const keys = async (value: JsonObject) => (await eventsIn(value)).map(({ key }) => key);
    expect(await keys(notification({}, 'a+b/hive/dt%3D2026-02-09'))).toEqual(['a b/hive/dt=2026-02-09']);
    expect(await keys(notification({}, 'a%ZZ'))).toEqual(['a%ZZ']);
    expect(await keys(busEvent('Object Created', { object: { key: 'a+b%3D' } }))).toEqual(['a+b%3D']);
  });

  it.each<[JsonObject, Partial<ObjectEvent>]>([
    [notification({ eventName: 'ObjectRemoved:DeleteMarkerCreated' }), { what: 'deleted' }],
    [notification({ eventName: 'LifecycleExpiration:Delete' }), { what: 'expired' }],
    [busEvent('Object Deleted', { reason: 'DeleteObject' }), { what: 'deleted' }],
    [busEvent('Object Deleted', { reason: 'Lifecycle Expiration' }), { what: 'expired' }],
    [notification({ userIdentity: { principalId: 'AWS:AIDAEXAMPLE' } }), { byIdentity: true }],
    [busEvent('Object Created', { requester: '444455556666' }), { byIdentity: true }],
  ])('%#: tells what happened, and who it was not', async (value, members) => {
    expect(await eventsIn(value)).toMatchObject([members]);
  });

  it('counts what tells of no coming and going', async () => {
    expect(await eventsIn(busEvent('Object Tags Added'))).toEqual([]);
    expect(await eventsIn(notification({ eventName: 'ObjectTagging:Put' }))).toEqual([]);
    const test = { Service: 'Amazon S3', Event: 's3:TestEvent', Time: '2026-02-09T14:00:01.412Z', Bucket: 'a' };
    expect(await eventsIn(test)).toEqual([]);
  });

  it('rejects an event without key, bucket or time', async () => {
    const { tally } = await readWhole(
      JSON.stringify({ Records: [notification(), notification({ s3: {} }), notification({ eventTime: 'noon' })] }),
    );
    expect(tally).toMatchObject({ records: 1, rejected: 2 });
  });
});
