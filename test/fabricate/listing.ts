import { DESTINATION_BUCKET } from './cast.ts';
import type { StoredObject } from './delivery.ts';
import { type EvidenceFile, jsonFile, textFile } from './evidence-file.ts';

export interface ListingDetails {
  readonly bucket?: string;
  readonly prefix?: string;
  /** More objects follow that this answer does not show; the token leads to them. */
  readonly nextToken?: string;
  /** This answer goes on where another ended. */
  readonly token?: string;
}

/** One answer of `aws s3api list-objects-v2 --no-paginate`. */
export function listObjects(
  path: string,
  objects: readonly StoredObject[],
  details: ListingDetails = {},
): EvidenceFile {
  const sorted = inKeyOrder(objects);
  return jsonFile(path, {
    IsTruncated: details.nextToken !== undefined,
    ...(sorted.length === 0
      ? {}
      : {
          Contents: sorted.map((object) => ({
            Key: object.key,
            LastModified: object.lastModified.replace('Z', '+00:00'),
            ETag: `"${object.etag}"`,
            Size: object.size,
            StorageClass: 'STANDARD',
          })),
        }),
    Name: details.bucket ?? DESTINATION_BUCKET,
    Prefix: details.prefix ?? '',
    MaxKeys: 1000,
    EncodingType: 'url',
    KeyCount: sorted.length,
    ...(details.token === undefined ? {} : { ContinuationToken: details.token }),
    ...(details.nextToken === undefined ? {} : { NextContinuationToken: details.nextToken }),
  });
}

/** Versions of a bucket and the delete markers over some of them, as `aws s3api list-object-versions` prints them. */
export function listVersions(path: string, versions: readonly ListedVersion[]): EvidenceFile {
  const listed = versions.map(({ object, latest, removed, isGone }, index) => ({
    ...object,
    index,
    latest: latest ?? removed === undefined,
    removed,
    isGone,
  }));
  return jsonFile(path, {
    Versions: listed
      .filter(({ isGone }) => isGone !== true)
      .map((object) => ({
        ETag: `"${object.etag}"`,
        Size: object.size,
        StorageClass: 'STANDARD',
        Key: object.key,
        VersionId: `v${object.index}`,
        IsLatest: object.latest,
        LastModified: object.lastModified.replace('Z', '+00:00'),
      })),
    DeleteMarkers: listed.flatMap(({ key, index, removed }) =>
      removed === undefined
        ? []
        : [
            {
              Key: key,
              VersionId: `m${index}`,
              IsLatest: true,
              LastModified: removed.replace('Z', '+00:00'),
            },
          ],
    ),
    RequestCharged: null,
  });
}

export interface ListedVersion {
  readonly object: StoredObject;
  /** Unless given, it is when no marker is over it. */
  readonly latest?: boolean;
  /** When a delete marker was put over it. */
  readonly removed?: string;
  /** Of the object itself nothing is left, if ever it was there. */
  readonly isGone?: boolean;
}

/** The top of a bucket, as `--delimiter /` shows it: folders instead of what is in them. */
export function listTopLevel(path: string, folders: readonly string[]): EvidenceFile {
  return jsonFile(path, {
    IsTruncated: false,
    Name: DESTINATION_BUCKET,
    Prefix: '',
    Delimiter: '/',
    MaxKeys: 1000,
    CommonPrefixes: folders.map((folder) => ({ Prefix: `${folder}/` })),
    EncodingType: 'url',
    KeyCount: folders.length,
  });
}

/** `aws s3 ls --recursive`: local time without a zone, size, key. */
export function awsS3Ls(path: string, objects: readonly StoredObject[], hoursEastOfUtc: number): EvidenceFile {
  const lines = inKeyOrder(objects).map((object) => {
    const local = new Date(Date.parse(object.lastModified) + hoursEastOfUtc * 3_600_000).toISOString();
    return `${local.slice(0, 10)} ${local.slice(11, 19)} ${String(object.size).padStart(10)} ${object.key}\n`;
  });
  return textFile(path, lines.join(''));
}

function inKeyOrder(objects: readonly StoredObject[]): StoredObject[] {
  return [...objects].sort((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0));
}
