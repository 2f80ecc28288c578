import { layOut, type TextStyle } from '../../display/lay-out.ts';
import { BLANK, type Block, heading, line, span, type Tone } from '../../display/page.ts';
import { asSentence } from '../../display/sentence.ts';
import { DECISION_TONES, renderCheckText } from '../text.ts';
import type { EventReport, JudgedEvent } from './contract.ts';

/** The answer for reading: what the events do, each that matters, then every delivery that is concerned. */
export function renderEventText(report: EventReport, style: TextStyle): string {
  const concerned = report.events.filter((event) => event.concerned !== false);
  const shown = (concerned.length > 0 ? concerned : report.events).slice(0, MOST_EVENTS);
  const blocks: Block[] = [
    line(0, span(DECISION_TONES[report.decision], report.summary)),
    BLANK,
    heading('EVENTS'),
    ...shown.flatMap(eventBlocks),
    ...(shown.length < report.events.length ? [line(2, `and ${report.events.length - shown.length} more`)] : []),
  ];
  const reports = report.checks.map(({ check }) => check);
  const head = layOut(blocks, style);
  return reports.length === 0 ? head : `${head}\n${renderCheckText(reports, style)}`;
}

function eventBlocks({ time, eventName, eventId, actor, concerned, reason }: JudgedEvent): Block[] {
  const tone: Tone = concerned === false ? 'dim' : 'strong';
  return [
    line(2, [span(tone, `${time}  ${eventName}`), actor === null ? '' : `  by ${actor}`]),
    line(4, asSentence(reason)),
    ...(eventId === null ? [] : [line(4, span('dim', `eventID ${eventId}`))]),
  ];
}

/** A log file holds tens of thousands. */
const MOST_EVENTS = 20;
