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
  /** Six numbers for each: index, place of the kind in `KINDS`, bytes, records, first and last time or NaN. */
  readonly plain: Float64Array;
  /** Of the same sources; `''` where none was asked for. */
  readonly sha256: readonly string[];
  /** Those with rejects, failures or parts, as they are. */
  readonly special: readonly SourceAccount[];
}

export function packAccounts(accounts: readonly SourceAccount[]): PackedAccounts {
  const special: SourceAccount[] = [];
  const sha256: string[] = [];
  const plain: number[] = [];
  for (const account of accounts) {
    const { index, member, tally, part } = account;
    const kind = KINDS.indexOf(tally.kind);
    if (part !== null || member !== null || kind === -1 || tally.rejected > 0 || tally.failure !== null)
      special.push(account);
    else {
      plain.push(index, kind, tally.bytes, tally.records, tally.from ?? Number.NaN, tally.to ?? Number.NaN);
      sha256.push(tally.sha256);
    }
  }
  return { plain: Float64Array.from(plain), sha256: sha256.some((text) => text !== '') ? sha256 : [], special };
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
    add({ plain, sha256, special }) {
      for (let row = 0; row * COLUMNS < plain.length; row++) takePlain(plain, row, sha256[row] ?? '');
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

  function takePlain(plain: Float64Array, row: number, sha256: string): void {
    const column = (number: number): number => plain[row * COLUMNS + number] ?? Number.NaN;
    const tally = tallies[column(0)];
    const kind = KINDS[column(1)];
    if (tally === undefined || kind === undefined) return;
    tally.kind = kind;
    tally.sha256 = sha256;
    tally.bytes = column(2);
    tally.records = column(3);
    tally.from = Number.isNaN(column(4)) ? null : column(4);
    tally.to = Number.isNaN(column(5)) ? null : column(5);
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

const COLUMNS = 6;
const KINDS: readonly SourceKind[] = ['access-log', 'cloudtrail'];
