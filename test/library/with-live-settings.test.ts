import { describe, expect, it } from 'vitest';
import type { CheckSources } from '../../src/check/sources.ts';
import { NOTHING_TOLD } from '../../src/check/sources.ts';
import type { LiveSettings } from '../../src/collect/live-settings.ts';
import { withLiveSettings } from '../../src/library/with-live-settings.ts';
import { INVENTORY_PROFILE } from '../../src/profile/inventory/inventory.ts';

const GIVEN: CheckSources = {
  name: 's3-inventory',
  profile: INVENTORY_PROFILE,
  case: { sourceBucket: 'acme-lake' },
  clock: null,
  sourceRegion: null,
  destinationRegion: null,
  overrides: new Map(),
  destinationIsGone: false,
  policy: null,
  noPolicy: false,
  keyPolicy: null,
  configuration: null,
  resourceControlPolicies: [],
  key: null,
  told: NOTHING_TOLD,
  code: null,
};

const LIVE: LiveSettings = {
  case: { sourceBucket: 'acme-lake', destinationBucket: 'acme-reports', destinationAccount: '777788889999' },
  sourceRegion: 'eu-west-1',
  destinationRegion: 'eu-west-1',
  destinationOwner: null,
  configuration: { state: 'unset', code: 'NoSuchConfiguration' },
  bucketPolicy: { state: 'unset', code: 'NoSuchBucketPolicy' },
  key: null,
  problems: [],
};

describe('what AWS answers', () => {
  it('tells the owner of the destination only as the configuration expects it, which is no answer', () => {
    expect(withLiveSettings(GIVEN, LIVE).case).toEqual({
      sourceBucket: 'acme-lake',
      destinationBucket: 'acme-reports',
    });
    const told = { ...GIVEN, case: { ...GIVEN.case, destinationAccount: '444455556666' } };
    expect(withLiveSettings(told, LIVE).case.destinationAccount).toBe('444455556666');
  });
});
