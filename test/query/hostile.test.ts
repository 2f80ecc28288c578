import { describe, expect, it } from 'vitest';
import { runCommand } from '../cli/fake-shell.ts';

const LINE = (agent: string) =>
  `79a5 acme-reports [06/Feb/2019:00:00:38 +0000] 192.0.2.3 79a5 3E57 REST.GET.OBJECT a "GET /a HTTP/1.1" 200 - 1 2 3 4 "-" "${agent}" -\n`;

const EVENT = {
  eventVersion: '1.11',
  eventTime: '2026-02-10T09:14:27Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'PutBucketPolicy',
  userAgent: 'a\u0000b\ud800c\u001b[2J',
  requestParameters: { bucketName: "x'; DROP TABLE cloudtrail_logs; --", nested: { deep: [1] } },
  userIdentity: {
    type: 7,
    sessionContext: { webIdFederationData: { attributes: { ['__proto__']: 'v', ['a"b']: null } } },
  },
  resources: ['no object', { ARN: { odd: true } }],
  tlsDetails: 'no object',
};

describe('hostile logs', () => {
  it.each(['a\u0000b', '=HYPERLINK(1)', '\u001b]0;x\u0007', '\u202e', '"); DROP TABLE s3_access_logs; --'])(
    'go through the local table as text: %j',
    async (agent) => {
      const args = ['query', 'evidence-access-log', '-e', '-', '-f', 'json', '-q'];
      const line = LINE(agent).replace('REST.GET.OBJECT a', 'REST.PUT.BUCKETPOLICY -');
      const found: { useragent: string }[] = JSON.parse((await runCommand(args, { stdin: line })).stdout);
      expect(found.map((row) => row.useragent)).toEqual([`"${agent}"`]);
      const csv = await runCommand([...args.slice(0, 5), 'csv', '-q'], { stdin: line });
      for (const unsafe of ['\u0000', '\u001b', '\u0007', '\u202e']) expect(csv.stdout).not.toContain(unsafe);
    },
  );

  it('an event of odd shapes is a row, with what fits', async () => {
    const args = ['query', 'policy-changes-cloudtrail', '-e', '-', '-f', 'json', '-q'];
    const ran = await runCommand(args, { stdin: JSON.stringify({ Records: [EVENT, EVENT] }) });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const rows: unknown[] = JSON.parse(ran.stdout);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      time: EVENT.eventTime,
      bucket: EVENT.requestParameters.bucketName,
      caller_type: '7',
      user_agent: 'a\u0000b\ufffdc\u001b[2J',
    });
  });
});
