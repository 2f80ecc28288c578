import type { Instant } from '../../instant.ts';
import type { Position } from '../../sources/tally.ts';
import type { EvidenceItem } from '../item.ts';
import type { ListingRequest } from './scope.ts';

/** Counts the objects of the listing being read, for the `listing` item that follows the last of them. */
export interface ListingTracker {
  /** There were objects since the last listing ended. */
  readonly isOpen: boolean;
  addObject(lastModified: Instant): void;
  /** An entry could not be read, or the source ended early: what is not listed may exist all the same. */
  addGap(): void;
  close(request: ListingRequest, at: Position): EvidenceItem;
}

export function createListingTracker(): ListingTracker {
  let objects = 0;
  let newest: Instant | null = null;
  let incomplete = false;

  return {
    get isOpen(): boolean {
      return objects > 0;
    },
    addObject(lastModified) {
      objects++;
      if (newest === null || lastModified > newest) newest = lastModified;
    },
    addGap() {
      incomplete = true;
    },
    close(request, at) {
      const listing = { ...request, newest, objects, incomplete };
      objects = 0;
      newest = null;
      incomplete = false;
      return { kind: 'listing', listing, at };
    },
  };
}
