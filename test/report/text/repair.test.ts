import { describe, expect, it } from 'vitest';
import type { CauseDecision, CauseLink, ReportCause } from '../../../src/report/contract.ts';
import { repairOf } from '../../../src/report/text/repair.ts';
import { change, incident } from '../example-reports.ts';

function cause(link: CauseLink, decision: CauseDecision): ReportCause {
  return { link, decision, statement: null, conditionKeys: [], explanation: '' };
}

const REMEDY = { description: 'mend it', document: {}, verified: true } as const;

describe('repairOf', () => {
  it.each<[CauseLink, CauseDecision, RegExp]>([
    ['configuration', 'disabled', /^Enable the inventory configuration again\./],
    ['configuration', 'deleted', /^Create the inventory configuration again\./],
    ['configuration', 'moved', /elsewhere/],
    ['configuration', 'rescheduled', /weekly/],
    ['key-state', 'disabled', /^Enable the key again/],
    ['key-state', 'deleted', /^Cancel the deletion of the key/],
    ['key-state', 'unusable-key', /^Import the key material/],
    ['default-encryption', 'unusable-key', /default encryption/],
    ['destination-bucket', 'deleted', /^Create the destination bucket again/],
    ['rcp', 'explicit-deny', /management account/],
    ['destination-policy', 'implicit-deny', /^No mended policy is offered/],
  ])('says what mends %s, %s', (link, decision, words) => {
    expect(repairOf(incident({ cause: cause(link, decision), remedy: null }))).toMatch(words);
  });

  it('has nothing to say where a remedy does, where delivery goes on, or where the cause is not known', () => {
    const disabled = { cause: cause('configuration', 'disabled'), remedy: null } as const;
    expect(repairOf(incident({ ...disabled, remedy: REMEDY }))).toBeNull();
    expect(repairOf(incident({ ...disabled, status: 'recovered' }))).toBeNull();
    expect(repairOf(incident({ ...disabled, restoredBy: change() }))).toBeNull();
    expect(repairOf(incident({ ...disabled, cause: null }))).toBeNull();
    expect(repairOf(incident({ ...disabled, cause: cause('region', 'unknown') }))).toBeNull();
  });

  it('goes by what still denies', () => {
    const stillDenied = { change: null, cause: cause('key-state', 'disabled') };
    const mended = { cause: cause('configuration', 'disabled'), restoredBy: change(), remedy: null, stillDenied };
    expect(repairOf(incident(mended))).toMatch(/^Enable the key/);
  });
});
