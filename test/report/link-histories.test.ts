import { describe, expect, it } from 'vitest';
import { SAMPLE_NAMES, sampleReport } from '../browser/sample-reports.ts';

describe('what a report tells of the path over time', () => {
  it('is each state of each link in use, once for as long as it lasts', async () => {
    const { path, incidents } = await sampleReport('deny-by-ip');
    const brokeAt = incidents[0]?.culprit?.change.time;
    expect(path.find(({ link }) => link === 'destination-policy')?.states).toEqual([
      { from: null, state: 'allowed' },
      { from: brokeAt, state: 'denied' },
    ]);
    for (const { link, states } of path) {
      expect(states[0]?.from, link).toBeNull();
      for (const [index, { state }] of states.entries()) expect(states[index + 1]?.state, link).not.toBe(state);
    }
  });

  it('shows both documents of the change that broke it', async () => {
    const replaced = (await sampleReport('deny-by-ip')).incidents[0]?.phases[0]?.replaced;
    const sids = (document: unknown) => [...JSON.stringify(document).matchAll(/"Sid":"(\w+)"/g)].map(([, sid]) => sid);
    expect(sids(replaced?.after).filter((sid) => !sids(replaced?.before).includes(sid))).toEqual(['OfficeOnly']);
  });

  it.each(SAMPLE_NAMES)('%s: no run ends as missed before the change that is held responsible', async (name) => {
    const { timeline, incidents } = await sampleReport(name);
    for (const { phases } of incidents) {
      for (const { culprit, runs } of phases) {
        const first = timeline.find(({ kind, run }) => kind === 'missed-run' && run?.name === runs.first);
        expect(Date.parse(first?.run?.to ?? '')).toBeGreaterThan(Date.parse(culprit?.change.time ?? ''));
      }
    }
  });
});
