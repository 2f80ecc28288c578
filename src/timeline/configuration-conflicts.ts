import type { Case } from '../case/case.ts';
import type { DeliveryConfiguration } from '../profile/configuration.ts';
import type { Gathered } from '../sightings/gather.ts';
import type { DocumentWarning } from './absent-resources.ts';

/** Configuration documents of the case that contradict each other: none of them is used, and that is said. */
export function unusedConfigurations(
  gathered: Gathered,
  subject: Case,
  document: DeliveryConfiguration | null,
): readonly DocumentWarning[] {
  const mine = gathered.configurations.filter(({ value }) => value.id === subject.configurationId);
  if (document !== null || mine.length < 2) return [];
  return mine.map((source) => ({
    code: 'conflicting-documents',
    message: `the ${subject.profile.words.configuration}s given for ${subject.configurationId ?? 'this case'} differ: none of them is used`,
    source,
  }));
}

/** A configuration document, and an answer that there is none. */
export function contradictedAbsence(
  { configurations }: Gathered,
  { configurationId }: Case,
): readonly DocumentWarning[] {
  return configurations
    .filter(({ value }) => value.id === configurationId)
    .map((source) => ({
      code: 'conflicting-documents',
      message: `configuration ${configurationId ?? ''} was given, and an answer that there is none: neither tells what holds now`,
      source,
    }));
}
