import type { EditKind, ReportEdit, ReportRemedy } from './contract.ts';

/** What an edit changes, for every renderer. */
const EDITED: Readonly<Record<EditKind, string>> = {
  'bucket-policy': 'bucket policy',
  'key-policy': 'KMS key policy',
  'inventory-configuration': 'inventory configuration',
  'default-encryption': 'default encryption',
  'key-state': 'KMS key',
};

/** `Edit 1 of 2, the KMS key policy of arn:...`. */
export function editTitle({ kind, resource }: ReportEdit, index: number, of: number): string {
  const which = of === 1 ? 'One edit' : `Edit ${index + 1} of ${of}`;
  return kind === 'key-state'
    ? `${which}, the ${EDITED[kind]} ${resource}`
    : `${which}, the ${EDITED[kind]} of ${resource}`;
}

/** What came of evaluating the edits together. Only here a remedy is said to suffice. */
export function evaluationWords({ mendsPath, edits }: ReportRemedy): string {
  const these = edits.length === 1 ? 'this edit' : 'all these edits';
  return mendsPath
    ? `Evaluated: with ${these} the whole delivery path is allowed. Nothing was applied.`
    : `Evaluated: ${these} ${edits.length === 1 ? 'is' : 'are'} needed, and more remains, which no edit here settles. Nothing was applied.`;
}
