import type { Instant } from '../../instant.ts';
import type { SourceKind } from '../../sources/tally.ts';
import type { EvidenceItem } from '../item.ts';

/** An evidence item before it is known where it stands. */
type Content = EvidenceItem extends infer Item ? (Item extends EvidenceItem ? Omit<Item, 'at'> : never) : never;

/** What one JSON value turned out to be. */
export type Reading =
  /** A record of this kind; `content` is null for records that nothing follows from (a superseded version in a listing). */
  | {
      readonly state: 'read';
      readonly kind: SourceKind;
      readonly content: Content | null;
      readonly time: Instant | null;
    }
  /** Of this kind beyond doubt, but not readable. */
  | { readonly state: 'unreadable'; readonly kind: SourceKind; readonly reason: string }
  /** Known to be no evidence, and why. */
  | { readonly state: 'foreign'; readonly reason: string };
