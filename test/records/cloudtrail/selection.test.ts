import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { type TrailSelection, trailSelection } from '../../../src/records/cloudtrail/selection.ts';

const ALL: TrailSelection = { s3: true, kms: true, organizations: true };
const NONE: TrailSelection = { s3: false, kms: false, organizations: false };
const WITHOUT_KMS: TrailSelection = { ...ALL, kms: false };

const basic = (...EventSelectors: JsonObject[]): JsonObject => ({ EventSelectors });
const advanced = (...selectors: JsonObject[][]): JsonObject => ({
  AdvancedEventSelectors: selectors.map((FieldSelectors) => ({ FieldSelectors })),
});
const MANAGEMENT: JsonObject = { Field: 'eventCategory', Equals: ['Management'] };

describe('what a trail records of changes', () => {
  it.each([
    ['no selectors', {}, ALL],
    ['everything', basic({ ReadWriteType: 'All', IncludeManagementEvents: true }), ALL],
    ['writes alone', basic({ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }), ALL],
    ['reads alone', basic({ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }), NONE],
    ['data events alone', basic({ ReadWriteType: 'All', IncludeManagementEvents: false }), NONE],
    [
      'all but the calls on keys',
      basic({ IncludeManagementEvents: true, ExcludeManagementEventSources: ['kms.amazonaws.com'] }),
      WITHOUT_KMS,
    ],
    [
      'by one of two selectors',
      basic({ IncludeManagementEvents: false }, { ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }),
      ALL,
    ],
    ['management events', advanced([MANAGEMENT]), ALL],
    ['management events that read', advanced([MANAGEMENT, { Field: 'readOnly', Equals: ['true'] }]), NONE],
    ['management events that do not read', advanced([MANAGEMENT, { Field: 'readOnly', NotEquals: ['true'] }]), ALL],
    [
      'management events without keys',
      advanced([MANAGEMENT, { Field: 'eventSource', NotEquals: ['kms.amazonaws.com', 'rdsdata.amazonaws.com'] }]),
      WITHOUT_KMS,
    ],
    [
      'one service',
      advanced([MANAGEMENT, { Field: 'eventSource', StartsWith: ['s3.', 'kms.'] }]),
      { ...ALL, organizations: false },
    ],
    ['what nobody knows', advanced([MANAGEMENT, { Field: 'eventName', Equals: ['RunInstances'] }]), NONE],
    ['data events', advanced([{ Field: 'eventCategory', Equals: ['Data'] }]), NONE],
    ['no category', advanced([{ Field: 'readOnly', Equals: ['false'] }]), NONE],
    ['both in two selectors', advanced([{ Field: 'eventCategory', Equals: ['Data'] }], [MANAGEMENT]), ALL],
  ])('%s', (_, answer, selection) => {
    expect(trailSelection(answer)).toEqual(selection);
  });
});
