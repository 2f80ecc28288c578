import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../cli/fake-shell.ts';
import { sampled } from '../property-runs.ts';
import { AthenaServer, type Ending, type Fault } from './athena-server.ts';

process.env['AWS_ACCESS_KEY_ID'] = 'AKIAIOSFODNN7EXAMPLE';
process.env['AWS_SECRET_ACCESS_KEY'] = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
process.env['AWS_REGION'] = 'eu-west-1';

/** Without what names the evidence. */
/** Records are read again from plain files alone. */
function essence(report: string): unknown {
  return JSON.parse(report, (member, value) => (member === 'evidence' || member === 'records' ? undefined : value));
}

describe('investigate --athena', () => {
  it.each(sampled(readdirSync('samples').sort(), 2, 0))(
    'gives the report that the logs of %s give, and cites its queries',
    async (sample) => {
      const server = new AthenaServer();
      await server.start(`samples/${sample}`);
      server.looks = 0;
      const documents = mkdtempSync(join(tmpdir(), 'documents-'));
      try {
        cpSync(`samples/${sample}`, documents, { recursive: true });
        for (const logs of ['AWSLogs', 'access-logs']) rmSync(join(documents, logs), { recursive: true });
        const place = ['--workgroup', 'forensics', '--database', 'logs', '--endpoint-url', server.url];
        const asked = await runCommand(['investigate', '--athena', ...place, documents, '-f', 'json', '-q']);
        const read = await runCommand(['investigate', `samples/${sample}`, '-f', 'json', '-q']);
        expect(asked.stderr).toBe('');
        const report = asked.stdout.replaceAll(documents, `samples/${sample}`);
        expect(essence(report)).toEqual(essence(read.stdout));
        const sources = JSON.parse(report).evidence.map(({ source }: { source: string }) => source);
        expect(
          sources.filter((source: string) => /^athena:\S+ evidence-(access-log|cloudtrail)$/.test(source)),
        ).toHaveLength(2);
      } finally {
        rmSync(documents, { recursive: true });
        await server.stop();
      }
    },
  );

  describe('when Athena does not answer', () => {
    const server = new AthenaServer();
    let documents: string;
    beforeAll(async () => {
      await server.start('samples/deny-by-ip');
      server.looks = 0;
      documents = mkdtempSync(join(tmpdir(), 'documents-'));
      cpSync('samples/deny-by-ip', documents, { recursive: true });
      for (const logs of ['AWSLogs', 'access-logs', 'README.md']) rmSync(join(documents, logs), { recursive: true });
    });
    afterAll(async () => {
      rmSync(documents, { recursive: true });
      await server.stop();
    });
    beforeEach(() => {
      server.calls.length = 0;
      server.ending = null;
    });
    afterEach(() => expect(server.faults).toEqual([]));

    const PLACE = ['--workgroup', 'forensics', '--database', 'logs'];
    async function ask(evidence: readonly string[], place = PLACE, since = '2026-02-01') {
      const ran = await runCommand(
        ['investigate', '--athena', '--since', since, ...place, '--endpoint-url', server.url, ...evidence],
        {},
      );
      return { ...ran, stderr: ran.stderr.replace(/0{8}-0000-4000-8000-\d{12}/g, 'ID') };
    }

    it('asks for the events of the accounts that are given, and of all otherwise', async () => {
      const statement = () =>
        server.calls
          .map(({ input }) => input)
          .find((input) => /FROM cloudtrail_logs/.test(String(input['QueryString'])));
      await ask([documents, '--accounts', '111122223333,444455556666']);
      expect(statement()?.['QueryString']).toContain('AND account IN (?, ?)\n');
      expect(statement()?.['ExecutionParameters']).toEqual(
        expect.arrayContaining(["'111122223333'", "'444455556666'"]),
      );
      server.calls.length = 0;
      await ask([documents]);
      expect(statement()?.['QueryString']).not.toContain('account IN');
      expect(await ask([documents, '--accounts', 'mine'])).toMatchObject({ code: 2 });
    });

    /** Why sources were not read, as the JSON report has it, and whether there is a culprit. */
    async function report(evidence: readonly string[], place?: string[]) {
      const { code, stdout, stderr } = await ask([...evidence, '-f', 'json', '-q'], place);
      expect(stderr).toBe('');
      const { warnings, incidents } = JSON.parse(stdout.replace(/0{8}-0000-4000-8000-\d{12}/g, 'ID'));
      const told = warnings.filter(({ code: name }: { code: string }) => name === 'unreadable-source');
      return {
        code,
        told: told.map(({ message }: { message: string }) => message),
        hasCulprit: incidents.map(({ culprit }: { culprit: unknown }) => culprit !== null),
      };
    }

    const DENIED: Fault = {
      operation: 'StartQueryExecution',
      answer: {
        status: 400,
        type: 'AccessDeniedException',
        message: 'User: u is not authorized to perform: athena:StartQueryExecution on resource: y',
      },
    };
    const WHY_DENIED =
      'Athena: could not start the query: AccessDeniedException: User: u is not authorized to perform: athena:StartQueryExecution on resource: y; athena:StartQueryExecution is missing, see iam-policy';
    const FAILED: Ending = {
      state: 'FAILED',
      reason: 'x',
      error: {
        ErrorCategory: 2,
        Retryable: false,
        ErrorMessage: "TABLE_NOT_FOUND: line 1:6: Table 'awsdatacatalog.logs.cloudtrail_logs' does not exist",
      },
    };
    const WHY_FAILED =
      "query execution ID failed: TABLE_NOT_FOUND: line 1:6: Table 'awsdatacatalog.logs.cloudtrail_logs' does not exist (an error in the query or its data); query cloudtrail_logs --create-tables --database logs --param location=... --param accounts=... --param regions=... --since DAY makes it";
    const WHY_NO_WORKGROUP = 'Athena: there is no workgroup "nosuch"; name one with --workgroup';

    it('because it is not asked: a flag that cannot be used is told before anything is read, and billed', async () => {
      const ran = await ask([documents, '--format', 'pdf']);
      expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('--format: "pdf" cannot be used') });
      expect(server.operations()).toEqual([]);
    });

    it('because it is asked from --since on, counted back from --now', async () => {
      await ask([documents, '--now', '2026-02-15T00:00:00Z', '-q'], PLACE, '10d');
      const started = server.calls.find(({ operation }) => operation === 'StartQueryExecution');
      expect(started?.input['ExecutionParameters']).toContain("'2026-02-05T00:00:00Z'");
    });

    it('for want of a permission: the rest is used, and does not suffice', async () => {
      server.faults.push(DENIED);
      expect(await report([documents])).toEqual({
        code: 3,
        told: [`athena: evidence-access-log and evidence-cloudtrail could not be read: ${WHY_DENIED}`],
        hasCulprit: [false],
      });
      // What could not be started is not tried again with the other query.
      expect(server.operations().filter((name) => name === 'StartQueryExecution')).toHaveLength(1);
    });

    it('for want of a workgroup: the rest is used, and suffices when it is the logs themselves', async () => {
      const { code, told, hasCulprit } = await report(['samples/deny-by-ip'], ['--workgroup', 'nosuch']);
      expect({ code, hasCulprit }).toEqual({ code: 0, hasCulprit: [true] });
      expect(told).toEqual([
        `athena: evidence-access-log and evidence-cloudtrail could not be read: ${WHY_NO_WORKGROUP}`,
      ]);
      expect(server.operations()).toEqual(['GetWorkGroup']);
    });

    it('because the queries fail: each is cited', async () => {
      server.ending = FAILED;
      expect(await report([documents])).toEqual({
        code: 3,
        told: [
          `athena:ID evidence-access-log could not be read: ${WHY_FAILED}`,
          `athena:ID evidence-cloudtrail could not be read: ${WHY_FAILED}`,
        ],
        hasCulprit: [false],
      });
    });

    it('to one of the two, the other is used', async () => {
      server.faults.push({ ...DENIED, after: 1 });
      const { told, hasCulprit } = await report([documents]);
      expect(told).toEqual([`athena: evidence-cloudtrail could not be read: ${WHY_DENIED}`]);
      expect(hasCulprit).toEqual([true]);
    });

    it.each<[string, () => void, string[], string]>([
      ['a permission', () => server.faults.push(DENIED), ['--workgroup', 'forensics'], WHY_DENIED],
      ['a workgroup', () => {}, ['--workgroup', 'nosuch'], WHY_NO_WORKGROUP],
      [
        'a table',
        () => {
          server.ending = FAILED;
        },
        ['--workgroup', 'forensics'],
        WHY_FAILED,
      ],
    ])('for want of %s, with no other evidence, one line says so', async (_, prepare, place, line) => {
      prepare();
      expect(await ask(['-q'], place)).toEqual({ code: 1, stdout: '', stderr: `inventory-forensics: ${line}\n` });
    });

    it('refuses options that have not their form, whatever evidence there is', async () => {
      expect(await ask([documents, '-q'], ['--workgroup', 'no such'])).toMatchObject({ code: 2, stdout: '' });
      expect(server.calls).toEqual([]);
    });
  });

  it('does not go with --live', async () => {
    expect(await runCommand(['investigate', '--athena', '--live'])).toMatchObject({ code: 2 });
  });
});
