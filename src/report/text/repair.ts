import type { ReportCause, ReportIncident } from '../contract.ts';

/**
 * What would mend an incident that no document mends, in a sentence; null where a remedy says it, where the way is open
 * again, or where it is not known what denies.
 */
export function repairOf({ status, remedy, restoredBy, stillDenied, phases }: ReportIncident): string | null {
  if (status !== 'ongoing' || remedy !== null) return null;
  if (stillDenied !== null) return repairWords(stillDenied.cause);
  // Of several phases the last is what stops delivery now.
  const cause = phases.at(-1)?.cause ?? null;
  return cause === null || restoredBy !== null ? null : repairWords(cause);
}

function repairWords({ link, decision }: ReportCause): string | null {
  switch (decision) {
    case 'explicit-deny':
    case 'implicit-deny':
      return link === 'rcp'
        ? 'The resource control policy has to let the delivery through: that is for the management account of the organization.'
        : 'No mended policy is offered: the one in force is not known whole, or no edit of it was found that lets the delivery through and nobody else in.';
    case 'disabled':
      return link === 'key-state'
        ? 'Enable the key again, or let the configuration name another. No policy has to change.'
        : 'Enable the inventory configuration again. No policy has to change.';
    case 'deleted':
      return DELETED.get(link) ?? null;
    case 'moved':
      return 'Reports are asked for elsewhere now: look for them there, or point the configuration back.';
    case 'rescheduled':
      return 'Reports are made weekly now, on Sundays: ask for daily ones again if that was not meant.';
    case 'unusable-key':
      return link === 'default-encryption'
        ? 'Let Amazon S3 use the key of the default encryption, or choose another default encryption.'
        : 'Import the key material again, or let the configuration name another key.';
    case 'unknown':
      return null;
    default:
      return decision satisfies never;
  }
}

const DELETED: ReadonlyMap<ReportCause['link'], string> = new Map([
  ['configuration', 'Create the inventory configuration again. No policy has to change.'],
  ['key-state', 'Cancel the deletion of the key and enable it, or let the configuration name another.'],
  [
    'destination-bucket',
    'Create the destination bucket again, with a policy that lets Amazon S3 write, or point the configuration elsewhere.',
  ],
]);
