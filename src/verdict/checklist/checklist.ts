import { LINKS, type Link } from '../../delivery-path/link.ts';
import { type LinkSubject, ownerOf } from '../../delivery-path/link-logs.ts';
import { describePlace } from '../../delivery-path/place.ts';
import { compareText } from '../../order.ts';
import type { Limit } from '../conditions/condition.ts';
import { describeNeed } from './describe-need.ts';
import { type ChecklistSubject, findNeeds } from './find-needs.ts';
import type { Need } from './need.ts';

/** One piece of evidence that is not there and would settle something. */
interface MissingEvidence {
  /** The links of which it would tell; none for arrivals of reports. */
  readonly links: readonly Link[];
  readonly what: string;
  /** What it would tell. */
  readonly reason: string;
  /** The whole command that gets and saves it; null where something that it needs is not known. */
  readonly command: string | null;
  /** Where the command saves it; null where it saves nothing. */
  readonly file: string | null;
}

export interface Checklist {
  readonly missing: readonly MissingEvidence[];
  /** Indexes into `missing` of what would lift a reason, in order. */
  readonly liftedBy: (limit: Limit) => readonly number[];
}

/** So many entries at most: the most telling kinds come first. */
const MOST = 20;

/**
 * What the evidence lacks and how to get it, once each, however many conclusions wait for it: of stretches of one log
 * the whole. The order is that of the kinds, then of the links.
 */
export function writeChecklist(subject: ChecklistSubject): Checklist {
  const { logSubject } = subject.timeline;
  const groups = grouped(findNeeds(subject), logSubject);
  const entries = [...groups]
    .flatMap(([key, { need, links }]) => describeNeed(need, logSubject, links).map((told) => ({ key, need, told })))
    .sort(
      (a, b) =>
        KINDS.indexOf(a.need.kind) - KINDS.indexOf(b.need.kind) ||
        firstLink(a.told.links) - firstLink(b.told.links) ||
        compareText(a.key, b.key),
    )
    .slice(0, MOST);
  const taken = new Set<string>();
  const missing = entries.map(({ told: { links, what, reason, fetch } }): MissingEvidence => {
    if (fetch === null) return { links, what, reason, command: null, file: null };
    if (fetch.file === null || fetch.file.endsWith('/')) return { links, what, reason, ...fetch };
    const file = unusedName(fetch.file, taken);
    return { links, what, reason, command: `${fetch.command} > ${file}`, file };
  });
  return {
    missing,
    liftedBy: ({ needs = [] }) => {
      const keys = new Set(needs.map((need) => keyOf(need, logSubject)));
      return entries.flatMap(({ key }, index) => (keys.has(key) ? [index] : []));
    },
  };
}

const KINDS: readonly Need['kind'][] = [
  'case',
  'listing',
  'document',
  'trail',
  'files',
  'written',
  'selectors',
  'refusals',
];

function firstLink(links: readonly Link[]): number {
  const [first] = links;
  return first === undefined ? -1 : LINKS.indexOf(first);
}

/** Needs that one command meets, as one. */
function grouped(
  needs: readonly Need[],
  subject: LinkSubject,
): ReadonlyMap<string, { readonly need: Need; readonly links: readonly Link[] }> {
  const groups = new Map<string, { need: Need; links: Link[] }>();
  for (const need of needs) {
    const key = keyOf(need, subject);
    const group = groups.get(key);
    const links = 'link' in need ? [need.link] : [];
    if (group === undefined) groups.set(key, { need, links });
    else {
      group.need = joined(group.need, need);
      for (const link of links) if (!group.links.includes(link)) group.links.push(link);
      group.links.sort((a, b) => LINKS.indexOf(a) - LINKS.indexOf(b));
    }
  }
  return groups;
}

function joined(one: Need, other: Need): Need {
  if (!('from' in one) || !('from' in other)) return one;
  return { ...one, from: Math.min(one.from, other.from), to: Math.max(one.to, other.to) };
}

function keyOf(need: Need, subject: LinkSubject): string {
  switch (need.kind) {
    case 'case':
      return need.kind;
    case 'listing':
    case 'refusals':
      return `${need.kind} ${need.kind === 'listing' ? describePlace(need.place) : need.place.bucket}`;
    case 'document':
    case 'files':
    case 'trail': {
      const { account, region, resource } = ownerOf(need.link, need.place, subject);
      const link = need.kind === 'document' ? need.link : need.link === 'rcp' ? need.link : '';
      return [need.kind, account, region, resource, link].join('\n');
    }
    case 'selectors': {
      const { account, region } = ownerOf(need.link, need.place, subject);
      return [need.kind, account, region].join('\n');
    }
    case 'written':
      return [need.kind, need.call.time, need.call.eventName, need.call.eventId].join('\n');
    default:
      return need satisfies never;
  }
}

function unusedName(file: string, taken: Set<string>): string {
  const dot = file.lastIndexOf('.');
  let name = file;
  for (let count = 2; taken.has(name); count += 1) name = `${file.slice(0, dot)}-${count}${file.slice(dot)}`;
  taken.add(name);
  return name;
}
