import type { DeliveryProfile } from '../profile/profile.ts';
import { weekdayName } from '../profile/schedule.ts';

/** What a configuration can do to a run; `absent`: AWS says that it is not there, not who deleted it and when. */
type ConfigurationSentence =
  | 'absent'
  | 'deleted'
  | 'disabled'
  | 'enabled'
  | 'unknown'
  | 'moved'
  | 'rescheduled'
  | 'becameWeekly';

/** One sentence each, without full stop. */
export function configurationWords({
  words,
  writer,
  schedule,
}: DeliveryProfile): Readonly<Record<ConfigurationSentence, string>> {
  const { configuration, report } = words;
  const next = `the next ${report} comes on a ${weekdayName(schedule)} (UTC)`;
  return {
    absent: `AWS answers that there is no such ${configuration}, so ${writer.short} makes no ${report}`,
    deleted: `the ${configuration} was deleted, so ${writer.short} no longer makes this ${report}`,
    disabled: `the ${configuration} is disabled, so ${writer.short} does not make this ${report}`,
    enabled: `the ${configuration} is enabled`,
    unknown: `no evidence says whether the ${configuration} is enabled`,
    moved: `the ${configuration} sends the ${report} elsewhere`,
    rescheduled: `the ${configuration} is weekly: ${next}`,
    becameWeekly: `the ${configuration} was changed from daily to weekly: ${next}`,
  };
}
