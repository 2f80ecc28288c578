import type { Instant } from '../../instant.ts';

/**
 * The keys under which S3 Inventory writes a delivery:
 * `<prefix>/<source>/<id>/<run>/manifest.json|manifest.checksum`, `.../data/<uuid>...`, `.../hive/dt=.../symlink.txt`.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 *
 * Matched from the right, so that any prefix (also one that ends in a slash) is accepted.
 */
export interface DeliveryKey {
  /** `''` when there is none. */
  readonly prefix: string;
  readonly sourceBucket: string;
  readonly configurationId: string;
  readonly part: 'manifest' | 'checksum' | 'data' | 'symlink';
  /** Folder name of the run, `2026-02-09T01-00Z`; null for data files, whose keys do not tell it. */
  readonly run: string | null;
}

const RUN = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}Z$/;
const HIVE = /^dt=(\d{4}-\d{2}-\d{2})-(\d{2})-(\d{2})$/;

/** The parts of a delivery key, or null for any other key. */
export function parseDeliveryKey(key: string): DeliveryKey | null {
  const segments = key.split('/');
  const count = segments.length;
  const last = segments[count - 1] ?? '';
  if (last === 'manifest.json' || last === 'manifest.checksum') {
    const run = segments[count - 2] ?? '';
    if (!RUN.test(run) || runTime(run) === null) return null;
    return build(segments, count - 2, last === 'manifest.json' ? 'manifest' : 'checksum', run);
  }
  if (last === 'symlink.txt' && segments[count - 3] === 'hive') {
    const match = HIVE.exec(segments[count - 2] ?? '');
    return match === null ? null : build(segments, count - 3, 'symlink', `${match[1]}T${match[2]}-${match[3]}Z`);
  }
  if (segments[count - 2] === 'data') return build(segments, count - 2, 'data', null);
  return null;
}

/** When a run's scan began, from its folder name; null for a name that is no time. */
export function runTime(run: string): Instant | null {
  if (!RUN.test(run)) return null;
  const time = Date.parse(`${run.slice(0, 13)}:${run.slice(14, 16)}:00Z`);
  return Number.isNaN(time) ? null : time;
}

/** Folder name of a run that began at a moment. */
export function runName(time: Instant): string {
  return `${new Date(time).toISOString().slice(0, 16).replace(/:/g, '-')}Z`;
}

function build(
  segments: readonly string[],
  idEnd: number,
  part: DeliveryKey['part'],
  run: string | null,
): DeliveryKey | null {
  const configurationId = segments[idEnd - 1];
  const sourceBucket = segments[idEnd - 2];
  if (!configurationId || !sourceBucket) return null;
  return {
    prefix: segments.slice(0, idEnd - 2).join('/'),
    sourceBucket,
    configurationId,
    part,
    run,
  };
}
