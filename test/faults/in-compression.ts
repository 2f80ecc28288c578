import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tarOf } from '../fabricate/archive/pack-tar.ts';
import { type ZipMember, zipOf } from '../fabricate/archive/pack-zip.ts';
import { type EvidenceFault, type EvidenceFaults, type Outcome, TRAIL, TRAIL_GZIP, TRAIL_TEXT } from './fault.ts';

/** The trail in other bytes. */
function trail(bytes: Buffer, told: RegExp | null, verdict: Outcome): EvidenceFault {
  return { make: (folder) => writeFileSync(join(folder, TRAIL), bytes), told, verdict };
}

/** Something beside the evidence. */
function beside(bytes: Buffer, told: RegExp | null): EvidenceFault {
  return { make: (folder) => writeFileSync(join(folder, 'beside'), bytes), told, verdict: 'same' };
}

function changed(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  const from = at < 0 ? copy.length + at : at;
  copy[from] = (copy[from] ?? 0) ^ 0xff;
  return copy;
}

const HALF = Math.floor(TRAIL_TEXT.length / 2);
const MEMBER: ZipMember = { name: 'trail.json', bytes: TRAIL_TEXT };
const TAR = tarOf([{ name: 'trail.json', bytes: TRAIL_TEXT }]);
const ZIP = zipOf([MEMBER]);
const NOTES = { name: 'notes', bytes: 'nothing\n' };

/** What files are wrapped in. */
export const IN_COMPRESSION: EvidenceFaults = {
  'gzip that is cut': trail(TRAIL_GZIP.subarray(0, TRAIL_GZIP.length / 2), /truncated gzip/, 'less'),
  'gzip without its checksum': trail(TRAIL_GZIP.subarray(0, -8), /truncated gzip/, 'same'),
  'gzip with a wrong checksum': trail(changed(TRAIL_GZIP, -6), /corrupt gzip/, 'same'),
  'gzip with a wrong length': trail(changed(TRAIL_GZIP, -2), /corrupt gzip/, 'same'),
  'gzip damaged in the middle': trail(changed(TRAIL_GZIP, 4_000), /corrupt gzip/, 'less'),
  'gzip with garbage behind': trail(Buffer.concat([TRAIL_GZIP, Buffer.from('garbage')]), /corrupt gzip|behind/, 'same'),
  'gzip with zeros behind, as of tapes': trail(Buffer.concat([TRAIL_GZIP, Buffer.alloc(4096)]), null, 'same'),
  'gzip of nothing': beside(gzipSync(''), /empty/),
  'gzip in several members': trail(
    Buffer.concat([gzipSync(TRAIL_TEXT.slice(0, HALF)), gzipSync(TRAIL_TEXT.slice(HALF))]),
    null,
    'same',
  ),
  'gzip within gzip': trail(gzipSync(TRAIL_GZIP), null, 'same'),
  'gzip within gzip within gzip': trail(
    gzipSync(gzipSync(TRAIL_GZIP)),
    /compressed with gzip more than 2 times/,
    'less',
  ),
  'a gzip bomb': beside(
    gzipSync(gzipSync(Buffer.alloc(48 * 1024 * 1024))),
    /decompresses to more than 1,000 times its size/,
  ),
  'zstd that is damaged': beside(Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3]), /zstd/),
  'bzip2, which is not read': beside(
    Buffer.from('BZh91AY&SY\x00\x00', 'latin1'),
    /bzip2, which is not read: unpack it/,
  ),
  'xz, which is not read': beside(Buffer.from('\xfd7zXZ\x00\x00', 'latin1'), /xz, which is not read: unpack it/),
  'tar that is cut': trail(TAR.subarray(0, 700), /cut|truncated|ends/, 'less'),
  'tar with a damaged header': beside(
    changed(tarOf([NOTES, { name: 'b', bytes: 'more\n' }]), 1024),
    /damaged|header|not recognised/,
  ),
  'tar with a size that cannot be': beside(tarOf([{ ...NOTES, size: '77777777777\0' }]), /cut|truncated|ends|size/),
  'tar with names that lead outside': beside(tarOf([{ ...NOTES, name: '../../etc/passwd' }]), /outside/),
  'tar with links and devices': beside(
    tarOf([{ name: 'l', type: '2' }, { name: 'd', type: '3' }, NOTES]),
    /link|device/,
  ),
  'two members of one name': beside(tarOf([NOTES, NOTES]), /name of another/),
  'zip without its directory': trail(ZIP.subarray(0, -60), /zip/, 'less'),
  'zip with changed bytes': beside(changed(zipOf([{ ...NOTES, method: 0 }]), 38), /checksum|damaged|corrupt|changed/),
  'zip with a password': beside(zipOf([{ ...NOTES, flags: 1 }]), /encrypted: unpack the archive with its password/),
  'zip with a method that nobody knows': beside(zipOf([{ ...NOTES, method: 77 }]), /compressed with method 77/),
  'archives within archives within archives': beside(
    tarOf([{ name: 'a', bytes: tarOf([{ name: 'b', bytes: tarOf([{ name: 'c', bytes: tarOf([NOTES]) }]) }]) }]),
    /an archive within 3 others/,
  ),
  'Parquet that is cut': beside(Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(100)]), /[Pp]arquet/),
};
