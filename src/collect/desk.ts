import type { AwsParty } from '../aws/access.ts';
import { type AllowedCall, type AwsService, allowedCall } from '../aws/calls.ts';
import type { AwsClients } from '../aws/clients.ts';
import { describeCallFailure } from '../aws/failure.ts';
import { parseRefusal } from '../aws/refusal.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { partitionOfArn, partitionOfRegion } from '../partition.ts';
import { createLookupPace, type LookupPace } from './lookup-pace.ts';
import type { Origin, Store } from './store.ts';
import type { Pieces } from './write-document.ts';

/** A call as the table of calls has it, what it is made on, and in whose name. */
export interface Call {
  readonly service: AwsService;
  readonly operation: string;
  /** Bucket, key, trail: what the call is about, in words for a line of text. */
  readonly on: string;
  readonly party: AwsParty;
  /** Where the call goes; absent or null is the Region of the surroundings, or none. */
  readonly region?: string | null;
  /** Without this the case can still be judged: a refusal is a note. */
  readonly isContext?: boolean;
  /**
   * Members that are written beside the answer, or into the error, for what it does not say itself: whose it is, where
   * that of several is kept.
   */
  readonly beside?: JsonObject;
  /** Members of an error alone, where the answer itself says them. */
  readonly inError?: JsonObject;
}

export type Answer<T> =
  | { readonly state: 'answered'; readonly value: T }
  /** There is no such setting, or no such bucket, key or trail, as the code says. */
  | { readonly state: 'unset'; readonly code: string }
  | { readonly state: 'failed' };

/** What everybody who collects works with: whom to ask, where to keep it, whom to tell. */
export interface Desk {
  readonly clients: AwsClients;
  readonly store: Store;
  /** True when nothing is fetched or kept, and calls that a real run would make are told instead. */
  readonly isDry: boolean;
  /** What could not be had, though it matters. */
  readonly problems: Set<string>;
  /** What the reader should know besides. */
  readonly notes: Set<string>;
  /** Calls that a Deny in a policy of the resource itself refused. */
  readonly lockouts: Call[];
  readonly tell: (line: string) => void;
  /** Of all questions to the event history. */
  readonly lookups: LookupPace;
  ask<T>(call: Call, send: () => Promise<T>): Promise<Answer<T>>;
  /**
   * A setting as a document of the collection: from an earlier run or question if it is there, else asked for, once.
   * That there is no such setting is kept too, as the error that AWS answers.
   */
  setting(path: string, call: Call, send: () => Promise<object>): Promise<Answer<JsonObject>>;
  keep(path: string, call: Call, pieces: Pieces): Promise<void>;
  origin(call: Call): Origin;
}

export function createDesk(
  parts: Pick<Desk, 'clients' | 'store' | 'isDry' | 'tell'>,
  callerOf: (party: AwsParty) => string | null,
): Desk {
  const problems = new Set<string>();
  const notes = new Set<string>();
  const lockouts: Call[] = [];
  const failed = new Set<string>();
  const lookups = createLookupPace();
  const desk: Desk = { ...parts, lookups, problems, notes, lockouts, ask, setting, keep, origin };
  return desk;

  async function ask<T>(call: Call, send: () => Promise<T>): Promise<Answer<T>> {
    try {
      return { state: 'answered', value: await send() };
    } catch (error) {
      const caller = callerOf(call.party);
      const problem = describeCallFailure(error, entryOf(call), call.on, {
        whose: parts.clients.whose(call.party),
        caller,
        partition: partitionOfArn(caller ?? '') ?? partitionOfRegion(call.region ?? ''),
        region: call.region ?? null,
      });
      const { name, message } = error as Error;
      if (problem === null) {
        if (name === 'NoSuchBucket')
          notes.add(`there is no bucket ${call.on.split('/')[0]} now: ${call.operation} answers NoSuchBucket`);
        return { state: 'unset', code: name };
      }
      const { isExplicit, policy } = parseRefusal(message);
      if (isExplicit && policy === 'resource-based policy') lockouts.push(call);
      (call.isContext === true ? notes : problems).add(problem);
      return { state: 'failed' };
    }
  }

  async function setting(path: string, call: Call, send: () => Promise<object>): Promise<Answer<JsonObject>> {
    if (failed.has(path)) return { state: 'failed' };
    if (parts.store.kept(path) === null) {
      const answer = await ask(call, send);
      if (answer.state === 'failed') {
        failed.add(path);
        return answer;
      }
      const document =
        answer.state === 'unset'
          ? { Error: { Code: answer.code, Operation: call.operation, On: call.on, ...call.beside, ...call.inError } }
          : { ...call.beside, ...answer.value };
      await keep(path, call, [textOf(document)]);
    }
    return read(parts.store.text(path));
  }

  async function keep(path: string, call: Call, pieces: Pieces): Promise<void> {
    await parts.store.write(path, pieces, () => origin(call));
  }

  function origin({ service, operation, on, party }: Call): Origin {
    const source = `aws:${service}:${operation}:${on}`;
    return { source, etag: null, versionId: null, metadata: {}, caller: callerOf(party) };
  }
}

/** A document as the AWS CLI prints it. */
export function textOf(document: object): string {
  const shown = (name: string, value: unknown) => (name === '$metadata' ? undefined : value);
  return `${JSON.stringify(document, shown, 2)}\n`;
}

/** A document of the collection, which this program has written. */
export function documentAt({ store }: Pick<Desk, 'store'>, path: string): JsonObject {
  return JSON.parse(store.text(path)) as JsonObject;
}

function read(text: string): Answer<JsonObject> {
  const value = JSON.parse(text) as JsonValue;
  const error = isJsonObject(value) ? value['Error'] : undefined;
  if (isJsonObject(error)) return { state: 'unset', code: String(error['Code']) };
  return { state: 'answered', value: isJsonObject(value) ? value : {} };
}

/** @throws Error for a call that is not in the table: a fault of this program */
function entryOf({ service, operation }: Call): AllowedCall {
  const entry = allowedCall(service, operation);
  if (entry === null) throw new Error(`${operation} is missing from the table of calls`);
  return entry;
}
