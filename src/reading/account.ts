import { addTally, createTally, type SourceKind, type SourceTally } from '../sources/tally.ts';

/** The account of a source that a thread has read, of a part of one, or of a member of an archive. */
export interface SourceAccount {
  /** The source's place among the sources. */
  readonly index: number;
  /** Its place among the members of the source; null for the source itself. */
  readonly member: number | null;
  readonly tally: SourceTally;
  /** null for a whole source. */
  readonly part: PartAccount | null;
}

interface PartAccount {
  readonly lines: number;
  /** How many lines in front of it were counted in; null for none. */
  readonly linesBefore: number | null;
  /** The source ends with it. */
  readonly isLast: boolean;
}

/**
 * Accounts as they go from thread to thread. Of most files there is little to tell: theirs are rows of numbers, which
 * cost next to nothing to hand over, where a hundred thousand objects would cost more than the reading.
 */
export interface PackedAccounts {
  /**
   * Four numbers for each: index, place of the kind in `KINDS`, bytes, records. Integers, since a tally that is made with
   * 0 bytes is made anew once it is given what may be a fraction.
   */
  readonly plain: Int32Array;
  /** Of the same sources, two for each: first and last time, or NaN. */
  readonly times: Float64Array;
  /** Of the same sources; `''` where none was asked for. */
  readonly sha256: readonly string[];
  /** Those with rejects, failures or parts, as they are. */
  readonly special: readonly SourceAccount[];
}

export function packAccounts(accounts: readonly SourceAccount[]): PackedAccounts {
  const special: SourceAccount[] = [];
  const sha256: string[] = [];
  const plain: number[] = [];
  const times: number[] = [];
  for (const account of accounts) {
    const { index, member, tally, part } = account;
    const kind = KINDS.indexOf(tally.kind);
    const isPart = part !== null || member !== null;
    const isHuge = tally.bytes > MOST_PLAIN_BYTES;
    if (isPart || isHuge || kind === -1 || tally.rejected > 0 || tally.failure !== null) special.push(account);
    else {
      plain.push(index, kind, tally.bytes, tally.records);
      times.push(tally.from ?? Number.NaN, tally.to ?? Number.NaN);
      sha256.push(tally.sha256);
    }
  }
  return {
    plain: Int32Array.from(plain),
    times: Float64Array.from(times),
    sha256: sha256.some((text) => text !== '') ? sha256 : [],
    special,
  };
}

/** Brings the accounts that threads give, in order, together in the tallies of the sources. */
export interface AccountBook {
  /** The account that is kept of the same source or member. */
  tallyOf(account: SourceAccount): SourceTally;
  /** Lines in front of those that the account numbers from its own first line. */
  linesBefore(account: SourceAccount): number;
  add(accounts: PackedAccounts): void;
}

export function createAccountBook(tallies: readonly SourceTally[]): AccountBook {
  const lines = new Map<number, number>();
  const linesBefore = ({ index, part }: SourceAccount): number =>
    part === null || part.linesBefore !== null ? 0 : (lines.get(index) ?? 0);
  return {
    tallyOf,
    linesBefore,
    add({ special, ...plain }) {
      for (let row = 0; row * COLUMNS < plain.plain.length; row++) takePlain(plain, row);
      for (const account of special) takeSpecial(account);
    },
  };

  /** A member is known from its first item on, which may come long before its account. */
  function tallyOf({ index, member, tally }: SourceAccount): SourceTally {
    const source = tallies[index];
    if (source === undefined) throw new Error('an account of a source that there is not');
    if (member === null) return source;
    source.members ??= [];
    source.members[member] ??= createTally(tally.source, tally.container);
    return source.members[member];
  }

  function takePlain({ plain, times, sha256 }: Omit<PackedAccounts, 'special'>, row: number): void {
    const at = row * COLUMNS;
    const tally = tallies[plain[at] ?? -1];
    const kind = KINDS[plain[at + 1] ?? -1];
    if (tally === undefined || kind === undefined) return;
    tally.kind = kind;
    tally.sha256 = sha256[row] ?? '';
    tally.bytes = plain[at + 2] ?? 0;
    tally.records = plain[at + 3] ?? 0;
    tally.from = timeOf(times[2 * row]);
    tally.to = timeOf(times[2 * row + 1]);
    tally.isRead = true;
  }

  function takeSpecial(account: SourceAccount): void {
    const { index, tally, part } = account;
    const whole = tallyOf(account);
    // A source that the main thread reads fills its tally itself.
    if (whole === tally) return;
    // What was told of it meanwhile is part of the account.
    if (part === null) whole.bytes = 0;
    addTally(whole, tally, linesBefore(account));
    whole.isRead = part === null || part.isLast;
    if (part !== null) lines.set(index, (lines.get(index) ?? 0) + part.lines);
  }
}

function timeOf(packed = Number.NaN): number | null {
  return Number.isNaN(packed) ? null : packed;
}

const COLUMNS = 4;
/** What an integer of 32 bits holds; lines are fewer. */
const MOST_PLAIN_BYTES = 2 ** 31 - 1;
const KINDS: readonly SourceKind[] = ['access-log', 'cloudtrail'];
