import { describe, expect, it } from 'vitest';
import { readStruct } from '../../../src/records/athena/read-struct.ts';
import type { CloudTrailRecord } from '../../../src/records/cloudtrail/record.ts';
import { readWhole } from '../read-whole.ts';

const SESSION =
  '{type=AssumedRole, principalid=AROA1:dana@acme.example, arn=arn:aws:sts::444455556666:assumed-role/Admin/dana@acme.example, accountid=444455556666, invokedby=null, accesskeyid=ASIA1, username=null, onbehalfof=null, sessioncontext={attributes={mfaauthenticated=false, creationdate=2026-02-09T07:40:00Z}, sessionissuer={type=Role, principalid=AROA1, arn=arn:aws:iam::444455556666:role/Admin, accountid=444455556666, username=Admin}, ec2roledelivery=null, webidfederationdata={federatedprovider=null, attributes={}}}}';
const POLICY = { Version: '2012-10-17', Statement: [] };
const ROW: Record<string, string> = {
  eventversion: '1.11',
  useridentity: SESSION,
  eventtime: '2026-02-09T09:12:00Z',
  eventsource: 's3.amazonaws.com',
  eventname: 'PutBucketPolicy',
  awsregion: 'eu-west-1',
  sourceipaddress: '203.0.113.24',
  requestparameters: JSON.stringify({ bucketName: 'acme-reports', bucketPolicy: POLICY }),
  responseelements: 'null',
  requestid: 'A1',
  eventid: 'e1',
  resources: '[{arn=arn:aws:s3:::acme-reports, accountid=444455556666, type=AWS::S3::Bucket}]',
  recipientaccountid: '444455556666',
  readonly: 'false',
  tlsdetails: '{tlsversion=TLSv1.3, ciphersuite=X, clientprovidedhostheader=acme-reports.s3.eu-west-1.amazonaws.com}',
};

async function recordOf(row: Record<string, string>): Promise<CloudTrailRecord> {
  const quoted = (cells: readonly string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  const { items, tally } = await readWhole(`${quoted(Object.keys(row))}\n${quoted(Object.values(row))}\n`);
  expect(tally).toMatchObject({ kind: 'athena-result', rejected: 0, records: 1 });
  const [item] = items;
  if (item?.kind !== 'cloudtrail') throw new Error('no event');
  return item.record;
}

describe('a row of the table of CloudTrail', () => {
  it('is the event that it was made from, chosen by nobody knows what', async () => {
    expect(await recordOf(ROW)).toMatchObject({
      form: 'excerpt',
      eventTime: Date.UTC(2026, 1, 9, 9, 12),
      eventName: 'PutBucketPolicy',
      requestParameters: { state: 'known', value: { bucketName: 'acme-reports', bucketPolicy: POLICY } },
      resources: [{ arn: 'arn:aws:s3:::acme-reports', accountId: '444455556666' }],
      userIdentity: {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::444455556666:assumed-role/Admin/dana@acme.example',
        accessKeyId: 'ASIA1',
        userName: null,
        mfaAuthenticated: false,
        sessionCreationDate: Date.UTC(2026, 1, 9, 7, 40),
      },
    });
  });

  it('may hold structs cast to JSON, or members of the identity as columns', async () => {
    const { useridentity: _, ...rest } = ROW;
    const arn = 'arn:aws:iam::444455556666:user/omar';
    const cast = { ...rest, useridentity: JSON.stringify({ type: 'IAMUser', arn, username: 'omar' }) };
    expect(await recordOf(cast)).toMatchObject({ userIdentity: { type: 'IAMUser', arn, userName: 'omar' } });
    expect(await recordOf({ ...rest, arn, username: 'omar' })).toMatchObject({
      userIdentity: { arn, userName: 'omar' },
    });
  });

  it('says nothing of what it was made for where its parameters were printed as a map', async () => {
    const { requestParameters } = await recordOf({ ...ROW, requestparameters: '{bucketName=acme-reports}' });
    expect(requestParameters.state).not.toBe('known');
  });

  it('names nobody where a value could be read as a member', async () => {
    const forged = SESSION.replace('AROA1:dana', 'AROA1:x, arn=arn:aws:iam::444455556666:user/victim, accountid=1');
    expect((await recordOf({ ...ROW, useridentity: forged })).userIdentity).toMatchObject({
      arn: null,
      principalId: null,
    });
  });
});

describe('a struct as Athena prints it', () => {
  it.each([
    ['{}', {}],
    ['[]', []],
    ['{a=null, b=x y, c={d=1}}', { a: null, b: 'x y', c: { d: '1' } }],
    ['[{a=1}, {a=2}]', [{ a: '1' }, { a: '2' }]],
    ['{a=s=1,t=2, b=}', { a: 's=1,t=2', b: '' }],
  ])('%s', (text, value) => {
    expect(readStruct(text)).toEqual(value);
  });

  it.each(['', '{', '{a}', '{a=1', '{a=1}}', '{a=1, a=2}', '[{a=1}', `${'['.repeat(50)}${']'.repeat(50)}`])(
    'no struct: %s',
    (text) => {
      expect(readStruct(text)).toSatisfy((value) => value === null || typeof value === 'string');
    },
  );
});
