import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Statements of bucket policies as rows: a query as somebody would write it, policies of several shapes, and the rows. */
const kept: { readonly policies: Readonly<Record<string, object>>; readonly rows: readonly (readonly unknown[])[] } =
  JSON.parse(readFileSync(join(import.meta.dirname, 'rows.json'), 'utf8'));

export const STATEMENTS_SQL: string = readFileSync(join(import.meta.dirname, 'statements.sql'), 'utf8');
export const STATEMENT_ROWS: readonly (readonly unknown[])[] = kept.rows;

/** The policies as a log file of CloudTrail has them, put one after the other. */
export const POLICY_EVENTS: string = JSON.stringify({
  Records: Object.entries(kept.policies).map(([eventID, bucketPolicy], index) => ({
    eventVersion: '1.11',
    eventTime: `2026-02-0${index + 1}T00:00:00Z`,
    eventSource: 's3.amazonaws.com',
    eventName: 'PutBucketPolicy',
    awsRegion: 'eu-west-1',
    eventID,
    requestParameters: { bucketName: 'acme-reports', bucketPolicy },
  })),
});
