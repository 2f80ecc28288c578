import { attribution } from './attribution.ts';
import { bucket } from './bucket.ts';
import { captured } from './captured.ts';
import { confidence } from './confidence.ts';
import { configuration } from './configuration.ts';
import { copies } from './copies.ts';
import { coverage } from './coverage.ts';
import { decoys } from './decoys.ts';
import { destinationPolicy } from './destination-policy.ts';
import { explicitDeny } from './explicit-deny.ts';
import { firstDelivery } from './first-delivery.ts';
import { forms } from './forms.ts';
import { incidents } from './incidents.ts';
import { inferred } from './inferred.ts';
import { innocents } from './innocents.ts';
import { key } from './key.ts';
import { keyPolicy } from './key-policy.ts';
import { listings } from './listings.ts';
import { logs } from './logs.ts';
import { missing } from './missing.ts';
import { moved } from './moved.ts';
import { order } from './order.ts';
import { quiet } from './quiet.ts';
import { refusedWrites } from './refused-writes.ts';
import { remedy } from './remedy.ts';
import { removed } from './removed.ts';
import type { Scenario } from './scenario.ts';
import { schedule } from './schedule.ts';
import { severalLinks } from './several-links.ts';
import { unwatched } from './unwatched.ts';
import { warnings } from './warnings.ts';

export const ALL_SCENARIOS: readonly Scenario[] = [
  ...attribution,
  ...bucket,
  ...captured,
  ...confidence,
  ...configuration,
  ...copies,
  ...coverage,
  ...decoys,
  ...destinationPolicy,
  ...explicitDeny,
  ...firstDelivery,
  ...forms,
  ...incidents,
  ...inferred,
  ...innocents,
  ...key,
  ...keyPolicy,
  ...listings,
  ...logs,
  ...missing,
  ...moved,
  ...order,
  ...quiet,
  ...refusedWrites,
  ...remedy,
  ...removed,
  ...schedule,
  ...severalLinks,
  ...unwatched,
  ...warnings,
];
