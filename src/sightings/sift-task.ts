import { createHash } from 'node:crypto';
import { PROFILES, type ProfileName } from '../profile/profiles.ts';
import { type PackedAccounts, packAccounts, type SourceAccount } from '../reading/account.ts';
import { type Collector, createHands, type Hands } from '../reading/hands.ts';
import { READ_BUFFER_BYTES, type Reading } from '../reading/read-now.ts';
import { RegionReader } from '../records/access-log/read-regions.ts';
import { skimLines } from '../records/access-log/undecoded/skim-lines.ts';
import { skimTrail } from '../records/cloudtrail/skim-trail.ts';
import { readContent } from '../records/read.ts';
import { readerFor, readersFor } from '../records/reader-for.ts';
import { createSieve, type Sieve, type Sifted } from './sift.ts';

export interface SiftSetup {
  /** By name: a thread finds the profile itself. */
  readonly profile: ProfileName;
  /** IANA zone of times in `aws s3 ls` listings; null leaves them approximate. */
  readonly listingTimezone: string | null;
}

export interface SiftPiece {
  readonly sifted: Sifted;
  /** The tallies that positions in `sifted` refer to, and whose they are. */
  readonly holders: readonly SourceAccount[];
  readonly read: PackedAccounts;
}

/** Reads the evidence of its tasks whole, and keeps what any case could need of it. */
export function createSiftHands({ profile: name, listingTimezone }: SiftSetup): Hands<SiftPiece> {
  const profile = PROFILES[name];
  const readers = readersFor({ listingTimezone, listedWord: profile.keys.markerWord });
  const sieve = createSieve(profile);
  const reader = new RegionReader(skimLines(sieve.passLine, profile.keys.markerWord));
  const reading: Reading = {
    logReader: (tally, linesBefore) => reader.begin(tally, linesBefore),
    trailReader: (bytes, tally) => skimTrail(bytes, tally, sieve.passEvent),
    readerFor: (bytes, tally) => readerFor({ bytes, whole: true }, tally, readers),
    hash: () => createHash('sha256'),
    isFrugal: true,
    maxWholeBytes: MAX_WHOLE_BYTES,
    buffer: Buffer.allocUnsafeSlow(READ_BUFFER_BYTES),
  };
  return createHands(reading, collectSifted(sieve), (content) => readContent(content, readers));
}

function collectSifted(sieve: Sieve): Collector<SiftPiece> {
  return {
    get isFull(): boolean {
      return sieve.kept >= MOST_KEPT;
    },
    take: sieve.take,
    finish(read, holders = read) {
      const sifted = sieve.finish();
      const isEmpty =
        sifted.sightings.length + sifted.addenda.length + sifted.issued.length + sifted.others.length === 0;
      return { sifted, holders: isEmpty ? [] : holders, read: packAccounts(read) };
    },
  };
}

const MAX_WHOLE_BYTES = 32 * 1024 * 1024;
const MOST_KEPT = 2_000;
