import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AssumedRoles } from '../../src/aws/access.ts';
import type { World } from '../aws/world/world.ts';
import { runCommand } from '../cli/fake-shell.ts';
import { smallWorld } from './collect-world.ts';
import { collecting } from './collecting.ts';

const suite = collecting();
afterEach(() => vi.unstubAllEnvs());

const ROLE = 'arn:aws:iam::444455556666:role/Reader';
const KEY_ROLE = 'arn:aws:iam::777788889999:role/KeyReader';
const KEY = 'arn:aws:kms:eu-west-1:777788889999:key/0c3f0a0e-0000-4000-8000-00000000000a';

/** The small world whose reports are encrypted with a key of another account. */
function withRoles(): World {
  const described = smallWorld();
  const encryption = {
    Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: KEY } }],
  };
  return {
    ...described,
    roles: {
      [ROLE]: { accessKeyId: 'ASIAREADER0000000000', externalId: 'audit-7' },
      [KEY_ROLE]: { accessKeyId: 'ASIAKEYREADER0000000', externalId: 'audit-7' },
    },
    callers: {
      ASIAREADER0000000000: { arn: 'arn:aws:sts::444455556666:assumed-role/Reader/audit', account: '444455556666' },
      ASIAKEYREADER0000000: { arn: 'arn:aws:sts::777788889999:assumed-role/KeyReader/audit', account: '777788889999' },
    },
    keys: [
      {
        account: '777788889999',
        metadata: { Arn: KEY, KeyId: KEY.split('/')[1] ?? '', KeyState: 'Enabled' },
        policy: '{}',
      },
    ],
    buckets: { ...described.buckets, 'acme-reports': { ...described.buckets?.['acme-reports'], encryption } },
  };
}

const ROLES: AssumedRoles = { all: ROLE, of: { key: KEY_ROLE }, externalId: 'audit-7', sessionName: 'audit' };

describe('roles', () => {
  it('are assumed once each, however many calls are made in them', async () => {
    const { problems } = await suite.collect(withRoles(), [], { access: { roles: ROLES } });
    expect(problems).toEqual([]);
    const assumed = suite.world.served.filter(({ operation }) => operation === 'AssumeRole');
    expect(
      assumed.map(({ input }) => [input['RoleArn'], input['ExternalId'], input['RoleSessionName']]).sort(),
    ).toEqual([
      [ROLE, 'audit-7', 'audit'],
      [KEY_ROLE, 'audit-7', 'audit'],
    ]);
    const callers = new Map(suite.world.served.map(({ operation, accessKeyId }) => [operation, accessKeyId]));
    expect(callers.get('GetBucketPolicy')).toBe('ASIAREADER0000000000');
    expect(callers.get('GetKeyPolicy')).toBe('ASIAKEYREADER0000000');
    expect(suite.world.count('GetCallerIdentity')).toBe(2);
  });

  it('that cannot be assumed are told once, not for each call', async () => {
    const { problems } = await suite.collect(withRoles(), [], {
      access: { roles: { ...ROLES, of: {}, externalId: null } },
    });
    const told = problems.filter((line) => line.includes(ROLE));
    expect(told).toEqual([
      expect.stringMatching(/^no credentials: role \S+Reader cannot be assumed: AccessDenied: User: .* sts:AssumeRole/),
    ]);
    expect(suite.world.count('AssumeRole')).toBe(1);
  });

  it('that end during a collection are assumed again', async () => {
    const described = withRoles();
    const roles = { [ROLE]: { accessKeyId: 'ASIAREADER0000000000', lastsMs: 1_000 } };
    const { problems } = await suite.collect({ ...described, roles }, [], { access: { roles: { ...ROLES, of: {} } } });
    expect(problems.filter((line) => !line.includes('kms'))).toEqual([]);
    expect(suite.world.count('AssumeRole')).toBeGreaterThan(1);
  });
});

describe('credentials that expire in the middle', () => {
  const expired = (from: number) =>
    ({
      operation: 'GetObject',
      nth: Array.from({ length: 500 }, (_, index) => from + index),
      effect: { kind: 'refused', failure: 'expired' },
    }) as const;

  it('end the sending; the next run goes on where this one stopped', async () => {
    const first = await suite.collect(smallWorld(), [expired(5)]);
    expect(first.problems.join('\n')).toContain('have expired: sign in again (aws sso login)');
    // Those that were on their way at the time.
    expect(suite.world.count('GetObject')).toBeLessThan(5 + 20);
    const before = suite
      .read('manifest.json')
      .collected.filter(({ source }: { source: string }) => source.startsWith('s3://')).length;
    expect(before).toBe(5);
    const second = await suite.collect(smallWorld());
    expect(second.problems).toEqual([]);
    expect(suite.world.count('GetObject')).toBe(
      suite.read('manifest.json').collected.filter(({ source }: { source: string }) => source.startsWith('s3://'))
        .length - before,
    );
    expect(suite.world.count('LookupEvents')).toBe(0);
  });
});

describe('credentials that have expired', () => {
  it('are told once, whose they are with it, and nothing more is sent with them', async () => {
    const { problems } = await suite.collect(smallWorld(), [
      { operation: 'GetBucketPolicy', effect: { kind: 'refused', failure: 'expired' } },
    ]);
    expect(problems.filter((line) => line.includes('the default profile'))).toEqual([
      'the credentials of the default profile have expired: sign in again (aws sso login), then run the same again',
    ]);
    expect(suite.world.served.at(-1)?.operation).toBe('GetBucketPolicy');
  });
});

describe('a profile', () => {
  beforeEach(() => {
    vi.stubEnv('AWS_CONFIG_FILE', join(suite.directory, '..', 'no-such-file'));
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(suite.directory, '..', 'no-such-file'));
  });

  it('that is not there is named as that', async () => {
    const { problems } = await suite.collect(smallWorld(), [], { access: { profile: 'nobody' } });
    expect(problems[0]).toBe(
      'no credentials: there is no profile nobody with credentials in the AWS configuration files',
    );
    expect(suite.world.served).toEqual([]);
  });

  describe('with an MFA device', () => {
    const MFA = 'arn:aws:iam::444455556666:mfa/maria';
    const world: World = {
      ...withRoles(),
      roles: { [ROLE]: { accessKeyId: 'ASIAREADER0000000000', mfaCode: '123456' } },
    };
    const prepare = (): void => {
      const files = {
        config: join(suite.directory, '..', 'mfa-config'),
        credentials: join(suite.directory, '..', 'mfa-credentials'),
      };
      writeFileSync(
        files.config,
        `[profile careful]\nrole_arn = ${ROLE}\nsource_profile = base\nmfa_serial = ${MFA}\nregion = eu-west-1\n`,
      );
      writeFileSync(files.credentials, '[base]\naws_access_key_id = AKIABASE000000000000\naws_secret_access_key = x\n');
      vi.stubEnv('AWS_CONFIG_FILE', files.config);
      vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', files.credentials);
    };

    it('asks for one code', async () => {
      prepare();
      const asked: string[] = [];
      const askMfa = async (serial: string) => {
        asked.push(serial);
        vi.stubEnv('AWS_ENDPOINT_URL_STS', suite.world.url);
        return '123456';
      };
      const { problems } = await suite.collect(world, [], { access: { profile: 'careful', askMfa } });
      expect(problems.filter((line) => !line.includes('kms'))).toEqual([]);
      expect(asked).toEqual([MFA]);
      expect(suite.world.count('AssumeRole')).toBe(1);
    });

    it('is told where there is no terminal to ask on', async () => {
      prepare();
      const { problems } = await suite.collect(world, [], { access: { profile: 'careful' } });
      expect(problems[0]).toContain(`asks for a code of the MFA device ${MFA}, for which there is no terminal`);
    });
  });
});

describe('a proxy', () => {
  const connects: string[] = [];
  let proxy: Server;
  beforeEach(async () => {
    connects.length = 0;
    proxy = createServer();
    proxy.on('connect', (request, socket) => {
      connects.push(request.url ?? '');
      const [host = '', port = ''] = (request.url ?? '').split(':');
      if (host !== '127.0.0.1') {
        socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
        return;
      }
      const target = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        target.pipe(socket).pipe(target);
      });
      target.on('error', () => socket.destroy());
      socket.on('error', () => target.destroy());
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY']) {
      vi.stubEnv(name, '');
      vi.stubEnv(name.toLowerCase(), '');
    }
  });
  afterEach(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const url = () => `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;

  it('is gone through', async () => {
    vi.stubEnv('HTTP_PROXY', url());
    const { problems } = await suite.collect(smallWorld());
    expect(problems).toEqual([]);
    expect(new Set(connects)).toEqual(new Set([suite.world.url.slice('http://'.length)]));
  });

  it('is passed by for the hosts of NO_PROXY', async () => {
    vi.stubEnv('HTTP_PROXY', url());
    vi.stubEnv('NO_PROXY', 'localhost,127.0.0.1');
    const { problems } = await suite.collect(smallWorld());
    expect([problems, connects]).toEqual([[], []]);
  });

  it.each([
    ['hangs up', null, 'the proxy hung up before it answered'],
    ['refuses', '403 Forbidden', 'the proxy refuses to lead to AWS (403)'],
    [
      'wants to know who asks',
      '407 Proxy Authentication Required',
      'the proxy refuses to lead to AWS (407): it asks for a name and a password, which belong into its URL',
    ],
  ])('that %s is told as that', async (_, answer, told) => {
    vi.stubEnv('HTTPS_PROXY', url());
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
    proxy.removeAllListeners('connect');
    proxy.on('connect', (_request, socket) => {
      if (answer === null) socket.destroy();
      else socket.end(`HTTP/1.1 ${answer}\r\ncontent-length: 0\r\n\r\n`);
    });
    const { stderr } = await runCommand(['scan', 's3://acme-logs/', '--region', 'eu-west-1']);
    expect(stderr).toContain(`s3://acme-logs/: ${told}\n`);
  });

  it('of HTTPS_PROXY is asked for AWS itself', async () => {
    vi.stubEnv('HTTPS_PROXY', url());
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
    const ran = await runCommand([
      'check',
      '--live',
      '--source-bucket',
      'acme-lake',
      '--configuration-id',
      'a',
      '--destination-bucket',
      'acme-reports',
      '--region',
      'eu-west-1',
    ]);
    expect(ran.code).not.toBe(0);
    expect(connects).toContain('sts.eu-west-1.amazonaws.com:443');
    expect(connects.some((host) => /^(acme-lake\.)?s3\.eu-west-1\.amazonaws\.com:443$/.test(host))).toBe(true);
  });
});
