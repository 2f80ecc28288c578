import type { Instant } from '../../instant.ts';
import type { EvidenceKind } from '../../sources/tally.ts';
import type { EvidenceItem } from '../item.ts';

/** An evidence item before it is known where it stands. */
type Content = EvidenceItem extends infer Item ? (Item extends EvidenceItem ? Omit<Item, 'at'> : never) : never;

/** What one JSON value turned out to be. */
export type Reading =
  /** A record of this kind; `content` is null for records that nothing follows from (a superseded version in a listing). */
  | {
      readonly state: 'read';
      readonly kind: EvidenceKind;
      readonly content: Content | null;
      readonly time: Instant | null;
      /** Of a listing that is not known to be whole. */
      readonly isPart?: true;
    }
  /** Of this kind beyond doubt, but not readable. */
  | { readonly state: 'unreadable'; readonly kind: EvidenceKind; readonly reason: string }
  /** Holding nothing; of this kind, null where it does not tell. */
  | { readonly state: 'empty'; readonly kind: EvidenceKind | null }
  /** Known to be no evidence, and why. */
  | { readonly state: 'foreign'; readonly reason: string };
