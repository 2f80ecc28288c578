import { describe, expect, it } from 'vitest';
import { remedyFiles } from '../../src/report/assemble-remedy.ts';
import type { Report, ReportIncident } from '../../src/report/contract.ts';
import { renderHtml } from '../../src/report/html/render-html.ts';
import { renderMarkdown } from '../../src/report/markdown/render-markdown.ts';
import { renderText } from '../../src/report/text.ts';
import { brokenReport, incident, remedy } from './example-reports.ts';

const RENDERERS: readonly (readonly [string, (report: Report) => string])[] = [
  ['text', (report) => renderText(report, { width: 100, color: false, unicode: true })],
  ['HTML', renderHtml],
  ['Markdown', renderMarkdown],
];

function reportOf(overrides: Partial<ReportIncident>): Report {
  return brokenReport({ incidents: [incident(overrides)] });
}

/** The part about the remedy, as plain words. */
function partOf(page: string): string {
  const words = page
    .replaceAll('<wbr>', '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('\\', '')
    .replaceAll(/\s+/g, ' ');
  // The page names it twice, first among its contents.
  return words.slice(Math.max(words.indexOf(' Remedy '), words.lastIndexOf(' Fix ')));
}

describe.each(RENDERERS)('the remedy in %s', (_, render) => {
  it('has every edit with its command, the cautions and what remains', () => {
    const part = partOf(render(reportOf({ remedy: remedy(), remedyWithheld: [] })));
    for (const words of [
      'Edit 1 of 2, the bucket policy of arn:aws:s3:::acme-reports',
      'Let the delivery through the Deny.',
      'aws s3api put-bucket-policy --bucket acme-reports --policy file://remedy.json',
      'Edit 2 of 2, the KMS key arn:aws:kms:eu-west-1:777788889999:key/1',
      'aws kms enable-key --key-id arn:aws:kms:eu-west-1:777788889999:key/1 --region eu-west-1',
      'Terraform wrote this policy last and will undo a change by hand.',
      'The Regions of source and destination are not both in evidence.',
    ]) {
      expect(part).toContain(words);
    }
  });

  it('says that the path is allowed only where the edits suffice', () => {
    const said = 'the whole delivery path is allowed';
    expect(partOf(render(reportOf({ remedy: remedy(), remedyWithheld: [] })))).not.toContain(said);
    const mended = remedy({ mendsPath: true, remaining: [] });
    expect(partOf(render(reportOf({ remedy: mended, remedyWithheld: [] })))).toContain(said);
  });

  it('is the reason where none is offered', () => {
    const reasons = ['the account of the source bucket is not known', 'the policy of the key is not in evidence'];
    const part = partOf(render(reportOf({ remedy: null, remedyWithheld: reasons })));
    expect(part).toContain('The account of the source bucket is not known.');
    expect(part).toContain('The policy of the key is not in evidence.');
  });
});

describe('remedyFiles', () => {
  it('numbers the documents, and only these', () => {
    const [first, second] = remedy().edits;
    if (first === undefined || second === undefined) throw new Error('two edits');
    const edits = [first, second, first, first];
    expect(remedyFiles({ edits }, 'out/fix.json').map(({ path }) => path)).toEqual([
      'out/fix.json',
      'out/fix.json.2.json',
      'out/fix.json.3.json',
    ]);
  });
});
