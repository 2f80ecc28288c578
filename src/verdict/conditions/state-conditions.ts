import { configurationAt } from '../../delivery-path/configuration-history.ts';
import { isRefusedByKms } from '../../delivery-path/delivery.ts';
import { BEFORE_THE_KEY, KEY_LINKS } from '../../delivery-path/link.ts';
import { deniedLinks, isOpen } from '../../delivery-path/path.ts';
import { formatInstant } from '../../instant.ts';
import { regionOfKey } from '../../policy/key-name.ts';
import type { Timeline } from '../../timeline/build.ts';
import type { Suspect } from '../culprit.ts';
import type { Condition } from './condition.ts';

/** The state after the change denies, by what the change itself wrote. */
export const deniesAfter: Condition = ({ suspect }) => {
  if (suspect.isUnsure) {
    return {
      atMost: 'possible',
      reason: `whether the ${suspect.link} was open when the configuration was sent there is not known`,
      liftedBy: 'the document that was in force there: CloudTrail of the account that owns it, or AWS Config',
    };
  }
  const { action } = suspect.call;
  const isUntold = action.kind === 'put-inventory-configuration' && action.configuration.state !== 'known';
  if (suspect.after.state !== 'denied' || (suspect.after.basis !== 'document' && !isUntold)) return null;
  const isPlace = !isUntold && action.kind === 'put-inventory-configuration' && suspect.link !== 'configuration';
  return {
    atMost: 'probable',
    reason: isPlace
      ? `the ${suspect.link} where this change sent the reports is known as it is now, with no change of it seen since`
      : 'no log holds what this change wrote: it is inferred from the current document, as no later change is seen',
    liftedBy: 'CloudTrail with the body of the change, or AWS Config',
  };
};

/** The key that the change denied was in use by an event, or by an error of KMS. */
export const inferredEncryption: Condition = ({ timeline, suspect, judged }) => {
  if (!KEY_LINKS.has(suspect.link) || judged.run.denied.some(isRefusedByKms)) return null;
  const { steps } = timeline.configuration;
  const { state } = configurationAt(timeline.configuration, judged.run.time);
  return state.encryptionIsInferred && steps.length > 1
    ? {
        atMost: 'probable',
        reason: 'that the reports used this key is inferred from what the configuration says later',
        liftedBy: 'CloudTrail of the source account from before the outage, or a refusal with an error of KMS',
      }
    : null;
};

/** S3 was not refused before the change although everything seen allowed it: then something unseen denied already. */
export const notRefusedBefore: Condition = ({ timeline, incident, phase, suspect }) => {
  const earlier = incident.missed
    .filter(({ time }) => time < phase.runs[0].run.time)
    .flatMap(({ denied }) => denied)
    .find(({ time }) => time < suspect.since && deniedLinks(timeline.path.at(time)).length === 0);
  return earlier === undefined
    ? null
    : {
        atMost: 'possible',
        reason: `S3 was refused ${formatInstant(earlier.time)} already, when everything seen allowed the write`,
        liftedBy: 'what refused that write: organization policies, grants of the key',
      };
};

/** Delivery was allowed right before the change. */
export const allowedBefore: Condition = ({ suspect }) =>
  isOpen(suspect.before)
    ? null
    : {
        atMost: 'probable',
        reason: `whether delivery was allowed just before this change is not shown (${suspect.before.explanation})`,
        liftedBy: 'the document that was in force before: CloudTrail or AWS Config; or a report delivered under it',
      };

/**
 * S3 asks for a data key once it has authorized the write, so an error of KMS speaks for what decides before.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export const notAsKmsSays: Condition = ({ timeline, suspect, phase }) => {
  if (!BEFORE_THE_KEY.has(suspect.link) || isRegionOfKey(suspect, timeline)) return null;
  const code = phase.runs.flatMap(({ run }) => run.denied).find(isRefusedByKms)?.errorCode;
  return code == null
    ? null
    : {
        atMost: 'possible',
        reason: `S3 was refused with ${code}: the key is asked only once the ${suspect.link} has let the write through`,
        liftedBy: 'the key policy and the state of the key at that time',
      };
};

/** The Region that denies is that of the key: KMS itself does not find it. */
function isRegionOfKey({ link, place: { bucket, encryption } }: Suspect, { worldAtNow }: Timeline): boolean {
  const region = encryption?.type === 'SSE-KMS' ? regionOfKey(encryption.keyId) : null;
  return link === 'region' && region !== null && region !== worldAtNow.bucketRegion.get(bucket ?? '');
}

/** A key is blamed although S3 was refused without an error of KMS, and the bucket denied at that moment as well. */
export const notBeforeTheKey: Condition = ({ timeline, suspect, judged }) => {
  const [refusal] = judged.run.denied;
  if (!KEY_LINKS.has(suspect.link) || refusal === undefined || isRefusedByKms(refusal)) return null;
  const { links } = timeline.paths.at(suspect.place).at(refusal.time);
  const other = [...BEFORE_THE_KEY].find((link) => links[link].state === 'denied');
  return other === undefined
    ? null
    : {
        // A key that is disabled says so; one whose policy denies need not.
        atMost: suspect.link === 'key-state' ? 'possible' : 'probable',
        reason: `S3 was refused with ${refusal.errorCode ?? '403'}, no error of KMS, and the ${other} denied as well: the key may never have been asked`,
        liftedBy: 'nothing that S3 logs',
      };
};

/** CloudTrail knows the change: an access log tells it without its text, and some of the time not at all. */
export const knownByCloudTrail: Condition = ({ suspect }) =>
  suspect.call.seenIn.includes('cloudtrail')
    ? null
    : {
        atMost: 'probable',
        reason: 'only the access log shows this change',
        liftedBy: 'CloudTrail of the account that owns what was changed',
      };
