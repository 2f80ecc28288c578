import type { JsonObject } from '../../src/json.ts';
import { CONFIGURATION_ID, DESTINATION_BUCKET, PREFIX, SOURCE_BUCKET } from './cast.ts';
import { derivedHex, derivedInteger, derivedUuid } from './derive.ts';

/** One delivered run. */
export interface Delivery {
  /** Folder name, `2026-02-09T01-00Z`. */
  readonly run: string;
  /** When `manifest.checksum` was written. */
  readonly arrived: string;
}

/** Where a configuration's reports go; the usual place unless told. */
export interface Place {
  readonly bucket?: string;
  readonly prefix?: string;
  readonly source?: string;
  readonly id?: string;
}

/** An object as listings show it. */
export interface StoredObject {
  readonly key: string;
  readonly lastModified: string;
  readonly size: number;
  readonly etag: string;
}

const DAY = 86_400_000;

/**
 * One run a day at 01:00 UTC from `first` to `last`, both days included. The lag between folder and
 * arrival is taken from `lagMinutes`, over and over; without it, between 6 and 21 hours, as observed
 * in public buckets.
 */
export function dailyDeliveries(first: string, last: string, lagMinutes: readonly number[] = []): Delivery[] {
  const days = Math.round((Date.parse(last) - Date.parse(first)) / DAY) + 1;
  return Array.from({ length: days }, (_, index) => {
    const day = new Date(Date.parse(first) + index * DAY).toISOString().slice(0, 10);
    return deliveryOf(day, lagMinutes[index % lagMinutes.length] ?? derivedInteger(6 * 60, 21 * 60, 'lag', day));
  });
}

/** The run of one day, arriving that many minutes (and a few seconds) after its folder time. */
export function deliveryOf(day: string, lagMinutes: number): Delivery {
  const arrival = Date.parse(`${day}T01:00:00Z`) + lagMinutes * 60_000 + derivedInteger(1, 59, 'second', day) * 1000;
  return { run: `${day}T01-00Z`, arrived: isoSeconds(arrival) };
}

/** Everything that a delivery writes, in the order of writing. */
export function objectsOf(delivery: Delivery, place: Place = {}): StoredObject[] {
  const root = configurationRoot(place);
  const before = (seconds: number) => isoSeconds(Date.parse(delivery.arrived) - seconds * 1000);
  const dataFiles = [0, 1].map((part) => ({
    key: dataKey(delivery, part, place),
    lastModified: before(95 - part * 21),
    size: derivedInteger(4_000_000, 9_000_000, 'size', delivery.run, part),
    etag: derivedHex(32, 'etag', delivery.run, part),
  }));
  const small = (key: string, lastModified: string, size: number) => ({
    key,
    lastModified,
    size,
    etag: derivedHex(32, 'etag', key),
  });
  return [
    ...dataFiles,
    small(`${root}/hive/dt=${delivery.run.slice(0, 16).replace('T', '-')}/symlink.txt`, before(4), 214),
    small(`${root}/${delivery.run}/manifest.json`, before(1), 612),
    small(`${root}/${delivery.run}/manifest.checksum`, delivery.arrived, 33),
  ];
}

/** The zero-byte object that S3 writes before the data files of every run; a bucket holds the latest one. */
export function dataMarker(delivery: Delivery, place: Place = {}): StoredObject {
  return {
    key: dataMarkerKey(place),
    lastModified: isoSeconds(Date.parse(delivery.arrived) - 100_000),
    size: 0,
    etag: 'd41d8cd98f00b204e9800998ecf8427e',
  };
}

/** The key on which every refused delivery that was ever published fails. */
export function dataMarkerKey(place: Place = {}): string {
  return `${configurationRoot(place)}/data/`;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html */
export function manifestDocument(delivery: Delivery, place: Place = {}): JsonObject {
  return {
    sourceBucket: place.source ?? SOURCE_BUCKET,
    destinationBucket: `arn:aws:s3:::${place.bucket ?? DESTINATION_BUCKET}`,
    version: '2016-11-30',
    creationTimestamp: String(Date.parse(`${delivery.run.slice(0, 13)}:${delivery.run.slice(14, 16)}:00Z`)),
    fileFormat: 'CSV',
    fileSchema: 'Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ETag, StorageClass',
    files: objectsOf(delivery, place)
      .slice(0, 2)
      .map((object) => ({ key: object.key, size: object.size, MD5checksum: object.etag })),
  };
}

export function isoSeconds(instant: number): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}

function configurationRoot(place: Place): string {
  const prefix = place.prefix ?? PREFIX;
  return `${prefix === '' ? '' : `${prefix}/`}${place.source ?? SOURCE_BUCKET}/${place.id ?? CONFIGURATION_ID}`;
}

function dataKey(delivery: Delivery, part: number, place: Place): string {
  return `${configurationRoot(place)}/data/${derivedUuid('data', delivery.run, part)}.csv.gz`;
}
