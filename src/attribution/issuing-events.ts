import type { Position, SourceTally } from '../sources/tally.ts';
import { type Holder, type IssuingEvent, sessionNameIn } from './issuing-event.ts';
import { createTextIndex } from './text-index.ts';

/** All issuing events of the evidence, found by what they issued. */
export interface IssuingEvents {
  add(event: IssuingEvent): void;
  /** Events that issued this access key. */
  ofAccessKey(accessKeyId: string): readonly IssuingEvent[];
  /** Events that issued a session of this name, of whichever role. */
  ofSessionName(name: string): readonly IssuingEvent[];
  /** The copies of one call in several accounts. A service's own copy is never seen, so its calls have none. */
  copies(sharedEventId: string): readonly IssuingEvent[];
  /** Stack operations in an account. */
  stackOperations(accountId: string): readonly IssuingEvent[];
}

/**
 * Keeps each event as one short line of JSON (some 300 bytes, index included), with what many events share (roles of callers
 * and of sessions, sources) written once and referred to by number, and finds it by hashes. Events are unpacked only when asked for:
 * a trail may hold a million, of which a report needs a handful.
 */
export function createIssuingEvents(): IssuingEvents {
  const lines: string[] = [];
  const shared = createSharedTexts();
  const sources: SourceTally[] = [];
  const numberOfSource = new Map<SourceTally, number>();
  const index = createTextIndex();

  const sourceNumber = (source: SourceTally): number => {
    const known = numberOfSource.get(source);
    if (known !== undefined) return known;
    numberOfSource.set(source, sources.length);
    return sources.push(source) - 1;
  };

  const unpack = (packed: string): IssuingEvent => {
    const [time, eventId, sharedEventId, via, durationMs, key, id, arn, role, name, sourceIdentity, ...rest]: Packed =
      JSON.parse(packed);
    const [kind, heldName, heldKey, heldSince, stackAccount, source, line, record, way] = rest;
    const caller = JSON.parse(shared.text(kind) ?? '{}') as Holder;
    const within = shared.text(way);
    return {
      time,
      eventId,
      sharedEventId,
      via: shared.text(via) ?? '',
      durationMs,
      session: {
        accessKeyId: key,
        assumedRoleId: joined(shared.text(id), name),
        assumedRoleArn: joined(shared.text(arn), name),
        roleArn: shared.text(role),
        roleSessionName: name,
        sourceIdentity: shared.text(sourceIdentity),
      },
      caller: {
        ...caller,
        arn: joined(caller.arn, heldName),
        principalId: joined(caller.principalId, heldName),
        accessKeyId: heldKey,
        sessionCreated: heldSince,
      },
      stackAccount: shared.text(stackAccount),
      at: {
        source: sources[source] as SourceTally,
        line,
        record,
        ...(within === null ? {} : { within }),
      } satisfies Position,
    };
  };

  const find = (text: string, isMeant: (event: IssuingEvent) => boolean): readonly IssuingEvent[] =>
    index
      .entriesFor(text)
      .map((entry) => unpack(lines[entry] ?? ''))
      .filter(isMeant);

  return {
    add(event) {
      const { session, caller } = event;
      const name = session.roleSessionName;
      const heldName = sessionNameIn(caller.principalId, caller.arn);
      const packed: Packed = [
        event.time,
        event.eventId,
        caller.type === 'AWSService' ? null : event.sharedEventId,
        shared.number(event.via),
        event.durationMs,
        session.accessKeyId,
        shared.number(parted(session.assumedRoleId, name)),
        shared.number(parted(session.assumedRoleArn, name)),
        shared.number(session.roleArn),
        name,
        shared.number(session.sourceIdentity),
        shared.number(JSON.stringify(withoutSession(caller, heldName))),
        heldName,
        caller.accessKeyId,
        caller.sessionCreated,
        shared.number(event.stackAccount),
        sourceNumber(event.at.source),
        event.at.line,
        event.at.record,
        shared.number(event.at.within ?? null),
      ];
      const entry = lines.push(JSON.stringify(packed)) - 1;
      for (const text of findableBy(event)) index.add(text, entry);
    },
    ofAccessKey: (key) => find(`key ${key}`, (event) => event.session.accessKeyId === key),
    ofSessionName: (name) => find(`name ${name}`, (event) => sessionNameOf(event) === name),
    copies: (id) => find(`shared ${id}`, (event) => event.sharedEventId === id),
    stackOperations: (account) => find(`stack ${account}`, (event) => event.stackAccount === account),
  };
}

type Packed = [
  time: number,
  eventId: string | null,
  sharedEventId: string | null,
  via: number | null,
  durationMs: number | null,
  accessKeyId: string | null,
  assumedRoleId: number | null,
  assumedRoleArn: number | null,
  roleArn: number | null,
  roleSessionName: string | null,
  sourceIdentity: number | null,
  caller: number | null,
  callerName: string | null,
  callerKey: string | null,
  callerSince: number | null,
  stackAccount: number | null,
  source: number,
  line: number | null,
  record: number | null,
  within: number | null,
];

function* findableBy(event: IssuingEvent): Generator<string> {
  const { session, sharedEventId, caller, stackAccount } = event;
  if (session.accessKeyId !== null) {
    yield `key ${session.accessKeyId}`;
  }
  const name = sessionNameOf(event);
  if (name !== null) {
    yield `name ${name}`;
  }
  if (sharedEventId !== null && caller.type !== 'AWSService') {
    yield `shared ${sharedEventId}`;
  }
  if (stackAccount !== null) {
    yield `stack ${stackAccount}`;
  }
}

function sessionNameOf({ session }: IssuingEvent): string | null {
  return session.roleSessionName ?? sessionNameIn(session.assumedRoleId, session.assumedRoleArn);
}

/** What the sessions of one role have in common. */
function withoutSession(caller: Holder, name: string | null): Holder {
  const { arn, principalId } = caller;
  return {
    ...caller,
    arn: parted(arn, name),
    principalId: parted(principalId, name),
    accessKeyId: null,
    sessionCreated: null,
  };
}

/** Session ids and ARNs end in the session's name, which nearly every session has to itself. `\n` stands for it. */
function parted(text: string | null, name: string | null): string | null {
  return text !== null && name !== null && name !== '' && text.endsWith(name)
    ? `${text.slice(0, -name.length)}\n`
    : text;
}

function joined(text: string | null, name: string | null): string | null {
  return text?.endsWith('\n') === true && name !== null ? text.slice(0, -1) + name : text;
}

function createSharedTexts() {
  const texts: string[] = [];
  const numbers = new Map<string, number>();
  return {
    number(text: string | null): number | null {
      if (text === null) return null;
      let number = numbers.get(text);
      if (number === undefined) {
        number = texts.push(text) - 1;
        numbers.set(text, number);
      }
      return number;
    },
    text: (number: number | null): string | null => (number === null ? null : (texts[number] ?? null)),
  };
}
