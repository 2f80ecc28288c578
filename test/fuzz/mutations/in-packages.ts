import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../../../src/json.ts';
import { tarOf } from '../../fabricate/archive/pack-tar.ts';
import { zipOf } from '../../fabricate/archive/pack-zip.ts';
import { ALL_FORMS } from '../../records/wrappings.ts';
import type { Random } from '../random.ts';
import { HOSTILE_NAMES } from './hostile.ts';
import { type Apply, level, type Mutation, onFile, parsed, textOf } from './mutation.ts';

/** What becomes of evidence in archives and envelopes, and of what is dealt to several files. */
export const IN_PACKAGES: Readonly<Record<string, Mutation>> = {
  ...level('archives', {
    'packed as tar': { effect: 'neutral', apply: archived((members) => tarOf(members)) },
    'packed as tar.gz': { effect: 'neutral', apply: archived((members) => gzipSync(tarOf(members), { level: 1 })) },
    // A zip archive has its directory at its end: of bytes that stream by, one within another is read.
    'packed as zip within tar': { effect: 'neutral', apply: archived((members) => tarOf([zipIn(members)])) },
    'members with hostile names': {
      effect: 'neutral',
      apply: archived((members, random) =>
        tarOf(members.map((member, index) => ({ ...member, name: `${random.pick(NAMES)}${index}` }))),
      ),
    },
    'members twice': { effect: 'neutral', apply: archived((members) => tarOf([...members, ...members])) },
    'an archive cut': {
      effect: 'removes',
      apply: archived((members, { below }) => {
        const whole = below(2) === 0 ? tarOf(members) : gzipSync(tarOf(members), { level: 1 });
        return whole.subarray(0, below(whole.length));
      }),
    },
    'an archive damaged': {
      effect: 'any',
      apply: archived((members, { below }) => {
        const whole = below(2) === 0 ? tarOf(members) : tarOf([zipIn(members)]);
        for (let left = 1 + below(20); left > 0; left -= 1) whole[below(whole.length)] = below(256);
        return whole;
      }),
    },
    'a zip archive cut': {
      effect: 'removes',
      apply: archived((members, { below }) => {
        const zip = zipOf(members);
        return tarOf([{ name: 'inner', bytes: zip.subarray(0, below(zip.length)) }]);
      }),
    },
  }),
  ...level('envelopes', {
    'wrapped in an envelope': {
      effect: 'any',
      apply: onFile((bytes, { pick }) => Buffer.from(pick(AROUND_ALL)(bytes.toString('utf8')))),
    },
    'events in an envelope of their own kind': {
      effect: 'removes',
      apply: onTrail((events, { pick }) => [Buffer.from(pick(ALL_FORMS).wrap(events))]),
    },
    'an envelope damaged': {
      effect: 'any',
      apply: onTrail((events, { pick, below }) => {
        const bytes = Buffer.from(pick(ALL_FORMS).wrap(events));
        for (let left = 1 + below(8); left > 0; left -= 1) bytes[below(bytes.length)] = below(256);
        return [bytes];
      }),
    },
    'an envelope cut': {
      effect: 'removes',
      apply: onTrail((events, { pick, below }) => {
        const bytes = Buffer.from(pick(ALL_FORMS).wrap(events));
        return [bytes.subarray(0, below(bytes.length))];
      }),
    },
  }),
  ...level('splits', {
    'a trail file dealt to several': {
      effect: 'neutral',
      apply: onTrail((events, { below }) => {
        const hands: JsonObject[][] = Array.from({ length: 2 + below(3) }, () => []);
        for (const event of events) hands[below(hands.length)]?.push(event);
        return hands.map((hand) => Buffer.from(JSON.stringify({ Records: hand })));
      }),
    },
    'events twice': {
      effect: 'neutral',
      apply: onTrail((events, { below }) => [
        Buffer.from(JSON.stringify({ Records: events.flatMap((event) => (below(3) === 0 ? [event, event] : event)) })),
      ]),
    },
    'a log dealt to several': {
      effect: 'neutral',
      apply: onNamed((name, text, files, { below }) => {
        const lines = text.split('\n').filter((line) => line !== '');
        if (!lines.every((line) => /^[0-9a-f]{64} \S+ \[/.test(line))) return;
        const hands: string[][] = Array.from({ length: 2 + below(3) }, () => []);
        for (const line of lines) hands[below(hands.length)]?.push(line);
        files.delete(name);
        for (const [index, hand] of hands.entries())
          files.set(`${name}.${index}`, Buffer.from(hand.map((line) => `${line}\n`).join('')));
      }),
    },
  }),
};

interface Member {
  readonly name: string;
  readonly bytes: Buffer;
}

/** All files, or half of them, in one archive. */
function archived(pack: (members: readonly Member[], random: Random) => Buffer): Apply {
  return (files, random) => {
    const isAll = random.below(2) === 0;
    const picked = [...files].filter(() => isAll || random.below(2) === 0);
    if (picked.length === 0) return;
    for (const [name] of picked) files.delete(name);
    files.set(
      `packed-evidence-${random.below(1e9)}.bin`,
      pack(
        picked.map(([name, bytes]) => ({ name, bytes })),
        random,
      ),
    );
  };
}

function zipIn(members: readonly Member[]): Member {
  return { name: 'inner', bytes: zipOf(members) };
}

/** One file `{"Records":[...]}`, in place of which others come. */
function onTrail(deal: (events: readonly JsonObject[], random: Random) => readonly Buffer[]): Apply {
  return onNamed((name, text, files, random) => {
    const document = parsed(text) as { readonly Records?: readonly JsonObject[] } | null | undefined;
    const events = document?.Records;
    if (
      !Array.isArray(events) ||
      events.length === 0 ||
      !events.every((event) => event !== null && 'eventVersion' in Object(event))
    )
      return;
    files.delete(name);
    for (const [index, piece] of deal(events as readonly JsonObject[], random).entries())
      files.set(`${name}.${index}`, piece);
  });
}

function onNamed(change: (name: string, text: string, files: Map<string, Buffer>, random: Random) => void): Apply {
  return (files, random) => {
    if (files.size === 0) return;
    const name = random.pick([...files.keys()]);
    const text = textOf(files.get(name) ?? Buffer.alloc(0));
    if (text !== null) change(name, text, files, random);
  };
}

const NAMES = [...HOSTILE_NAMES, '../../etc/', '/etc/', 'C:\\', './'];

const AROUND_ALL: readonly ((text: string) => string)[] = [
  (text) => JSON.stringify({ Messages: [{ Body: text }] }),
  (text) => JSON.stringify({ Records: [{ Sns: { Message: text } }] }),
  (text) => JSON.stringify({ events: [{ message: text, timestamp: 1 }], nextForwardToken: 'f' }),
  (text) => JSON.stringify({ detail: text }),
  (text) => JSON.stringify([text, [text]]),
];
