import type { BeginningInput, PlacedMoment } from '../delivery-path/beginning.ts';
import type { DeliveryPath } from '../delivery-path/path.ts';
import type { Place } from '../delivery-path/place.ts';
import type { Instant } from '../instant.ts';
import type { Cadence } from './cadence.ts';
import type { Run } from './runs.ts';

/** What it takes to explain a missed run. */
export interface ExplainInput extends BeginningInput {
  readonly path: DeliveryPath;
  readonly cadence: Cadence;
  /** The place that the case names, and whether a listing would show what arrives at a place. */
  readonly named: Pick<Place, 'bucket' | 'prefix'> | null;
  readonly isWatched: (place: Place, run: Instant) => boolean;
  /** The last delivered or refused run: a document that says otherwise came into force behind it. */
  readonly lastSeenRunning: Instant;
}

/** One moment at which a missed run may have been written, under one state of the configuration. */
export interface PlausibleWrite extends PlacedMoment {
  readonly run: Run;
  readonly input: ExplainInput;
}
