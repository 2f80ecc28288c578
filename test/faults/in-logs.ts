import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVENTS, type EvidenceFault, type EvidenceFaults, type Outcome, TRAIL } from './fault.ts';

function trail(events: readonly string[], told: RegExp | null, verdict: Outcome): EvidenceFault {
  return { make: (folder) => writeFileSync(join(folder, TRAIL), `{"Records":[${events.join(',')}]}`), told, verdict };
}

function log(lines: readonly string[], told: RegExp | null, verdict: Outcome = 'same'): EvidenceFault {
  return {
    make: (folder) => writeFileSync(join(folder, 'access.log'), lines.map((line) => `${line}\n`).join('')),
    told,
    verdict,
  };
}

const OWNER = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';
/** A request of somebody who reads. */
function line(
  time: string,
  userAgent = '"curl/8.5.0"',
  rest = ' - hOsTiD= SigV4 TLS_AES_128_GCM_SHA256 AuthHeader acme-stocklists.s3.eu-west-1.amazonaws.com TLSv1.3 - -',
): string {
  return `${OWNER} acme-stocklists [${time}] 192.0.2.3 ${OWNER} 891CE47D2EXAMPLE REST.GET.OBJECT a.csv "GET /a.csv HTTP/1.1" 200 - 242 242 11 9 "-" ${userAgent}${rest}`;
}
const TIME = '09/Nov/2025:12:00:00 +0000';
const LINE = line(TIME);

/** Records that are whole, and not as they should be. */
export const IN_LOGS: EvidenceFaults = {
  'events in another order': trail([...EVENTS].reverse(), null, 'same'),
  'events twice': trail([...EVENTS, ...EVENTS], null, 'same'),
  'events of which every third is lost': trail(
    EVENTS.filter((_, index) => index % 3 > 0),
    null,
    'less',
  ),
  'a clock that was wrong by years': trail(
    EVENTS.map((event, index) => (index === 0 ? event.replace(/"eventTime":"20\d\d/, '"eventTime":"9998') : event)),
    null,
    'less',
  ),
  'a time that is none': trail(
    EVENTS.map((event, index) =>
      index === 0 ? event.replace(/"eventTime":"[^"]*"/, '"eventTime":"2025-02-30T25:00:00Z"') : event,
    ),
    /could not be read/,
    'less',
  ),
  'lines in another order, and twice': log([line('09/Nov/2025:13:00:00 +0000'), LINE, LINE], null),
  'a line that is cut': log([LINE, LINE.slice(0, 150)], /could not be read/),
  'two lines run together': log([LINE + LINE, LINE], null),
  'columns that are missing': log([line(TIME, '"curl/8.5.0"', ' -')], null),
  'columns that nobody knows yet': log([`${LINE} - new "more of it" 7`], null),
  'quotes in a user agent': log([line(TIME, '"a "b" c"'), LINE], null),
  'a forged line in a user agent': log([line(TIME, `"x" - h= - - - - -${' '}`), LINE], null),
  'a month that is none': log([LINE, line('09/Nov/2025:12:00:00 +0000').replace('Nov', 'Xyz')], /could not be read/),
  'a log of something else': log(
    [
      'h2 2025-11-09T12:00:00.000000Z app/my-lb/50dc6c495c0c9188 192.0.2.3:2817 10.0.0.1:80 0.000 0.001 0.000 200 200 34 366 "GET https://example.com:443/ HTTP/2.0" "curl/7.46.0" - -',
    ],
    /a log of a load balancer/,
  ),
};
