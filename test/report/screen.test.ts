import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderText } from '../../src/report/text.ts';
import { casesOnDisk } from '../fabricate/cases-on-disk.ts';
import { reportOf } from '../fabricate/run-case.ts';

const { cases } = casesOnDisk();

/** One of each kind of outcome, and what is odd: several phases, several links, little evidence, warnings. */
const SHOWN = [
  'first-delivery/never-delivered-because-the-policy-has-no-allow',
  'first-delivery/never-delivered-and-nothing-tells-why',
  'first-delivery/pending-within-two-days-of-the-creation',
  'coverage/nothing-is-missed-yet-although-the-policy-denies',
  'listings/an-access-log-that-shows-no-more-deliveries-proves-nothing',
  'inferred/policy-changes-of-several-buckets-are-listed-by-bucket',
  'explanation/broken-three-times-and-mended-twice-between-runs-is-three-phases',
  'remedy/the-policy-and-the-key-both-deny',
  'several-links/the-culprits-link-is-mended-but-another-still-denies',
  'forms/a-policy-dropped-for-its-size-is-a-suspicion',
  'incidents/two-outages-are-two-incidents',
  'captured/the-destination-was-captured-as-deleted',
  'missing/the-destination-bucket-is-gone-and-no-run-is-known',
];

describe('the first screen', () => {
  it.each(SHOWN)('reads as agreed: %s', async (name) => {
    const found = cases.find((one) => one.name.includes(name));
    if (found === undefined) throw new Error(`there is no case ${name}`);
    const report = await reportOf(found.folder, found.options);
    const screen = renderText(report, { color: false, width: 80, extent: 'screen' });
    await expect(screen).toMatchFileSnapshot(join(import.meta.dirname, 'screens', `${name.split('/')[1]}.txt`));
  });

  it('names the flag that tells whose the source is, where nothing does', async () => {
    const report = await reportOf('samples/terraform-replaces-policy', {});
    const unknown = { ...report, case: { ...report.case, sourceAccount: null } };
    const screens = [report, unknown].map((one) => renderText(one, { color: false, width: 80, extent: 'screen' }));
    expect(screens.map((screen) => /^TELL .*$/m.exec(screen)?.[0])).toEqual([
      undefined,
      'TELL      --source-account ID: whose acme-lake is',
    ]);
  });
});
