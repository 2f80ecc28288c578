import type { Instant } from '../../instant.ts';
import type { ArchiveRemark } from './remarks.ts';

/** What an archive holds, one thing after the other. */
export type ArchiveMember =
  | {
      readonly kind: 'file';
      readonly name: string;
      /** As the archive tells it: `body` never gives more. */
      readonly size: number;
      /** When it was last written, by the archive; null where that is not told or has no zone. */
      readonly modified: Instant | null;
      /** Its bytes, decompressed, to be taken before the next member; what is left of them is passed over. */
      readonly body: AsyncGenerator<Buffer, void, undefined>;
      /** Why `body` ended early; null as long as it did not. */
      readonly failure: () => string | null;
    }
  /** A file whose bytes cannot be had, and why. */
  | { readonly kind: 'closed'; readonly name: string; readonly modified: Instant | null; readonly reason: string }
  /** No file. */
  | { readonly kind: 'other'; readonly what: ArchiveRemark };

/** No name of an object in a bucket is longer, nor a path on any usual system much longer. */
export const MOST_NAME_BYTES = 1024;

/** Whether a member is one that macOS puts beside the files that were meant. */
export function isSystemFile(name: string): boolean {
  return /(?:^|\/)(?:\._[^/]*|\.DS_Store|__MACOSX\/.*)$/.test(name);
}

/** Whether unpacking it by its name could write outside of the directory at hand. Reading does not care. */
export function leadsOutside(name: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)/.test(name);
}
