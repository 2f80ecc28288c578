import type { AwsAccess } from '../aws/access.ts';
import { createClients } from '../aws/clients.ts';
import type { CaseOptions } from '../case/case.ts';
import { formatInstant, type Instant } from '../instant.ts';
import { isJsonObject } from '../json.ts';
import type { Answer } from './desk.ts';
import { dryStore } from './dry-store.ts';
import { findSubject } from './find-subjects.ts';
import { HISTORY_MS, LOOKUP_INTERVAL_MS } from './look-up.ts';
import { openDesk } from './open-desk.ts';
import { BUCKET_POLICY_PATH, CONFIGURATION_PATH, collectSettings, KEY_POLICY_PATH } from './settings.ts';

/** A setting as AWS has it now, its document as text; `NoSuchBucket` where all of the bucket is gone. */
export type LiveText = Answer<string>;

/** What decides on deliveries, as AWS has it now. Null is what could not be told. */
export interface LiveSettings {
  readonly case: CaseOptions;
  readonly sourceRegion: string | null;
  readonly destinationRegion: string | null;
  /** The account that owns the destination, where that is the caller's own. */
  readonly destinationOwner: string | null;
  readonly configuration: LiveText;
  readonly bucketPolicy: LiveText;
  /** The key that encrypts the reports, be it by default; null when none does. */
  readonly key: {
    readonly arn: string;
    readonly policy: LiveText;
    /** `Enabled`, `Disabled`, `PendingDeletion` and what else DescribeKey answers. */
    readonly state: string | null;
    /** Its `KeyManager` is AWS. */
    readonly isAwsManaged: boolean;
  } | null;
  /** What could not be had, a line each. */
  readonly problems: readonly string[];
}

/**
 * Asks for the settings of a case and keeps nothing.
 *
 * @throws ForensicsError `usage` when the case cannot be told apart from others
 */
export async function readLiveSettings(
  asked: CaseOptions,
  { access, now }: { readonly access: AwsAccess; readonly now: Instant },
): Promise<LiveSettings> {
  const clients = createClients(access);
  try {
    const store = dryStore(formatInstant(now));
    const { desk, callers } = await openDesk({ clients, store, isDry: true, tell: () => {} });
    const historian = { callers, now, lookupIntervalMs: LOOKUP_INTERVAL_MS };
    const subject = await findSubject(desk, historian, asked, now - HISTORY_MS);
    const settings = await collectSettings(desk, historian, subject);
    const { told, sourceRegion, destinationRegion, key } = settings;
    const textOf = (answer: Answer<unknown>, path: string): LiveText =>
      answer.state === 'answered' ? { ...answer, value: store.text(path) } : answer;
    const metadata = key?.metadata.state === 'answered' ? key.metadata.value['KeyMetadata'] : undefined;
    const described = isJsonObject(metadata) ? metadata : {};
    const state = key?.metadata.state === 'unset' ? 'Deleted' : described['KeyState'];
    return {
      case: told,
      sourceRegion,
      destinationRegion,
      destinationOwner: settings.destinationOwner.owner,
      configuration: textOf(settings.configuration, CONFIGURATION_PATH),
      bucketPolicy: textOf(settings.bucketPolicy, BUCKET_POLICY_PATH),
      key:
        key === null
          ? null
          : {
              arn: key.arn,
              policy: textOf(key.policy, KEY_POLICY_PATH),
              state: typeof state === 'string' ? state : null,
              isAwsManaged: described['KeyManager'] === 'AWS',
            },
      problems: [...desk.problems],
    };
  } finally {
    clients.destroy();
  }
}
