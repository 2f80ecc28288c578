import { lineOfEvent, logFiles } from '../access-log.ts';
import { jsonFile, textFile } from '../evidence-file.ts';
import { listObjects } from '../listing.ts';
import { change, OFFICE_ONLY } from './office-only.ts';
import { type Scenario, theme } from './scenario.ts';
import {
  CHANGE,
  DELIVERIES,
  DESTINATION_TRAIL,
  LAST_ARRIVAL,
  NOW,
  objectsOfAll,
  refusals,
  SILENT_FOR_FIVE_RUNS,
  SOURCE_TRAIL,
  stage,
} from './stage.ts';

const TOKEN = '1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=';
const LIST_ALL =
  'aws s3api list-objects-v2 --bucket acme-reports --prefix inv/acme-lake/daily-full/ --region eu-west-1 --profile PROFILE-OF-444455556666 --output json > listing-acme-reports.json';

/** What the AWS CLI prints on standard error, saved. */
function printed(path: string, code: string, operation: string, message: string) {
  return textFile(path, `\nAn error occurred (${code}) when calling the ${operation} operation: ${message}\n`);
}

const NO_BUCKET = printed('list.err', 'NoSuchBucket', 'ListObjectsV2', 'The specified bucket does not exist');
const NO_CONFIGURATION = printed(
  'configuration.err',
  'NoSuchConfiguration',
  'GetBucketInventoryConfiguration',
  'The specified configuration does not exist.',
);

/** What is not there: evidence, with the command that gets it; and what AWS itself says is gone. */
export const missing: Scenario[] = theme('missing', {
  'a-proven-culprit-waits-for-nothing': {
    evidence: stage({ events: [change, ...refusals()] }),
    expected: {
      story: 'Both trails, the listing and the configuration are here: nothing more would change the answer.',
      outcome: 'broken',
      exitCode: 0,
      notMissing: ['a'],
    },
  },

  'the-trail-of-the-source-with-region-credentials-and-file': {
    evidence: stage({ trails: [DESTINATION_TRAIL], configuration: null }),
    expected: {
      story: 'Five runs are missing and nobody is to be seen. The trail of the source would tell of the configuration.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [{ ...SILENT_FOR_FIVE_RUNS, culprit: null }],
      commands: [
        `aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=acme-lake --start-time ${LAST_ARRIVAL} --end-time ${NOW} --region REGION --profile PROFILE-OF-111122223333 --output json > lookup-acme-lake.json`,
        'aws s3api get-bucket-inventory-configuration --bucket acme-lake --id daily-full --region REGION --profile PROFILE-OF-111122223333 --output json > get-bucket-inventory-configuration-acme-lake.json',
      ],
    },
  },

  'a-truncated-listing-is-asked-for-whole': {
    evidence: stage({
      events: [change],
      listing: listObjects('listing-page-1.json', objectsOfAll(DELIVERIES), { nextToken: TOKEN }),
    }),
    expected: {
      story: 'Only the first page of the listing was saved.',
      outcome: 'indeterminate',
      exitCode: 3,
      commands: [LIST_ALL],
      summarySays: ['the latest report in evidence is 2026-02-13T01-00Z'],
    },
  },

  'an-empty-listing-is-no-listing-that-was-not-given': {
    evidence: stage({ deliveries: [], listing: listObjects('listing.json', []), events: [change] }),
    expected: {
      story: 'Nothing lies in the destination now; whether anything ever came, an empty listing does not say.',
      outcome: 'indeterminate',
      exitCode: 3,
      notMissing: ['list-objects-v2'],
    },
  },

  'one-refused-line-of-an-access-log-and-nothing-else': {
    evidence: stage({
      case: {},
      trails: [],
      configuration: null,
      listing: null,
      deliveries: [],
      files: logFiles(
        'access-logs',
        refusals()
          .slice(0, 1)
          .map((event) => lineOfEvent(event)),
        72,
      ),
    }),
    expected: {
      story: 'One write was refused. Whether later ones were, and whether reports came before, is not to be seen.',
      outcome: 'indeterminate',
      exitCode: 3,
      commands: [LIST_ALL.replace('eu-west-1', 'REGION')],
      neverSays: ['no report has arrived since', 'has been broken since'],
    },
  },

  'a-run-that-the-console-alone-names-is-not-said-to-be-shown-by-a-listing': {
    evidence: stage({ deliveries: [], listing: null, events: [change] }),
    options: { failedExports: ['2026-02-19'] },
    expected: {
      story: 'Only the console told of a failed export.',
      outcome: 'broken',
      summarySays: ['the console told that the export of 2026-02-19 failed'],
      neverSays: ['no report has arrived since', 'nothing arrived by'],
    },
  },

  'the-destination-bucket-is-gone-and-no-log-shows-who-deleted-it': {
    evidence: stage({
      listing: null,
      files: [jsonFile('listing.json', listingOf()), NO_BUCKET],
      trails: [SOURCE_TRAIL],
    }),
    expected: {
      story: 'Reports came until the 13th. Today AWS answers that the bucket does not exist.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          culprit: null,
          cause: { link: 'destination-bucket', decision: 'deleted' },
        },
      ],
      warnings: ['absence-assumed'],
      summarySays: ['as of now, AWS answers that there is no bucket acme-reports'],
      notMissing: ['get-bucket-policy', 'list-objects-v2'],
    },
  },

  'the-destination-bucket-is-gone-and-no-run-is-known': {
    evidence: stage({ deliveries: [], listing: null, files: [NO_BUCKET], trails: [], configuration: null }),
    expected: {
      story: 'All that there is: AWS answers that the bucket does not exist. Reports cannot arrive there.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [],
      summarySays: ['there is no bucket acme-reports'],
      noWarnings: ['denied-now'],
    },
  },

  'a-bucket-that-is-gone-and-is-none-of-the-case': {
    evidence: stage({
      deliveries: [],
      listing: null,
      trails: [],
      configuration: null,
      files: [
        textFile(
          'answer.xml',
          '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchBucket</Code><BucketName>acme-scratch</BucketName></Error>\n',
        ),
      ],
    }),
    expected: {
      story: 'The answer names another bucket.',
      outcome: 'indeterminate',
      exitCode: 3,
      warnings: ['absence-not-placed'],
    },
  },

  'the-configuration-is-gone-and-no-log-shows-who-deleted-it': {
    evidence: stage({ configuration: null, files: [NO_CONFIGURATION], trails: [DESTINATION_TRAIL] }),
    expected: {
      story: 'Reports came until the 13th. Today AWS answers that there is no such configuration.',
      outcome: 'stopped-by-configuration',
      exitCode: 3,
      incidents: [{ ...SILENT_FOR_FIVE_RUNS, culprit: null, cause: { link: 'configuration', decision: 'deleted' } }],
      warnings: ['absence-assumed'],
      neverSays: ['was deleted'],
      notMissing: ['get-bucket-inventory-configuration'],
    },
  },

  'the-configuration-is-gone-after-the-policy-broke': {
    evidence: stage({ configuration: null, files: [NO_CONFIGURATION], events: [change, ...refusals().slice(0, 3)] }),
    expected: {
      story: 'The policy denied the runs of the 14th to the 16th; the later ones may be the doing of either.',
      outcome: ['broken', 'stopped-by-configuration'],
      incidents: [{ culprit: { time: CHANGE, eventName: 'PutBucketPolicy' }, cause: OFFICE_ONLY }],
    },
  },

  'a-trail-of-another-account-is-named-as-such': {
    evidence: stage({ trails: [{ ...DESTINATION_TRAIL, account: '999900001111' }], configuration: null }),
    expected: {
      story: 'The trail that was given is that of an account that owns nothing here.',
      outcome: 'broken',
      exitCode: 3,
      warnings: ['logs-of-others'],
      says: ['CloudTrail of account 999900001111'],
    },
  },

  'whole-trails-without-a-change-are-asked-what-they-select': {
    evidence: stage({}),
    expected: {
      story: 'Five runs are missing, both trails are whole, and no change stands in them.',
      outcome: 'broken',
      exitCode: 3,
      commands: [
        'aws cloudtrail get-event-selectors --trail-name TRAIL --region REGION --profile PROFILE-OF-444455556666 --output json > get-event-selectors-444455556666.json',
      ],
      neverSays: ['CloudTrail of account 111122223333 in eu-west-1 from'],
    },
  },

  'an-answer-that-was-refused-is-no-evidence': {
    evidence: stage({
      events: [change, ...refusals()],
      files: [printed('policy.err', 'AccessDenied', 'GetBucketPolicy', 'Access Denied')],
    }),
    expected: {
      story: 'Whoever asked for the policy was not allowed to read it.',
      outcome: 'broken',
      exitCode: 0,
      warnings: ['aws-refused'],
    },
  },
});

function listingOf() {
  return {
    Name: 'acme-reports',
    Prefix: 'inv/',
    IsTruncated: true,
    NextContinuationToken: TOKEN,
    Contents: objectsOfAll(DELIVERIES).map(({ key, lastModified }) => ({
      Key: key,
      LastModified: lastModified,
      Size: 1,
    })),
  };
}
