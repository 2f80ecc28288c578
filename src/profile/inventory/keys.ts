import type { Instant } from '../../instant.ts';
import type { DeliveryKey, DeliveryKeys, DeliveryRoot } from '../profile.ts';

/**
 * The keys under which S3 Inventory writes a delivery:
 * `<prefix>/<source>/<id>/<run>/manifest.json|manifest.checksum`, `.../data/<uuid>...`, `.../hive/dt=.../symlink.txt`.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 *
 * The zero-byte `data/` comes first: that is the write which real denials name. Several data files may follow. Policies
 * do not tell runs and files apart, save by patterns that one name can show: any will do.
 */
export const INVENTORY_KEYS: DeliveryKeys = {
  of: (root, format = 'CSV') =>
    [
      'data/',
      `data/0a1b2c3d-4e5f-4a6b-8c7d-9e8f7a6b5c4d${EXTENSIONS[format]}`,
      '2026-01-01T01-00Z/manifest.json',
      '2026-01-01T01-00Z/manifest.checksum',
      'hive/dt=2026-01-01-01-00/symlink.txt',
    ].map((file) => `${folder({ ...root, configurationId: '' }, '')}/${root.configurationId}/${file}`),
  folder,
  parse: parseDeliveryKey,
  markers: (marker) => ['checksum', 'json'].map((end) => marker.replace(/(?:checksum|json)$/, end)),
  markerWord: 'manifest',
  runTime,
  runName,
};

const EXTENSIONS = { CSV: '.csv.gz', ORC: '.orc', Parquet: '.parquet' } as const;

function folder({ prefix, sourceBucket, configurationId }: DeliveryRoot, run: string): string {
  return [prefix, sourceBucket, configurationId, run].filter((segment) => segment !== '').join('/');
}

const RUN = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}Z$/;
const HIVE = /^dt=(\d{4}-\d{2}-\d{2})-(\d{2})-(\d{2})$/;

/** The parts of a delivery key, or null for any other key: matched from the right, so that any prefix, also one that ends in a slash, is accepted. */
export function parseDeliveryKey(key: string): DeliveryKey | null {
  const segments = key.split('/');
  const count = segments.length;
  const last = segments[count - 1] ?? '';
  if (last === 'manifest.json' || last === 'manifest.checksum') {
    const run = segments[count - 2] ?? '';
    if (!RUN.test(run) || runTime(run) === null) return null;
    return build(segments, count - 2, 'marker', run);
  }
  if (last === 'symlink.txt' && segments[count - 3] === 'hive') {
    const match = HIVE.exec(segments[count - 2] ?? '');
    return match === null ? null : build(segments, count - 3, 'other', `${match[1]}T${match[2]}-${match[3]}Z`);
  }
  if (segments[count - 2] === 'data') return build(segments, count - 2, 'data', null);
  return null;
}

/** When a run's scan began, from its folder name; null for a name that is no time. */
export function runTime(run: string): Instant | null {
  if (!RUN.test(run)) return null;
  const time = Date.parse(`${run.slice(0, 13)}:${run.slice(14, 16)}:00Z`);
  // The 30th of February is none, whatever the parser makes of it.
  return Number.isNaN(time) || runName(time) !== run ? null : time;
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
