import type { Case } from '../case/case.ts';
import { compareText } from '../order.ts';
import type { AwsError } from '../records/aws-error/aws-error.ts';
import { recordedValue } from '../records/recorded.ts';
import type { Call } from '../sightings/call.ts';
import type { Gathered, Kept } from '../sightings/gather.ts';

/** Something to know of a document, or of an error that was saved as one. */
export interface DocumentWarning {
  readonly code: DocumentWarningCode;
  readonly message: string;
  readonly source: Pick<Kept<unknown>, 'at'>;
}

type DocumentWarningCode =
  | 'policy-of-another-bucket'
  | 'key-policy-not-placed'
  | 'conflicting-documents'
  | 'aws-refused'
  | 'absence-not-placed'
  | 'absence-assumed';

/** What errors that AWS answered say is not there now. */
export interface AbsentResources {
  /** The destination bucket, or its policy. */
  readonly bucket: string | null;
  readonly policyOf: string | null;
  /** The inventory configuration, by itself or with its bucket. */
  readonly configuration: boolean;
  readonly warnings: readonly DocumentWarning[];
}

/**
 * Puts each saved error to what it is about. Many do not name it: such a one is taken for the case's own bucket or
 * configuration, which is said, where it can be about no other; else it is not used, and that is said.
 */
export function absentResources(gathered: Gathered, subject: Case, calls: readonly Call[]): AbsentResources {
  const warnings: DocumentWarning[] = [];
  const destinations = destinationsOf(gathered, subject, calls);
  const found = { bucket: null as string | null, policyOf: null as string | null, configuration: false };
  for (const kept of gathered.awsErrors) take(kept);
  return { ...found, warnings: warnings.sort((a, b) => compareText(a.message, b.message)) };

  function take(kept: Kept<AwsError>): void {
    const { code, operation, bucket: named, configurationId } = kept.value;
    const what = `the answer ${code}${operation === null ? '' : ` to ${operation}`}`;
    const say = (warning: DocumentWarningCode, message: string): void => {
      warnings.push({ code: warning, message: `${what} ${message}`, source: kept });
    };
    const kind = ABSENCES.get(code);
    if (kind === undefined && code !== '404') {
      say('aws-refused', 'is no evidence: what was asked for is not known');
      return;
    }
    const isOfSource = operation?.includes('InventoryConfiguration') ?? code === 'NoSuchConfiguration';
    if (kind === 'configuration') {
      const isInventory = operation === 'GetBucketInventoryConfiguration' || (operation === null && named !== null);
      const isOther = configurationId !== null && configurationId !== subject.configurationId;
      if (!isInventory || isOther || (named !== null && named !== subject.sourceBucket)) {
        say('absence-not-placed', 'is about another configuration, or does not say which: not used');
      } else if (subject.sourceBucket === null || subject.configurationId === null) {
        say('absence-not-placed', 'does not name its configuration, and the case names none: not used');
      } else {
        found.configuration = true;
        if (configurationId === null) {
          say(
            'absence-assumed',
            `does not name its configuration: taken for ${subject.configurationId} of ${subject.sourceBucket}`,
          );
        }
      }
      return;
    }
    if (code === '404' && operation !== 'HeadBucket') {
      say('aws-refused', 'is no evidence: what was asked for is not known');
      return;
    }
    const candidates = isOfSource ? [subject.sourceBucket].filter((name) => name !== null) : destinations;
    const [only] = candidates;
    const bucket = named ?? (candidates.length === 1 ? (only ?? null) : null);
    if (bucket === null) {
      say(
        'absence-not-placed',
        `does not name its bucket, and the case has ${candidates.length === 0 ? 'none' : 'several'} that it may be about: not used`,
      );
      return;
    }
    if (bucket !== subject.sourceBucket && bucket !== subject.destinationBucket) {
      say('absence-not-placed', `is about ${bucket}, which is no bucket of the case: not used`);
      return;
    }
    if (named === null)
      say('absence-assumed', `does not name its bucket: taken for ${bucket}, the only one that it can be about`);
    if (kind === 'policy') found.policyOf = bucket;
    else {
      if (bucket === subject.sourceBucket) found.configuration = true;
      if (bucket === subject.destinationBucket) found.bucket = bucket;
    }
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList */
const ABSENCES: ReadonlyMap<string, 'bucket' | 'policy' | 'configuration'> = new Map([
  ['NoSuchBucket', 'bucket'],
  ['NoSuchBucketPolicy', 'policy'],
  ['NoSuchConfiguration', 'configuration'],
]);

/** Every bucket that the case, its configurations and their history send reports to. */
function destinationsOf({ configurations }: Gathered, subject: Case, calls: readonly Call[]): string[] {
  const named = [
    subject.destinationBucket,
    ...configurations
      .filter(({ value }) => value.id === subject.configurationId)
      .map(({ value }) => value.destinationBucket),
    ...calls.map(({ action, succeeded }) =>
      succeeded && action.kind === 'put-inventory-configuration' && action.id === subject.configurationId
        ? (recordedValue(action.configuration)?.destinationBucket ?? null)
        : null,
    ),
  ];
  return [...new Set(named.filter((name) => name !== null))];
}
