import type { ConditionCode, ConditionDefinition } from './condition.ts';
import { configurationAsFound, configurationOfGoneBucket, writesWentOn } from './configuration-conditions.ts';
import { configurationIsSettled, copiesAgree } from './copies.ts';
import { firstRunWatched, otherLinksOpen, seenThroughout } from './coverage-conditions.ts';
import { noOtherBreak, noOtherUnknown, noUnknownBehind, orderIsKnown } from './other-changes.ts';
import {
  allowedBefore,
  deniesAfter,
  deniesWhateverEncryption,
  deniesWhateverSlash,
  destinationIsTied,
  keyKnownInUse,
  knownByCloudTrail,
  notAsKmsSays,
  notBeforeTheKey,
  notRefusedBefore,
} from './state-conditions.ts';
import { cameInTime, datedArrivals, datedEvidence, joinedRunsAgree, momentsAgree } from './time-conditions.ts';

/**
 * Every condition of `proven`, in the order of the reasons in a report. `docs/causes.md` and `docs/not-proven.md` have a row
 * for each, and a case shows it.
 */
export const CONDITIONS: Readonly<Record<ConditionCode, ConditionDefinition>> = {
  'moments-agree': {
    judge: momentsAgree,
    holds: "all moments of the write of the phase's first run agree",
    atMost:
      '`probable` where later runs show it (and no refusal before it may have been of that run, nor the change of an earlier phase have stopped it) or nothing else seen explains any run, within a day of its folder time; else `possible`',
  },
  'joined-runs-agree': {
    judge: joinedRunsAgree,
    holds: 'no later run that joined the phase may have been stopped by another change instead',
    atMost: '`probable`',
  },
  'denies-after': {
    judge: deniesAfter,
    holds: "the state after the change denies, by the change's own text",
    atMost: '`probable` where inferred; `possible` where it depends on an unknown key',
  },
  'key-known-in-use': {
    judge: keyKnownInUse,
    holds: 'the key that was denied was in use by an event or a `KMS.*` error',
    atMost: '`probable`',
  },
  'denies-whatever-encryption': {
    judge: deniesWhateverEncryption,
    holds:
      'a policy that denies for how reports are encrypted met an encryption that was told by then, and no key that may have been theirs was changed before',
    atMost: '`probable`; `possible` where the call that tells it lies between',
  },
  'denies-whatever-slash': {
    judge: deniesWhateverSlash,
    holds: 'a policy that tells one slash from two behind a prefix that ends in one is not what denies',
    atMost: '`possible`',
  },
  'allowed-before': {
    judge: allowedBefore,
    holds: 'delivery was allowed right before it, by replay or because a report arrived',
    atMost: '`probable`',
  },
  'not-refused-before': {
    judge: notRefusedBefore,
    holds:
      'S3 was not refused before it although everything seen allowed the write, nor where it first sent the reports (a stop of the configuration aside)',
    atMost: '`possible`',
  },
  'came-in-time': {
    judge: cameInTime,
    holds:
      'it came 15 minutes before the write (a configuration call: before the run began), and no report arrived within 15 minutes after it',
    atMost: '`probable`',
  },
  'no-other-break': {
    judge: noOtherBreak,
    holds: 'no other break follows a mend while the report may have been written',
    atMost: '`possible`',
  },
  'seen-throughout': {
    judge: seenThroughout,
    holds: 'CloudTrail covers the link from when it was last known open to the write',
    atMost:
      '`probable`; `possible` where a hole lies between the change and the write and none was refused, or nothing seen explains the runs in front of its phase',
  },
  'other-links-open': {
    judge: otherLinksOpen,
    holds:
      'every other link in use is known to be open (covered, or shown by a refused write), and where the reports went was watched up to the call that sent them there, or back',
    atMost: '`probable`; `possible` where nothing shows a policy ever to have been open at the place',
  },
  'first-run-watched': {
    judge: firstRunWatched,
    holds: 'a first run of which nothing dates the write fell into a time in which every other link was watched',
    atMost: '`possible`',
  },
  'configuration-as-found': {
    judge: configurationAsFound,
    holds: 'where the last run was not refused, the configuration is today as the calls seen left it',
    atMost: '`possible`; `probable` beside a call on it, or where none is seen',
  },
  'writes-went-on': {
    judge: writesWentOn,
    holds:
      'a log that holds the writes of S3 has refused ones of the outage too, and neither its first two runs nor any three in a row up to these are without, or the configuration was watched',
    atMost: '`possible`',
  },
  'configuration-of-gone-bucket': {
    judge: configurationOfGoneBucket,
    holds: 'the configuration was watched, where the bucket was gone and logged nothing',
    atMost: '`possible`',
  },
  'no-other-unknown': {
    judge: noOtherUnknown,
    holds: 'no other change of unknown effect lies before it',
    atMost: '`probable`; `possible` on the same link, or where its own was not covered and no write refused',
  },
  'no-unknown-behind': {
    judge: noUnknownBehind,
    holds: 'no change of the same link with unknown text lies between it and the write',
    atMost: '`probable` for one, `possible` for more',
  },
  'order-is-known': {
    judge: orderIsKnown,
    holds: 'no change of the same link came within 2 s (5 s across logs)',
    atMost: '`possible`',
  },
  'copies-agree': {
    judge: copiesAgree,
    holds: 'copies of its call agree',
    atMost:
      '`probable` where they name different callers, `possible` where they tell another deed, text, outcome or time',
  },
  'configuration-is-settled': {
    judge: configurationIsSettled,
    holds: 'nor do copies of the configuration call in force contradict each other',
    atMost: '`possible`',
  },
  'not-as-kms-says': {
    judge: notAsKmsSays,
    holds: 'S3 was not refused with an error of KMS where the change is one of the bucket',
    atMost: '`possible`',
  },
  'not-before-the-key': {
    judge: notBeforeTheKey,
    holds: 'nor without one where a key is blamed and the bucket denied as well',
    atMost: '`probable`; `possible` for the state of a key of which no watched configuration tells that it was used',
  },
  'dated-arrivals': {
    judge: datedArrivals,
    holds: "the listing's times have a zone",
    atMost: '`probable`',
  },
  'dated-evidence': {
    judge: datedEvidence,
    holds:
      'that the report had not arrived is known by a refused write or by `--now`, not by the time of a saved file alone',
    atMost: '`probable`',
  },
  'destination-is-tied': {
    judge: destinationIsTied,
    holds:
      'the destination is known by a flag, a document, a configuration call, a key of a report, or a policy that lets S3 write for this source',
    atMost: '`possible`',
  },
  'known-by-cloudtrail': {
    judge: knownByCloudTrail,
    holds: 'CloudTrail knows the change',
    atMost: '`probable`',
  },
};
