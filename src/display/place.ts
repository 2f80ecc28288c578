interface Place {
  readonly line?: number | null;
  readonly record?: number | null;
  /** The way to a record inside of what stands there. */
  readonly within?: string;
}

/** Where to look it up: `events.jsonl:3 › detail`. The source may go by a shorter name. */
export function placeOf(place: Place & { readonly source: string }, name: string = place.source): string {
  const { line, record } = place;
  if (line !== undefined && line !== null) return `${name}:${line}${inside(place)}`;
  return `${name}${record === undefined || record === null ? '' : ` (record ${record})`}${inside(place)}`;
}

/** Where in its source something stands that could not be read: `line 3 › detail`. */
export function placeInSource(place: Place): string {
  return `${place.line === null || place.line === undefined ? `record ${place.record ?? '?'}` : `line ${place.line}`}${inside(place)}`;
}

function inside({ within }: Place): string {
  return within === undefined ? '' : ` › ${within}`;
}
