import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { tarOf } from './pack-tar.ts';
import { zipOf } from './pack-zip.ts';

/** A few such files in an archive. */
export function anyArchiveOf(file: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> {
  return fc.tuple(fc.array(file, { maxLength: 4 }), fc.constantFrom('tar', 'tar.gz', 'zip')).map(([contents, form]) => {
    const members = contents.map((bytes, index) => ({ name: `m${index}`, bytes }));
    if (form === 'zip') return zipOf(members);
    return form === 'tar' ? tarOf(members) : gzipSync(tarOf(members));
  });
}
