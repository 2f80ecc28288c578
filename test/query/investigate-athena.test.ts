import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../cli/fake-shell.ts';
import { AthenaServer } from './athena-server.ts';

process.env['AWS_ACCESS_KEY_ID'] = 'AKIAIOSFODNN7EXAMPLE';
process.env['AWS_SECRET_ACCESS_KEY'] = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
process.env['AWS_REGION'] = 'eu-west-1';

/** Without what names the evidence. */
function essence(report: string): unknown {
  return JSON.parse(report, (member, value) => (member === 'evidence' ? undefined : value));
}

describe('investigate --athena', () => {
  it.each(readdirSync('samples'))(
    'gives the report that the logs of %s give, and cites its queries',
    async (sample) => {
      const server = new AthenaServer();
      await server.start(`samples/${sample}`);
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

  it('does not go with --live', async () => {
    expect(await runCommand(['investigate', '--athena', '--live'])).toMatchObject({ code: 2 });
  });
});
