import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { flagOf, textOf } from './members.ts';

/** Whose calls that write a trail records, as management events. */
export interface TrailSelection {
  readonly s3: boolean;
  readonly kms: boolean;
  readonly organizations: boolean;
}

/**
 * What an answer of GetEventSelectors, or a PutEventSelectors, says of the changes that a trail records: as it is set
 * when asked, which says nothing of what it was before. A trail without selectors records all management events.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html
 */
export function trailSelection(answer: JsonObject): TrailSelection {
  const basic = objectsIn(answer['EventSelectors']);
  const advanced = objectsIn(answer['AdvancedEventSelectors']);
  const isRecorded = (eventSource: string): boolean => {
    if (advanced.length > 0) return advanced.some((selector) => selects(selector, eventSource));
    return basic.length === 0 || basic.some((selector) => includes(selector, eventSource));
  };
  return {
    s3: isRecorded('s3.amazonaws.com'),
    kms: isRecorded('kms.amazonaws.com'),
    organizations: isRecorded('organizations.amazonaws.com'),
  };
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html */
function includes(selector: JsonObject, eventSource: string): boolean {
  return (
    flagOf(selector['IncludeManagementEvents']) !== false &&
    textOf(selector['ReadWriteType']) !== 'ReadOnly' &&
    !textsIn(selector['ExcludeManagementEventSources']).includes(eventSource)
  );
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html */
function selects(selector: JsonObject, eventSource: string): boolean {
  const fields = objectsIn(selector['FieldSelectors']);
  const event: Readonly<Record<string, string>> = { eventCategory: 'Management', readOnly: 'false', eventSource };
  if (!fields.some((field) => field['Field'] === 'eventCategory')) return false;
  return fields.every((field) => {
    const value = event[textOf(field['Field']) ?? ''];
    // What else a selector asks for is not known to hold of the call that is looked for.
    return value !== undefined && Object.entries(TESTS).every(([test, holds]) => holds(value, field[test]));
  });
}

/** A test that is not there holds; one that is there holds where any, or of those with `Not` where none, of its texts fits. */
const TESTS: Readonly<Record<string, (value: string, wanted: JsonValue | undefined) => boolean>> = {
  Equals: (value, wanted) => isAny(wanted, (text) => value === text),
  StartsWith: (value, wanted) => isAny(wanted, (text) => value.startsWith(text)),
  EndsWith: (value, wanted) => isAny(wanted, (text) => value.endsWith(text)),
  NotEquals: (value, wanted) => textsIn(wanted).every((text) => value !== text),
  NotStartsWith: (value, wanted) => textsIn(wanted).every((text) => !value.startsWith(text)),
  NotEndsWith: (value, wanted) => textsIn(wanted).every((text) => !value.endsWith(text)),
};

function isAny(wanted: JsonValue | undefined, fits: (text: string) => boolean): boolean {
  const texts = textsIn(wanted);
  return texts.length === 0 || texts.some(fits);
}

function objectsIn(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function textsIn(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
}
