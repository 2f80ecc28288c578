import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { EvidenceItem } from '../../src/records/item.ts';
import { readEvidence } from '../../src/records/read.ts';
import { expandInputs } from '../../src/sources/expand-inputs.ts';
import type { EvidenceInput } from '../../src/sources/input.ts';
import { BUCKET_POLICY, event, logLine, logTime } from './evidence-text.ts';

const OPTIONS = { listingTimezone: null };

async function folder(files: Record<string, string | Buffer>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'read-evidence-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(root, name), content);
  return root;
}

async function all(items: AsyncIterable<EvidenceItem>): Promise<EvidenceItem[]> {
  const read: EvidenceItem[] = [];
  for await (const item of items) read.push(item);
  return read;
}

async function openFiles(): Promise<number> {
  return (await readdir('/dev/fd')).length;
}

describe('readEvidence', () => {
  it('reads sources in the order given, each with its own tally', async () => {
    const root = await folder({
      'a.log': `${logLine(1)}\n`,
      'b.json.gz': gzipSync(JSON.stringify({ Records: [event(2)] })),
      'c.md': '# what happened',
      'd.json': JSON.stringify(BUCKET_POLICY),
      'e.txt': '',
    });
    const inputs = await expandInputs(['.'], root);
    const { items, tallies } = readEvidence(inputs, OPTIONS);
    const read = await all(items);
    expect(read.map(({ kind, at }) => `${kind} of ${at.source.source}`)).toEqual([
      'access-log of ./a.log',
      'cloudtrail of ./b.json.gz',
      'bucket-policy of ./d.json',
    ]);
    expect(tallies.map(({ source, kind, records }) => [source, kind, records])).toEqual([
      ['./a.log', 'access-log', 1],
      ['./b.json.gz', 'cloudtrail', 1],
      ['./c.md', 'not-recognised', 0],
      ['./d.json', 'bucket-policy', 1],
      ['./e.txt', 'empty', 0],
    ]);
    expect(read.every(({ at }) => tallies.includes(at.source))).toBe(true);
  });

  it('goes by content, not by name', async () => {
    const root = await folder({
      'policy.json': `${logLine(1)}\n`,
      'access.log': JSON.stringify({ Records: [event(2)] }),
    });
    const { items, tallies } = readEvidence(await expandInputs(['.'], root), OPTIONS);
    await all(items);
    expect(tallies.map(({ kind }) => kind)).toEqual(['cloudtrail', 'access-log']);
  });

  it('reads the others when one cannot be read', async () => {
    const root = await folder({ 'a.log': `${logLine(1)}\n`, 'c.log': `${logLine(2)}\n` });
    const inputs: EvidenceInput[] = ['a.log', 'gone.log', '.', 'c.log'].map((name) => ({
      kind: 'file',
      name,
      path: join(root, name),
    }));
    const { items, tallies } = readEvidence(inputs, OPTIONS);
    expect((await all(items)).length).toBe(2);
    expect(tallies.map(({ kind, failure }) => [kind, failure])).toEqual([
      ['access-log', null],
      ['unreadable', 'ENOENT: no such file or directory'],
      ['unreadable', 'EISDIR: illegal operation on a directory'],
      ['access-log', null],
    ]);
  });

  it('reads standard input among the files', async () => {
    const root = await folder({ 'a.log': `${logLine(1)}\n` });
    const { items, tallies } = readEvidence(await expandInputs(['a.log', '-'], root), {
      ...OPTIONS,
      stdin: Readable.from([gzipSync(`${logLine(2)}\n`)]),
    });
    expect((await all(items)).map(({ at }) => at.source.source)).toEqual(['-', 'a.log']);
    expect(tallies.map(({ kind, from }) => [kind, from])).toEqual([
      ['access-log', logTime(2)],
      ['access-log', logTime(1)],
    ]);
  });

  it('has a complete tally of a source by the first item of the next', async () => {
    const root = await folder({ 'a.log': `${logLine(1)}\n${logLine(2)}\n`, 'b.log': `${logLine(3)}\n` });
    const { items, tallies } = readEvidence(await expandInputs(['.'], root), OPTIONS);
    for await (const item of items) {
      if (item.at.source !== tallies[1]) continue;
      expect(tallies[0]).toMatchObject({ records: 2, to: logTime(2) });
      expect(tallies[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it.skipIf(process.platform === 'win32')('leaves no file open, whether left early or thrown out of', async () => {
    const log = `${logLine(1)}\n`.repeat(20_000);
    const root = await folder({
      'a.log': log,
      'b.log.gz': gzipSync(log),
      'c.json': JSON.stringify({ Records: Array(20_000).fill(event(1)) }),
    });
    for (const name of ['a.log', 'b.log.gz', 'c.json']) {
      const before = await openFiles();
      for await (const _ of readEvidence(await expandInputs([name], root), OPTIONS).items) break;
      expect(await openFiles()).toBe(before);
      const thrown = async (): Promise<void> => {
        for await (const _ of readEvidence(await expandInputs([name], root), OPTIONS).items) throw new Error('enough');
      };
      await expect(thrown()).rejects.toThrow('enough');
      expect(await openFiles()).toBe(before);
    }
  });

  it('reads a source far larger than a chunk whole', async () => {
    const root = await folder({
      'a.json': JSON.stringify({ Records: Array.from({ length: 5000 }, (_, index) => event(index % 60)) }),
    });
    const { items, tallies } = readEvidence(await expandInputs(['a.json'], root), OPTIONS);
    expect((await all(items)).map(({ at }) => at.record)).toEqual(
      Array.from({ length: 5000 }, (_, index) => index + 1),
    );
    expect(tallies[0]).toMatchObject({ records: 5000, rejected: 0, from: logTime(0), to: logTime(59) });
  });
});
