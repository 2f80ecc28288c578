import { describe, expect, it } from 'vitest';
import { parseManifest } from '../../../src/profile/inventory/parse-manifest.ts';

const MANIFEST = {
  sourceBucket: 'acme-lake',
  destinationBucket: 'arn:aws:s3:::acme-reports',
  version: '2016-11-30',
  creationTimestamp: '1770598800000',
  fileFormat: 'CSV',
  fileSchema: 'Bucket, Key, Size',
  files: [
    { key: 'inv/acme-lake/daily-full/data/a.csv.gz', size: 2147, MD5checksum: 'f11166069f1990abeb9c97ace9cdfabc' },
  ],
};

describe('parseManifest', () => {
  it('reads a manifest', () => {
    expect(parseManifest(MANIFEST)).toEqual({
      ok: true,
      manifest: {
        sourceBucket: 'acme-lake',
        destinationBucket: 'acme-reports',
        creationTimestamp: Date.UTC(2026, 1, 9, 1),
        fileFormat: 'CSV',
        fileSchema: 'Bucket, Key, Size',
        fileKeys: ['inv/acme-lake/daily-full/data/a.csv.gz'],
      },
    });
  });

  it('reads one without files, and a timestamp that is a number', () => {
    expect(parseManifest({ ...MANIFEST, files: [], creationTimestamp: 1770598800000 })).toMatchObject({
      ok: true,
      manifest: { fileKeys: [], creationTimestamp: 1770598800000 },
    });
  });

  it.each([
    [{ ...MANIFEST, creationTimestamp: 'yesterday' }, 'manifest: creationTimestamp: '],
    [{ ...MANIFEST, creationTimestamp: 9e15 }, 'manifest: creationTimestamp: '],
    [{ ...MANIFEST, sourceBucket: 5 }, 'manifest: sourceBucket: '],
    [{ ...MANIFEST, files: [{ size: 1 }] }, 'manifest: files.0.key: '],
    ['text', 'manifest: document: '],
  ])('%#: names the member that is wrong', (value, beginning) => {
    const parsed = parseManifest(value);
    expect(parsed.ok ? 'read' : parsed.reason).toContain(beginning);
  });
});
