import { configurationAt, isConfigurationChange } from '../../delivery-path/configuration-state.ts';
import { isRefusedByKms } from '../../delivery-path/delivery.ts';
import { BEFORE_THE_KEY, isOpen, KEY_LINKS, linkName } from '../../delivery-path/link.ts';
import { isSameSpot } from '../../delivery-path/place.ts';
import { DAY, formatInstant, HOUR, type Instant } from '../../instant.ts';
import { regionOfKey } from '../../policy/document/key-name.ts';
import type { Timeline } from '../../timeline/build.ts';
import { isUnexplained } from '../../timeline/explanation.ts';
import { contentOf, HISTORY, type Need, trailOf, trailWords } from '../checklist/need.ts';
import type { Suspect } from '../culprit.ts';
import type { Incident } from '../incident.ts';
import type { Condition, ConditionSubject, Limit } from './condition.ts';

/** The state after the change denies, by what the change itself wrote. */
export const deniesAfter: Condition = ({ timeline, incident, suspect }) => {
  if (suspect.isUnsure) {
    return {
      atMost: 'possible',
      reason: `whether the ${linkName(suspect.link, timeline.case.profile)} was open when the configuration was sent there is not known`,
      liftedBy: `the document that was in force there: ${trailWords(suspect.link, suspect.place, timeline.logSubject)}, or AWS Config`,
      needs: [trailBefore(suspect, incident)],
    };
  }
  const { action } = suspect.call;
  const isUntold = action.kind === 'put-inventory-configuration' && action.configuration.state !== 'known';
  const { state, basis, capturedAt } = suspect.after;
  const isAnchored = basis === 'document' || basis === 'capture';
  if (state !== 'denied' || (!isAnchored && !isUntold)) return null;
  const known = capturedAt === null ? 'it is now' : `AWS Config captured it ${formatInstant(capturedAt)}`;
  const isPlace = !isUntold && action.kind === 'put-inventory-configuration' && suspect.link !== 'configuration';
  return {
    atMost: 'probable',
    reason: isPlace
      ? `the ${linkName(suspect.link, timeline.case.profile)} where this change sent the reports is known as ${known}, with no change of it seen between`
      : capturedAt === null
        ? 'no log holds what this change wrote: it is inferred from the current document, as no later change is seen'
        : `no log holds what this change wrote: it is inferred from what AWS Config captured ${formatInstant(capturedAt)}, as no other change is seen between; one may lie there all the same`,
    ...(isPlace
      ? {
          liftedBy: `the document of that time: ${trailWords(suspect.link, suspect.place, timeline.logSubject)}, or AWS Config`,
          needs: [trailBefore(suspect, incident)],
        }
      : contentOf(suspect.call, suspect.link, suspect.place, timeline.logSubject)),
  };
};

/** The key that the change denied was in use by an event, or by an error of KMS. */
export const keyKnownInUse: Condition = ({ timeline, suspect, judged }) => {
  if (!KEY_LINKS.has(suspect.link) || judged.run.denied.some(isRefusedByKms)) return null;
  const { steps } = timeline.configuration;
  const { state } = configurationAt(timeline.configuration, judged.run.time);
  const earlierConfiguration = configurationBefore(judged.run.time, suspect, timeline);
  return state.encryptionIsInferred && steps.length > 1
    ? {
        atMost: 'probable',
        reason: 'that the reports used this key is inferred from what the configuration says later',
        liftedBy: `${earlierConfiguration.liftedBy}, or a refusal with an error of KMS`,
        needs: earlierConfiguration.needs,
      }
    : null;
};

/**
 * A policy that denies for what the configuration says of encryption, which is read from a later event: that event may
 * itself have brought what the policy denies. And a key that was changed before may have been theirs until then.
 */
export const deniesWhateverEncryption: Condition = ({ timeline, suspect, judged, incident }) => {
  const { configuration, paths, otherKeys } = timeline;
  const [, event] = configuration.steps;
  const { state } = configurationAt(configuration, judged.run.time);
  if (suspect.link !== 'destination-policy' || !state.encryptionIsInferred || event?.from == null) return null;
  const others = (['none', 'SSE-S3'] as const).filter((type) => type !== suspect.place.encryption?.type);
  const isSpared = others.some(
    (type) =>
      paths.at({ ...suspect.place, encryption: { type } }).at(suspect.since).links['destination-policy'].state !==
      'denied',
  );
  const told = `is told first by ${event.call?.eventName ?? 'a call'} at ${formatInstant(event.from)}`;
  const lift = configurationBefore(judged.run.time, suspect, timeline);
  if (isSpared) {
    return {
      atMost: event.from >= suspect.since && event.from <= judged.run.write.to ? 'possible' : 'probable',
      reason: `the policy denies for how the reports are encrypted, which ${told}`,
      ...lift,
    };
  }
  const after = incident.window.after ?? Number.NEGATIVE_INFINITY;
  const key = otherKeys.find(({ time }) => time > after && time < suspect.since);
  return key === undefined
    ? null
    : {
        atMost: 'probable',
        reason: `how the reports were encrypted ${told}: had it been with the key that ${key.eventName} changed at ${formatInstant(key.time)}, that may have stopped them first`,
        ...lift,
      };
};

/** What tells how reports were encrypted by the time of a run. */
function configurationBefore(
  run: Instant,
  { place }: Suspect,
  { logSubject }: Timeline,
): Required<Pick<Limit, 'liftedBy' | 'needs'>> {
  return {
    liftedBy: `${trailWords('configuration', place, logSubject)} from before the outage`,
    needs: [trailOf('configuration', place, { from: run - HISTORY, to: run })],
  };
}

/**
 * Where the configured prefix ends in a slash, keys were seen with two slashes behind it, which no AWS page promises:
 * a policy that tells the two apart convicts nobody.
 */
export const deniesWhateverSlash: Condition = ({ timeline, suspect, judged }) => {
  const { state } = configurationAt(timeline.configuration, judged.run.time);
  const { place } = suspect;
  if (suspect.link !== 'destination-policy' || state.destinationPrefix?.endsWith('/') !== true) return null;
  const doubled = timeline.paths.at({ ...place, prefix: `${place.prefix ?? ''}/` }).at(suspect.since);
  return doubled.links['destination-policy'].state === 'denied'
    ? null
    : {
        atMost: 'possible',
        reason: `the configured prefix ends in a slash, and the policy lets through keys with two slashes behind it: which keys the reports have is not known`,
        liftedBy: 'the key of a report or of a refused write',
      };
};

/**
 * S3 was not refused before the change although everything seen allowed it: then something unseen denied already; nor at a
 * place to which the change itself sent the reports: then they went there before. What a configuration stopped was not due,
 * whatever denied before.
 */
export const notRefusedBefore: Condition = (subject) => {
  const { timeline, before, suspect } = subject;
  if (suspect.link === 'configuration') return null;
  const there = refusedThereBefore(subject);
  if (there !== null) {
    return {
      atMost: 'possible',
      reason: `${timeline.case.profile.writer.short} was refused there ${formatInstant(there)} already, before this change sent the reports there: the ${timeline.case.profile.words.configuration} was changed unseen`,
      liftedBy: `${trailWords('configuration', suspect.place, timeline.logSubject)}, for that time`,
      needs: [trailOf('configuration', suspect.place, { from: there - DAY, to: suspect.call.time })],
    };
  }
  const unexplained = before
    .flatMap(({ runs }) => runs)
    .find(
      ({ run, explanations }) => isUnexplained(explanations) && (run.denied[0]?.time ?? suspect.since) < suspect.since,
    );
  const [earlier] = unexplained?.run.denied ?? [];
  return earlier === undefined
    ? null
    : {
        atMost: 'possible',
        reason: `${timeline.case.profile.writer.short} was refused ${formatInstant(earlier.time)} already, when everything seen allowed the write`,
        liftedBy: 'what refused that write: organization policies, grants of the key',
      };
};

/** When S3 was refused at the place of a configuration call before it, although no configuration seen named that place. */
function refusedThereBefore({ timeline, incident, suspect: { call, place } }: ConditionSubject): Instant | null {
  if (!isConfigurationChange(call, timeline.case)) return null;
  const isNamed = (time: Instant): boolean => {
    const { destinationBucket: bucket, destinationPrefix: prefix } = configurationAt(
      timeline.configuration,
      time,
    ).state;
    return isSameSpot({ bucket, prefix }, place);
  };
  const refusal = timeline.denied.find(
    (attempt) =>
      attempt.time > (incident.window.after ?? attempt.time) &&
      attempt.time < call.time &&
      isSameSpot(attempt, place) &&
      !isNamed(attempt.time) &&
      !isNamed(attempt.time - DAY),
  );
  return refusal?.time ?? null;
}

/** Delivery was allowed right before the change. */
export const allowedBefore: Condition = ({ timeline, incident, suspect }) => {
  if (isOpen(suspect.before)) return null;
  const { call, link, place } = suspect;
  const last = timeline.changes.findLast(
    (other) => other.time < call.time && timeline.path.around(other)?.after.touched.has(link) === true,
  );
  const { liftedBy, needs } =
    last === undefined
      ? {
          liftedBy: `${trailWords(link, place, timeline.logSubject)}, or AWS Config`,
          needs: [trailBefore(suspect, incident)],
        }
      : contentOf(last, link, place, timeline.logSubject);
  return {
    atMost: 'probable',
    reason:
      suspect.before.state === 'denied'
        ? `as the calls are ordered, delivery was denied just before this change already (${suspect.before.explanation})`
        : `whether delivery was allowed just before this change is not shown (${suspect.before.explanation})`,
    liftedBy:
      last === undefined
        ? `the document that was in force before: ${liftedBy}; or a report delivered under it`
        : `of ${last.eventName} at ${formatInstant(last.time)}, ${liftedBy}; or a report delivered under it`,
    needs,
  };
};

/**
 * S3 asks for a data key once it has authorized the write, so an error of KMS speaks for what decides before.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export const notAsKmsSays: Condition = ({ timeline, suspect, phase }) => {
  if (!BEFORE_THE_KEY.has(suspect.link) || isRegionOfKey(suspect, timeline)) return null;
  const refusal = phase.runs.flatMap(({ run }) => run.denied).find(isRefusedByKms);
  const code = refusal?.errorCode;
  return code == null
    ? null
    : {
        atMost: 'possible',
        reason: `${timeline.case.profile.writer.short} was refused with ${code}: the key is asked only once the ${linkName(suspect.link, timeline.case.profile)} has let the write through`,
        liftedBy: `the key policy and the state of the key at that time: ${trailWords('key-policy', suspect.place, timeline.logSubject)}`,
        needs: (['key-policy', 'key-state'] as const).map((link) =>
          trailOf(link, suspect.place, { from: suspect.call.time, to: refusal?.time ?? suspect.call.time }),
        ),
      };
};

/** The Region that denies is that of the key: KMS itself does not find it. */
function isRegionOfKey({ link, place: { bucket, encryption } }: Suspect, { worldAtNow }: Timeline): boolean {
  const region = encryption?.type === 'SSE-KMS' ? regionOfKey(encryption.keyId) : null;
  return link === 'region' && region !== null && region !== worldAtNow.bucketRegion.get(bucket ?? '');
}

/** A key is blamed although S3 was never refused with an error of KMS, and the bucket denied at that moment as well. */
export const notBeforeTheKey: Condition = (subject) => {
  const { timeline, suspect, judged, phase } = subject;
  const [refusal] = judged.run.denied;
  if (!KEY_LINKS.has(suspect.link) || refusal === undefined) return null;
  if (phase.runs.some(({ run }) => run.denied.some(isRefusedByKms))) return null;
  const { links } = timeline.paths.at(suspect.place).at(refusal.time);
  const other = [...BEFORE_THE_KEY].find((link) => links[link].state === 'denied');
  return other === undefined
    ? null
    : {
        // A key that is disabled says so; one whose policy denies need not.
        atMost: suspect.link === 'key-state' && !isKeyTold(subject) ? 'possible' : 'probable',
        reason: `${timeline.case.profile.writer.short} was refused with ${refusal.errorCode ?? '403'}, no error of KMS, and the ${linkName(other, timeline.case.profile)} denied as well: the key may never have been asked`,
        liftedBy: `nothing that ${timeline.case.profile.writer.short} logs`,
      };
};

/** That the reports use the key is told by a configuration call before, or by what is so now, and no change in between may be unseen. */
function isKeyTold({ timeline, suspect, judged: { run } }: ConditionSubject): boolean {
  const { configuration } = timeline;
  const { from, state } = configurationAt(configuration, run.time);
  if (state.encryptionIsInferred && configuration.steps.length > 1) return false;
  return timeline.unseen('configuration', suspect.place, { from: from ?? run.time, to: run.write.to }).length === 0;
}

/** The bucket whose policy changed is the one that the reports go to. */
export const destinationIsTied: Condition = ({ timeline, suspect }) =>
  timeline.destinationIsTied || suspect.call.action.kind === 'put-inventory-configuration'
    ? null
    : {
        atMost: 'possible',
        reason: `that the reports go to ${timeline.case.destinationBucket ?? 'this bucket'} is inferred from the change of its policy alone`,
        liftedBy: '--destination-bucket, the inventory configuration, or a listing that names its bucket',
        needs: [{ kind: 'document', link: 'configuration', place: suspect.place }],
      };

/** CloudTrail knows the change: an access log tells it without its text, and some of the time not at all. */
export const knownByCloudTrail: Condition = ({ timeline, suspect }) =>
  suspect.call.seenIn.includes('cloudtrail')
    ? null
    : {
        atMost: 'probable',
        reason: 'only the access log shows this change',
        liftedBy: `${trailWords(suspect.link, suspect.place, timeline.logSubject)}, for that time`,
        needs: [trailOf(suspect.link, suspect.place, { from: suspect.call.time - HOUR, to: suspect.call.time + HOUR })],
      };

/** The trail from the last moment before a change at which anything is known: what was in force before stands in it. */
function trailBefore({ link, place, call }: Suspect, { window: { after } }: Incident): Need {
  return trailOf(link, place, { from: Math.min(after ?? call.time - HISTORY, call.time), to: call.time });
}
