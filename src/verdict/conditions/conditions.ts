import type { Condition } from './condition.ts';
import { configurationIsSettled, copiesAgree } from './copies.ts';
import { otherLinksOpen, seenThroughout } from './coverage-conditions.ts';
import { noOtherBreak, noOtherUnknown, noUnknownBehind, orderIsKnown } from './other-changes.ts';
import {
  allowedBefore,
  deniesAfter,
  deniesWhateverEncryption,
  deniesWhateverSlash,
  destinationIsTied,
  inferredEncryption,
  knownByCloudTrail,
  notAsKmsSays,
  notBeforeTheKey,
  notRefusedBefore,
} from './state-conditions.ts';
import {
  cameInTime,
  datedArrivals,
  datedEvidence,
  joinedRunsAgree,
  momentsAgree,
  noDocumentBeside,
} from './time-conditions.ts';

/** Every condition of `proven`; the order is that of the reasons in a report. */
export const CONDITIONS: readonly Condition[] = [
  momentsAgree,
  joinedRunsAgree,
  noDocumentBeside,
  deniesAfter,
  inferredEncryption,
  deniesWhateverEncryption,
  deniesWhateverSlash,
  allowedBefore,
  notRefusedBefore,
  cameInTime,
  noOtherBreak,
  seenThroughout,
  otherLinksOpen,
  noOtherUnknown,
  noUnknownBehind,
  orderIsKnown,
  copiesAgree,
  configurationIsSettled,
  notAsKmsSays,
  notBeforeTheKey,
  datedArrivals,
  datedEvidence,
  destinationIsTied,
  knownByCloudTrail,
];
