import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVENTS, type EvidenceFault, type EvidenceFaults, type Outcome, TRAIL, TRAIL_TEXT } from './fault.ts';

function trail(text: string, told: RegExp | null, verdict: Outcome): EvidenceFault {
  return { make: (folder) => writeFileSync(join(folder, TRAIL), text), told, verdict };
}

function beside(text: string, told: RegExp | null): EvidenceFault {
  return { make: (folder) => writeFileSync(join(folder, 'beside.json'), text), told, verdict: 'same' };
}

/** The events, and something among them. */
function among(more: string): string {
  return `{"Records":[${[...EVENTS.slice(0, 5), more, ...EVENTS.slice(5)].join(',')}]}`;
}

const FIRST = EVENTS[0] ?? '';
/** Beside the trail, as an event of its own. */
function event(member: string): string {
  return FIRST.replace(/"eventID":"[^"]*"/, '"eventID":"00000000-0000-4000-8000-000000000001"').replace(
    '{',
    `{${member},`,
  );
}

/** Documents and events. */
export const IN_JSON: EvidenceFaults = {
  'JSON that is cut': trail(TRAIL_TEXT.slice(0, TRAIL_TEXT.length / 2), /the source ends within this record/, 'less'),
  'JSON with something behind': trail(`${TRAIL_TEXT}}}garbage`, /JSON/, 'same'),
  'JSON with a comma too many': trail(TRAIL_TEXT.replace(/\]\}\s*$/, ',]}'), null, 'same'),
  'JSON lines of which one is broken': trail(
    [...EVENTS.slice(0, 5), '{"eventVersion":"1.11","eventTi', ...EVENTS.slice(5)].join('\n'),
    /JSON/,
    'same',
  ),
  'JSON nested a hundred thousand deep': beside('['.repeat(100_000), /the source ends within this record/),
  'an event nested a thousand deep': trail(among(event(`"x":${'['.repeat(1_000)}${']'.repeat(1_000)}`)), null, 'same'),
  'a member twice': trail(among(event('"eventName":"GetObject","eventName":"ListBuckets"')), null, 'same'),
  'members named like parts of prototypes': trail(
    among(event('"__proto__":{"errorCode":"AccessDenied"},"constructor":{"prototype":{}},"toString":0')),
    null,
    'same',
  ),
  'numbers that no number holds': trail(among(event('"x":1e999,"y":-99999999999999999999999')), null, 'same'),
  'NaN and Infinity, which JSON has not': trail(among(event('"x":NaN')), /JSON/, 'same'),
  'members of other types': trail(
    among('{"eventVersion":1,"eventTime":{},"eventName":[],"eventSource":null,"userIdentity":"x"}'),
    /reject|could not be read|eventTime/,
    'same',
  ),
  'nothing where an event should be': trail(among('null,true,"x",[]'), /could not be read/, 'same'),
  'a text of a megabyte': trail(among(event(`"x":"${'x'.repeat(1_000_000)}"`)), null, 'same'),
  'halves of characters': trail(among(event('"userAgent":"\\ud800\\udc"')), /JSON/, 'same'),
  'a list of events that is empty': beside('{"Records":[]}', null),
  'a document of something else': beside('{"kind":"Pod","metadata":{"name":"x"}}', /JSON of no known kind of evidence/),
};
