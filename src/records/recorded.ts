/** A value that a log may hold, may have dropped for its size, or never holds. */
export type Recorded<T> =
  | { readonly state: 'known'; readonly value: T }
  /** The log dropped it (CloudTrail drops request parameters over 100 KB). */
  | { readonly state: 'omitted'; readonly reason: string }
  /** This kind of log does not carry it, or the event has no such member. */
  | { readonly state: 'not-recorded' };

export function known<T>(value: T): Recorded<T> {
  return { state: 'known', value };
}

export const NOT_RECORDED: { readonly state: 'not-recorded' } = { state: 'not-recorded' };

/** The value, or null when the log does not have it. */
export function recordedValue<T>(recorded: Recorded<T>): T | null {
  return recorded.state === 'known' ? recorded.value : null;
}
