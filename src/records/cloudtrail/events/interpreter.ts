import type { Action } from '../../action.ts';
import type { CloudTrailRecord } from '../record.ts';

/** Reads one kind of event. It need not check source and name again: the table has matched them. */
export type EventInterpreter = (record: CloudTrailRecord) => Action;

/** The events of one service that are understood, by event name. */
export interface ServiceEvents {
  readonly eventSource: string;
  readonly events: Readonly<Record<string, EventInterpreter>>;
}

export const UNRELATED: Action = { kind: 'unrelated' };
