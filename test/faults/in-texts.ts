import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessLogLines } from '../../bench/data/access-log.ts';
import { EVENTS, type EvidenceFault, type EvidenceFaults, type Outcome, TRAIL, TRAIL_TEXT } from './fault.ts';

function trail(text: string | Buffer, told: RegExp | null, verdict: Outcome): EvidenceFault {
  return { make: (folder) => writeFileSync(join(folder, TRAIL), text), told, verdict };
}

function beside(text: string | Buffer, told: RegExp | null, verdict: Outcome = 'same'): EvidenceFault {
  return { make: (folder) => writeFileSync(join(folder, 'beside'), text), told, verdict };
}

/** As lines: each event stands for itself. */
const LINES = EVENTS.map((event) => `${event}\n`).join('');
const UTF16 = Buffer.from(`\ufeff${TRAIL_TEXT}`, 'utf16le');

/** Bytes that should be text. */
export const IN_TEXTS: EvidenceFaults = {
  'a byte order mark': trail(`\ufeff${TRAIL_TEXT}`, null, 'same'),
  'UTF-16, little end first': trail(UTF16, null, 'same'),
  'UTF-16, big end first': trail(Buffer.from(UTF16).swap16(), null, 'same'),
  'UTF-16 that ends within a character': trail(
    UTF16.subarray(0, UTF16.length / 2 - 1),
    /the source ends within this record/,
    'less',
  ),
  'zeros in place of text, as after a crash': trail(
    Buffer.concat([
      Buffer.from(LINES.slice(0, LINES.length / 2)),
      Buffer.alloc(4096),
      Buffer.from(LINES.slice(LINES.length / 2)),
    ]),
    /JSON/,
    'less',
  ),
  'lines that end as on Windows': trail(LINES.replaceAll('\n', '\r\n'), null, 'same'),
  'lines that end as on old Macs': trail(LINES.replaceAll('\n', '\r'), null, 'same'),
  'empty lines': trail(LINES.replaceAll('\n', '\n\n\n'), null, 'same'),
  'no line break at the end': trail(LINES.trimEnd(), null, 'same'),
  'a line without end': beside(`${accessLogLines(1).next().value}\n${'x'.repeat(1_500_000)}\n`, /longer than/),
  'bytes that are no UTF-8': beside(Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0x0a, 0x80]), /no known kind of evidence/),
  noise: beside(
    Buffer.from(Array.from({ length: 5_000 }, (_, at) => (at * at * 31) & 255)),
    /no known kind of evidence/,
  ),
  'blanks alone': beside(' \n\t\n  ', /no known kind of evidence|empty/),
  'control characters': beside('\x1b]0;title\x07\x9b2J\u202e\n', /no known kind of evidence/),
};
