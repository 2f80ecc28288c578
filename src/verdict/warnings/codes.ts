import type { LinkWarning } from '../../delivery-path/link.ts';
import type { DocumentWarning } from '../../timeline/absent-resources.ts';

/**
 * The codes that the warnings of a report may have: of the links at `now`, of documents, and of the verdict itself.
 * They are stable, and more may come.
 */
export type WarningCode =
  | LinkWarning['code']
  | DocumentWarning['code']
  | 'also-broken'
  | 'moved'
  | 'layers-not-seen'
  | 'window-not-covered'
  | 'deny-may-be-deliberate'
  | 'managed-by-tool'
  | 'denied-now'
  | 'unseen-change'
  | 'configuration-unknown'
  | 'reports-removed'
  | 'last-export'
  | 'impossible-run'
  | 'listing-times-approximate'
  | 'arrival-unknown'
  | 'conflicting-evidence'
  | 'weak-join'
  | 'logs-of-others'
  | 'tampered-evidence'
  | 'empty-source'
  | 'not-recognised'
  | 'unreadable-source'
  | 'incomplete-source'
  | 'rejected-records'
  | 'archive-members'
  | 'normalised-events'
  | 'inventory-without-manifest'
  | 'ninety-days'
  | 'digest-problems'
  | 'trail-not-named';

/** What each code says, in a line. `docs/findings/` has a page for each. */
export const WARNING_MEANINGS: Readonly<Record<WarningCode, string>> = {
  'also-broken': 'another change broke delivery as well, at another link',
  moved: 'a change of the configuration sent the reports elsewhere',
  'layers-not-seen': 'S3 was refused though nothing in evidence denies',
  'window-not-covered': 'for a part of the window, no log would show a change',
  'deny-may-be-deliberate': 'the Deny that stops delivery may be meant',
  'managed-by-tool': 'a tool wrote the change and will write it again',

  'denied-now': 'delivery is denied as of now, though no run shows it yet',
  'unseen-change': 'something is or was in force that no log shows anybody putting there',
  'replay-contradicted': 'by the logs delivery was denied, yet reports arrived',
  'unseen-opening': 'reports came back, and no log shows what let them through',
  'configuration-unknown': 'no log would show a change of the inventory configuration',
  'reports-removed': 'reports that arrived were removed later: they count as delivered',
  'last-export': 'what the console says of the last export is not what arrived',

  'service-as-aws-principal': 'a statement names the service under "AWS"',
  'aws-wildcard-principal': 'the Allow covers the service only as {"AWS": "*"}',
  'contested-context': 'the answer rests on a condition key of which AWS says two things',
  'variables-not-resolved': 'the Version of a policy makes its variables plain text',
  'statement-without-effect': 'a statement of a key policy has no Action or no Resource',
  'too-many-unknowns': 'a policy tests too many unknown keys to go through all cases',
  'prefix-ends-with-slash': 'the configured prefix ends in a slash',
  'allow-in-resource-control-policy': 'an Allow in a resource control policy counts for nothing',

  'impossible-run': 'what cannot be a run was left out',
  'listing-times-approximate': 'a listing gives local times without a zone',
  'arrival-unknown': 'when the last report arrived is not in evidence',
  'conflicting-evidence': 'copies of one call contradict each other',
  'weak-join': 'one change was put together from two logs without an id in common',

  'policy-of-another-bucket': 'a bucket policy is not that of the destination',
  'key-policy-not-placed': 'whose key a key policy is of is not known',
  'conflicting-documents': 'documents of one thing differ: none of them is used',
  'aws-refused': 'an error was saved in place of an answer',
  'absence-not-placed': 'of what an error says that it is not there is not known',
  'absence-assumed': 'an error does not name what is not there, and was taken for the only one possible',

  'logs-of-others': 'logs were given of nothing that decides on this delivery',
  'tampered-evidence': 'a log file is not what its digest says',
  'empty-source': 'a source is empty',
  'not-recognised': 'a source is no known kind of evidence',
  'unreadable-source': 'a source could not be read',
  'incomplete-source': 'a source was not read to its end',
  'rejected-records': 'records of a source could not be read',
  'archive-members': 'members of an archive were passed over, or have odd names',
  'normalised-events': 'events are not the original records',
  'inventory-without-manifest': 'of the data of an inventory, nothing is known without its manifest',
  'ninety-days': 'the event history does not reach back to the first report',
  'digest-problems': 'digests of CloudTrail speak against the evidence',
  'trail-not-named': 'an answer on a trail does not name its trail',
};
