/** Activities of OCSF's API Activity class. */
export interface Activity {
  readonly id: 1 | 2 | 3 | 4 | 99;
  readonly name: 'Create' | 'Read' | 'Update' | 'Delete' | 'Other';
}

/** What kind of call an AWS operation is, told from its verb; a verb without a kind is `Other`. */
export function activityOf(eventName: string): Activity {
  if (eventName === 'PutObject') return CREATE;
  const verb = /^[A-Z][a-z]+/.exec(eventName)?.[0];
  return (verb === undefined ? undefined : VERBS.get(verb)) ?? OTHER;
}

const CREATE: Activity = { id: 1, name: 'Create' };
const UPDATE: Activity = { id: 3, name: 'Update' };
const DELETE: Activity = { id: 4, name: 'Delete' };
const OTHER: Activity = { id: 99, name: 'Other' };

const VERBS: ReadonlyMap<string, Activity> = new Map([
  ['Create', CREATE],
  ['Put', UPDATE],
  ['Update', UPDATE],
  ['Enable', UPDATE],
  ['Disable', UPDATE],
  ['Attach', UPDATE],
  ['Detach', UPDATE],
  ['Import', UPDATE],
  ['Cancel', UPDATE],
  ['Revoke', DELETE],
  ['Retire', DELETE],
  ['Delete', DELETE],
  ['Schedule', DELETE],
]);
