import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SIBLINGS } from '../../../src/profile/siblings/siblings.ts';

const ROOT = { prefix: '', sourceBucket: '', configurationId: '' };
const PAGE = join(import.meta.dirname, '..', '..', '..', 'docs', 'deliveries.md');
const [BEGIN, END] = ['<!-- from the profiles -->', '<!-- end -->'];

/** Rows and remarks of every profile, as docs/deliveries.md holds them: `REGENERATE=1` writes them anew. */
function tables(): string {
  const profiles = Object.entries(SIBLINGS);
  const rows = profiles.map(([name, { words, writer, requests, toldBy, pages }]) => {
    const service = writer.kind === 'service' ? writer.service : writer.accountId;
    const actions = requests.map(({ action, unsure }) => (unsure?.(ROOT) == null ? action : `${action}*`));
    const told = toldBy.map((option) => `--${option}`).join(' ');
    return `| \`${name}\` | [${words.feature}](${pages[0]}) | \`${service}\` | ${actions.join(' ')} | ${told} |`;
  });
  const remarks = profiles.map(([name, { notJudged, bars, pages }]) => {
    const barred = [
      ...(bars.sameRegion === true ? ['source and destination in one Region'] : []),
      ...(bars.sameAccount === true ? ['source and destination in one account'] : []),
      ...(bars.bucketName === undefined ? [] : [`a bucket whose name ${bars.bucketName.wanted}`]),
    ];
    return [
      `### ${name}`,
      '',
      ...(barred.length === 0 ? [] : [`Asks for ${barred.join(', ')}.`, '']),
      ...(bars.kms === undefined ? [] : [`No KMS key: ${bars.kms}.`, '']),
      ...Object.values(bars.settings ?? {}).map((reason) => `Barred by a setting: ${reason}.\n`),
      `Not judged: ${notJudged[0]?.toLowerCase()}${notJudged.slice(1)}`,
      '',
      `Sources: ${pages.map((page) => `<${page}>`).join(', ')}`,
      '',
    ].join('\n');
  });
  const head = '| name | delivers | as | asks for | told by |\n|---|---|---|---|---|';
  return [head, ...rows, '', '## What is not judged, and why', '', ...remarks].join('\n').trimEnd();
}

describe('docs/deliveries.md', () => {
  it('has what the profiles say', async () => {
    const text = await readFile(PAGE, 'utf8');
    const [before = '', rest = ''] = text.split(BEGIN);
    const after = rest.split(END)[1] ?? '';
    const now = `${before}${BEGIN}\n\n${tables()}\n\n${END}${after}`;
    if (process.env['REGENERATE'] === '1') await writeFile(PAGE, now);
    else expect(text).toBe(now);
  });

  it('cites pages of AWS only', () => {
    const pages = Object.values(SIBLINGS).flatMap((profile) => profile.pages);
    expect(pages.filter((page) => !page.startsWith('https://docs.aws.amazon.com/'))).toEqual([]);
  });
});
