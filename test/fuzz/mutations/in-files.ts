import { gzipSync } from 'node:zlib';
import { tarOf } from '../../fabricate/archive/pack-tar.ts';
import type { Random } from '../random.ts';
import { HOSTILE, HOSTILE_NAMES } from './hostile.ts';
import { type Apply, level, type Mutation, onFile, plainOf } from './mutation.ts';

/** What becomes of files, and what lies beside them. */
export const IN_FILES: Readonly<Record<string, Mutation>> = level('files', {
  'file cut short': {
    effect: 'removes',
    apply: onFile((bytes, { below }) => bytes.subarray(0, below(bytes.length + 1))),
  },
  'file lost': { effect: 'removes', apply: (files, { pick }) => void files.delete(pick([...files.keys()])) },
  'file emptied': { effect: 'removes', apply: onFile(() => Buffer.alloc(0)) },
  'a file twice': {
    effect: 'neutral',
    apply: (files, { pick }) => {
      const name = pick([...files.keys()]);
      files.set(`copy/${name}`, files.get(name) ?? Buffer.alloc(0));
    },
  },
  'a file of something else beside': {
    effect: 'neutral',
    apply: (files, random) => void files.set('zz-notes.txt', Buffer.from(`notes\n${random.pick(HOSTILE)}`)),
  },
  'a damaged file of something else beside': {
    effect: 'neutral',
    apply: (files, random) => void files.set('00-damaged', damaged(random)),
  },
  'files renamed': {
    effect: 'neutral',
    apply: (files) => {
      const before = [...files];
      files.clear();
      for (const [index, [, bytes]] of before.entries())
        files.set(`f${String(before.length - index).padStart(4, '0')}`, bytes);
    },
  },
  'files with hostile names': {
    effect: 'neutral',
    apply: (files, random) => {
      const before = [...files];
      files.clear();
      for (const [index, [, bytes]] of before.entries())
        files.set(`${random.pick(HOSTILE_NAMES)}-file-${index}`, bytes);
    },
  },
  compressed: { effect: 'neutral', apply: compressed((whole) => whole) },
  'compressed in pieces': {
    effect: 'neutral',
    apply: onPlain((bytes, { below }) => {
      const at = below(bytes.length + 1);
      return Buffer.concat([packed(bytes.subarray(0, at)), packed(bytes.subarray(at))]);
    }),
  },
  'compressed and cut': { effect: 'removes', apply: compressed(cut) },
  'compressed and damaged': {
    effect: 'any',
    apply: compressed((whole, { below }) => {
      whole[below(whole.length)] = below(256);
      return whole;
    }),
  },
  'compressed with garbage behind': {
    effect: 'neutral',
    apply: compressed((whole, random) => Buffer.concat([whole, Buffer.from(random.pick(HOSTILE))])),
  },
});

/** What is compressed already, is so once: of layers upon layers the third is not read, which is told. */
function onPlain(change: (bytes: Buffer, random: Random) => Buffer): Apply {
  return onFile((bytes, random) => {
    const plain = plainOf(bytes);
    return plain === null ? bytes : change(plain, random);
  });
}

function compressed(change: (whole: Buffer, random: Random) => Buffer): Apply {
  return onPlain((bytes, random) => change(packed(bytes), random));
}

/** What says nothing of any delivery, and cannot be read whole. */
function damaged(random: Random): Buffer {
  const text = Buffer.from(`${random.pick(HOSTILE)}\n`.repeat(1 + random.below(50)));
  const noise = Buffer.from(Array.from({ length: random.below(600) }, () => random.below(256)));
  return random.pick([
    () => cut(packed(text), random),
    () => cut(tarOf([{ name: 'a', bytes: text }]), random),
    () => Buffer.concat([Buffer.from('PK\x03\x04'), noise]),
    () => Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), noise]),
    () => Buffer.concat([Buffer.from('PAR1'), noise]),
    () => Buffer.from('{"Records":['),
    () => Buffer.from('['.repeat(5_000)),
    () => Buffer.alloc(0),
    () => noise,
  ])();
}

function cut(bytes: Buffer, { below }: Random): Buffer {
  return bytes.subarray(0, below(bytes.length));
}

function packed(bytes: Buffer): Buffer {
  return gzipSync(bytes, { level: 1 });
}
