import { type Block, type Inline, span } from '../../display/page.ts';
import { counted } from '../../display/quantities.ts';
import { asSentence } from '../../display/sentence.ts';
import type { ReportCause, ReportChange, ReportIncident, ReportPhase } from '../contract.ts';
import { type Answerable, answerableFor, roleOf, sameChange } from '../culprits.ts';
import { diffLines, who, whoBriefly } from '../text/change.ts';
import { causeWords, remarksOn, stillDeniedWords, windowWords } from '../text/phase-words.ts';
import { reasonWords } from '../text/reasons.ts';
import { CONFIDENCES, LINKS } from '../text/words.ts';
import { type Part, whole } from './fit.ts';
import { LABEL, row } from './rows.ts';
import { callWords, runDays } from './short-words.ts';

/** Who, what and why of an incident; of one in several phases, a line for each. */
export function answerParts(incident: ReportIncident, neverWorked: boolean): Part[] {
  if (incident.phases.length > 1) return phaseParts(incident);
  const [answer] = answerableFor(incident);
  const why = whyPart(incident.cause, answer);
  return answer === undefined ? [nobody(incident, neverWorked), why] : [whoPart(answer), ...whatParts(answer), why];
}

function nobody({ window }: ReportIncident, neverWorked: boolean): Part {
  const words = neverWorked
    ? 'nothing arrived before, so no change need have broken it'
    : `not known: no change is held responsible; look for one ${windowWords(window)}`;
  return whole(row('WHO', span('warn', words), 2));
}

function whoPart({ role, change: { actor } }: Answerable): Part {
  const with_ = actor.tool === null ? '' : ` with ${actor.tool}`;
  const from = actor.sourceIp === null ? with_ : `, from ${actor.sourceIp}${with_}`;
  const label = role === 'suspect' ? 'SUSPECT' : 'WHO';
  return {
    worth: [40, 70],
    versions: [
      [row(label, [span('strong', who(actor)), from], 4)],
      [row(label, span('strong', who(actor)), 3)],
      [row(label, span('strong', who(actor)), 2)],
    ],
  };
}

function whatParts({ role, change, phases: [phase] }: Answerable): Part[] {
  if (phase === undefined) return [];
  const { words, tone } = CONFIDENCES[phase.culprit.confidence];
  const reasons = phase.culprit.limits.length === 0 ? '' : `: ${reasonWords(phase.culprit)}`;
  const said = (most: number) =>
    row(
      'WHAT',
      [
        ...(role === 'suspect' ? ['suspected, not shown: '] : []),
        span('strong', `${callWords(change)} at ${change.time}`),
        ', ',
        span(tone, words),
        reasons,
      ],
      most,
    );
  return [
    { versions: [[said(4)], [said(3)], [said(2)]], worth: [41, 51] },
    ...(change.diff.length === 0 ? [] : [differencePart(change, phase.phase.cause)]),
  ];
}

/** The statement that decides first, then what the change altered, before what it left as it was. */
function differencePart({ diff }: ReportChange, cause: ReportCause | null): Part {
  const sid = cause?.statement?.sid ?? null;
  const rank = (line: string) =>
    sid !== null && line.includes(` ${sid}:`) ? 0 : /^[-+~] /.test(line) ? 1 : /^= /.test(line) ? 3 : 2;
  const altered = diff.filter((line) => rank(line) < 3).sort((a, b) => rank(a) - rank(b));
  const told = altered.length === 0 ? diff : altered;
  const version = (lines: number, most: number) => diffLines(told.slice(0, lines), LABEL, most);
  return { versions: [version(4, 3), version(2, 2), version(1, 2), version(1, 1)], worth: [30, 45, 60] };
}

function whyPart(cause: ReportCause | null, answer?: Answerable): Part {
  const words = cause === null ? 'the evidence does not tell' : causeSentence(cause, answer);
  const version = (most: number) => [
    row('WHY', cause === null ? span('warn', asSentence(words)) : asSentence(words), most),
  ];
  return { versions: [version(5), version(4), version(3), version(2)], worth: [35, 50, 58] };
}

/** A suspicion says what would follow if it were right, and no more than the evidence where that is not known either. */
function causeSentence({ decision, link, explanation }: ReportCause, answer: Answerable | undefined): string {
  if (answer?.role !== 'suspect') return explanation;
  return decision === 'unknown' && link !== 'region'
    ? `not known: ${explanation}`
    : `if it was this change: ${explanation}`;
}

/** So many phases are told; of more, the first, and the last, which stops delivery now. */
const TOLD = 4;

function phaseParts(incident: ReportIncident): Part[] {
  const { phases } = incident;
  const told = phases.map((phase, index) => ({ phase, number: index + 1 }));
  const left = phases.length - TOLD;
  const [first, last] = left > 0 ? [told.slice(0, TOLD / 2), told.slice(-TOLD / 2)] : [told, []];
  const blocks = ({ phase, number }: (typeof told)[number], most: number): Block[] => [
    row(`PHASE ${number}`, phaseWords(phase), most + 1),
    ...(phase.cause === null || most === 0 ? [] : [row('', causeWords(phase.cause), most)]),
  ];
  const version = (most: number): Block[] => [
    ...first.flatMap((one) => blocks(one, most)),
    ...(left > 0 ? [row('', span('dim', `and ${counted(left, 'more phase')}`))] : []),
    ...last.flatMap((one) => blocks(one, most)),
  ];
  return [
    { versions: [version(2), version(1), version(0)], worth: [49, 81] },
    { versions: [remarksOn(incident).map((remark) => row('', span('warn', remark), 2)), []], worth: [52] },
  ];
}

function phaseWords({ runs, culprit, window }: ReportPhase): Inline {
  const days = span('strong', runDays(runs));
  if (culprit === null) {
    return [days, ': ', span('warn', `no change is held responsible; look for one ${windowWords(window)}`)];
  }
  const { change, confidence } = culprit;
  const { words, tone } = CONFIDENCES[confidence];
  return [
    days,
    `: ${roleOf(culprit)}, `,
    span(tone, words),
    `: ${callWords(change)} at ${change.time}, by ${whoBriefly(change.actor)}`,
  ];
}

/** What stands in the way besides: a line for each link that a change broke, or that denies now. */
export function alsoPart(incident: ReportIncident): Part {
  const answers = answerableFor(incident);
  const { stillDenied, restoredBy } = incident;
  const isTold = (change: ReportChange) => answers.some((answer) => sameChange(answer.change, change));
  const breaks = incident.candidates.filter((change) => change.assessment === 'breaks' && !isTold(change));
  const rows = [
    ...(restoredBy === null
      ? []
      : [['RESTORED', `by ${callWords(restoredBy)} at ${restoredBy.time}, by ${whoBriefly(restoredBy.actor)}`]]),
    ...(stillDenied === null || (stillDenied.change !== null && isTold(stillDenied.change))
      ? []
      : [
          [
            'NOW',
            `${stillDeniedWords(incident)} It is the ${LINKS[stillDenied.cause.link]}: ${stillDenied.cause.explanation}`,
          ],
        ]),
    ...breaks.map((change) => [
      'ALSO',
      `broken by ${callWords(change)} at ${change.time}, by ${whoBriefly(change.actor)}`,
    ]),
  ] as [string, string][];
  const version = (many: number, most: number) => [
    ...rows.slice(0, many).map(([label, words]) => row(label, words, most)),
    ...(rows.length > many ? [row('', span('dim', `and ${counted(rows.length - many, 'more')}`))] : []),
  ];
  return { versions: [version(4, 3), version(3, 2), version(2, 2)], worth: [42, 66] };
}
