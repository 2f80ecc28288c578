import type { Case } from '../../case/case.ts';
import { type ConfigurationState, isStopped } from '../../delivery-path/configuration-state.ts';
import { describePlace, isSameSpot, type Place, placeOf } from '../../delivery-path/place.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import type { DeliveryEncryption } from '../../profile/configuration.ts';
import type { Timeline } from '../../timeline/build.ts';
import type { Cause } from '../cause.ts';

/** The inventory configuration as it would be. */
export interface ConfigurationDraft {
  readonly state: ConfigurationState;
  readonly place: Place;
  /** The whole of it as the AWS CLI takes it; null where it is not known. */
  readonly document: JsonObject | null;
  /** What was done to it; empty for the configuration as it is. */
  readonly steps: readonly { readonly description: string; readonly diff: string }[];
}

/** A draft, or why there is nothing to draft from; what to know before it is put in place. */
export interface DraftStart {
  readonly draft: ConfigurationDraft;
  readonly cautions: readonly string[];
  readonly refusal: string | null;
}

/**
 * The configuration at `now`, made to run again: created again, enabled, pointed back, daily. It is pointed back only
 * where its move is what stops delivery: the place that it names else is where the reports belong.
 */
export function draftConfiguration(timeline: Timeline, cause: Cause | null): DraftStart {
  const { case: subject, worldAtNow } = timeline;
  const asItIs = draftOf(worldAtNow.configuration, subject);
  const decision = cause?.link === 'configuration' ? cause.decision : null;
  if (worldAtNow.configuration.exists === false) return createAgain(timeline);
  let { draft, cautions }: Pick<DraftStart, 'draft' | 'cautions'> = { draft: asItIs, cautions: [] };
  if (decision === 'moved') {
    draft = pointBack(draft, timeline);
    cautions = [
      ...cautions,
      'the configuration may have been moved on purpose: look for the reports at its new place, and ask its owner',
    ];
  }
  if (decision === 'rescheduled') {
    draft = changed(draft, subject, {
      state: { frequency: 'Daily' },
      document: (document) => ({ ...document, Schedule: { Frequency: 'Daily' } }),
      step: { description: 'make it daily again', diff: '~ frequency: Weekly -> Daily' },
    });
    cautions = [...cautions, 'the configuration may have been made weekly on purpose: ask its owner'];
  }
  if (isStopped(draft.state)) {
    draft = changed(draft, subject, ENABLING);
    cautions = [...cautions, 'the configuration may have been disabled on purpose: ask its owner'];
  }
  return { draft, cautions, refusal: null };
}

/** The draft with another encryption of the reports. */
export function withEncryption(
  draft: ConfigurationDraft,
  subject: Case,
  encryption: DeliveryEncryption,
): ConfigurationDraft {
  return changed(draft, subject, {
    state: { encryption, encryptionIsInferred: false },
    document: (document) => withBucket(document, { Encryption: elementOf(encryption) }),
    step: {
      description: `encrypt the reports with ${encryptionName(encryption)}`,
      diff: `~ encryption: ${draft.state.encryption === null ? 'not known' : encryptionName(draft.state.encryption)} -> ${encryptionName(encryption)}`,
    },
  });
}

interface Change {
  readonly state: Partial<ConfigurationState>;
  readonly document: (document: JsonObject) => JsonObject;
  readonly step: ConfigurationDraft['steps'][number];
}

const ENABLING: Change = {
  state: { isEnabled: true },
  document: (document) => ({ ...document, IsEnabled: true }),
  step: { description: 'enable it', diff: '~ IsEnabled: false -> true' },
};

function changed(draft: ConfigurationDraft, subject: Case, { state, document, step }: Change): ConfigurationDraft {
  const after: ConfigurationState = { ...draft.state, ...state, basis: 'event' };
  return {
    state: after,
    place: placeOf(after, subject),
    document: draft.document === null ? null : document(structuredClone(draft.document)),
    steps: [...draft.steps, step],
  };
}

function draftOf(state: ConfigurationState, subject: Case): ConfigurationDraft {
  return { state, place: placeOf(state, subject), document: state.document, steps: [] };
}

/** As it was when it was last seen. */
function createAgain(timeline: Timeline): DraftStart {
  const { steps } = timeline.configuration;
  const last = steps.findLast(({ state }) => state.exists !== false)?.state ?? timeline.worldAtNow.configuration;
  const before = { ...last, exists: true, isEnabled: last.isEnabled ?? true };
  const draft = changed(draftOf(before, timeline.case), timeline.case, {
    state: { exists: true },
    document: (document) => document,
    step: { description: 'create it again as it was', diff: '+ the whole configuration' },
  });
  const running = isStopped(draft.state) ? changed(draft, timeline.case, ENABLING) : draft;
  const isBucketGone = steps.at(-1)?.call?.action.kind === 'delete-bucket';
  return {
    draft: running,
    cautions: ['the configuration may have been deleted on purpose: ask its owner'],
    refusal: isBucketGone ? 'the source bucket was deleted, and its inventory configurations with it' : null,
  };
}

/** Back to where the case looks: the whole destination of then where it is known, else bucket and prefix. */
function pointBack(draft: ConfigurationDraft, timeline: Timeline): ConfigurationDraft {
  const { case: subject, configuration, explain } = timeline;
  const home: Place = {
    bucket: explain.named?.bucket ?? subject.destinationBucket,
    prefix: explain.named?.prefix ?? subject.destinationPrefix,
    encryption: null,
    format: null,
  };
  const then = configuration.steps.findLast(({ state }) => isHome(state, subject, home))?.state ?? null;
  const old = then?.document?.['Destination'];
  const isWhole = isJsonObject(old) && isJsonObject(draft.document);
  const state = {
    destinationBucket: home.bucket,
    destinationPrefix: home.prefix,
    ...(isWhole && then !== null
      ? { encryption: then.encryption, format: then.format, encryptionIsInferred: false }
      : {}),
  };
  return changed(draft, subject, {
    state,
    document: (document) =>
      isWhole
        ? { ...document, Destination: old }
        : withBucket(document, {
            // The owner is checked: that of another bucket may be another.
            ...(home.bucket === draft.place.bucket ? {} : { AccountId: undefined }),
            Bucket: `${arnStart(document)}${home.bucket ?? ''}`,
            Prefix: home.prefix === '' || home.prefix === null ? undefined : home.prefix,
          }),
    step: {
      description: `point it back to ${describePlace(home)}`,
      diff: `~ destination: ${describePlace(draft.place)} -> ${describePlace(home)}`,
    },
  });
}

function isHome(state: ConfigurationState, subject: Case, home: Place): boolean {
  return state.document !== null && state.exists === true && isSameSpot(placeOf(state, subject), home);
}

function withBucket(document: JsonObject, members: JsonObject): JsonObject {
  const destination = document['Destination'];
  const bucket = isJsonObject(destination) ? destination['S3BucketDestination'] : undefined;
  return { ...document, Destination: { S3BucketDestination: { ...(isJsonObject(bucket) ? bucket : {}), ...members } } };
}

function arnStart(document: JsonObject): string {
  return /"Bucket":"(arn:[^:"]*:s3:::)/.exec(JSON.stringify(document))?.[1] ?? 'arn:aws:s3:::';
}

function elementOf(encryption: DeliveryEncryption): JsonObject | undefined {
  switch (encryption.type) {
    case 'none':
      return undefined;
    case 'SSE-S3':
      return { SSES3: {} };
    case 'SSE-KMS':
      return { SSEKMS: { KeyId: encryption.keyId } };
    default:
      return encryption satisfies never;
  }
}

function encryptionName(encryption: DeliveryEncryption): string {
  return encryption.type === 'SSE-KMS' ? `SSE-KMS with ${encryption.keyId}` : encryption.type;
}
