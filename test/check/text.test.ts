import { describe, expect, it } from 'vitest';
import { renderCheckJson } from '../../src/check/contract.ts';
import { renderCheckText } from '../../src/check/text.ts';
import { displayWidth } from '../../src/display/display-width.ts';
import { ACME, checkGiven, type Given } from './check-offline.ts';
import { ARTICLE_CORRECTED, configurationOf, deny, inventoryAllow, KEY, keyPolicyOf, policyOf } from './documents.ts';

const PLAIN = { color: false, width: 80 };

const DENIED: Given = {
  policy: policyOf(inventoryAllow(), deny('Office', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })),
  configuration: configurationOf(),
  regions: ['eu-west-1', 'eu-west-1'],
};

describe('the text of a check', () => {
  it('begins with the verdict, marks each requirement and ends with the mended document', () => {
    expect(renderCheckText([checkGiven(DENIED)], PLAIN)).toMatchInlineSnapshot(`
      "Denied: the delivery of the inventory of acme-lake to acme-reports would fail,
      because Deny "Office" of the bucket policy stops Amazon S3 from writing the
      inventory report: it spares only requests whose aws:SourceIp is in
      203.0.113.0/24, and Amazon S3's own write carries no aws:SourceIp (redacted when
      a service calls by itself).

      From            s3://acme-lake (account 111122223333)
      To              s3://acme-reports/inv
      Configuration   daily-full
      Encryption      none

      REQUIREMENTS
        pass     Destination policy: Allow "InventoryPolicy" of the bucket policy lets
                 Amazon S3 write the inventory report.
                 statement       InventoryPolicy, Statement[0]
                 condition keys  aws:SourceAccount, s3:x-amz-acl, aws:SourceArn
        FAIL     Deny statements: Deny "Office" of the bucket policy stops Amazon S3
                 from writing the inventory report: it spares only requests whose
                 aws:SourceIp is in 203.0.113.0/24, and Amazon S3's own write carries
                 no aws:SourceIp (redacted when a service calls by itself).
                 statement       Office, Statement[1]
                 condition keys  aws:SourceIp
        pass     Region: both buckets are in eu-west-1.
        n/a      Key policy: the reports ask for no encryption with a KMS key.
        n/a      Key: no input names a KMS key for the reports.
        unknown  Owner: the configuration expects the destination to belong to
                 444455556666, and no input says whose it is (--destination-account).
        pass     Destination: acme-reports is the name of a general purpose bucket.
        pass     Configuration: the inventory configuration "daily-full" is enabled.

      REMEDY FOR THE BUCKET POLICY
        Spare deliveries from acme-lake in Deny "Office".
          ~ Deny Office: + unless aws:SourceArn is like arn:aws:s3:::acme-lake
        Evaluated again: with this bucket policy that part passes. Nothing was
        applied.

      {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Sid": "InventoryPolicy",
            "Effect": "Allow",
            "Principal": {
              "Service": "s3.amazonaws.com"
            },
            "Action": "s3:PutObject",
            "Resource": "arn:aws:s3:::acme-reports/*",
            "Condition": {
              "StringEquals": {
                "aws:SourceAccount": "111122223333",
                "s3:x-amz-acl": "bucket-owner-full-control"
              },
              "ArnLike": {
                "aws:SourceArn": "arn:aws:s3:::acme-lake"
              }
            }
          },
          {
            "Sid": "Office",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [
              "arn:aws:s3:::acme-reports",
              "arn:aws:s3:::acme-reports/*"
            ],
            "Condition": {
              "NotIpAddress": {
                "aws:SourceIp": "203.0.113.0/24"
              },
              "ArnNotLike": {
                "aws:SourceArn": "arn:aws:s3:::acme-lake"
              }
            }
          }
        ]
      }
      "
    `);
  });

  it('ends with what was assumed and the warnings', () => {
    const told = {
      sourceBucket: 'sourcebucket',
      sourceAccount: '123456789012',
      destinationBucket: 'destinationbucket',
    };
    const text = renderCheckText([checkGiven({ case: told, policy: ARTICLE_CORRECTED })], PLAIN);
    expect(text).toMatchInlineSnapshot(`
      "Allowed: the delivery of the inventory of sourcebucket to destinationbucket
      would succeed, as far as the inputs tell: they say nothing of the Regions and
      the configuration.

      From            s3://sourcebucket (account 123456789012)
      To              s3://destinationbucket
      Configuration   any
      Encryption      not given

      REQUIREMENTS
        pass     Destination policy: Allow "InventoryAndAnalyticsExamplePolicy" of the
                 bucket policy lets Amazon S3 write the inventory report.
                 statement       InventoryAndAnalyticsExamplePolicy, Statement[1]
                 condition keys  aws:SourceArn, aws:SourceAccount, s3:x-amz-acl
        pass     Deny statements: no Deny of the bucket policy stops Amazon S3 from
                 writing the inventory report.
        unknown  Region: no input says the Region of the source (--source-region) and
                 of the destination (--destination-region).
        n/a      Key policy: no input names a KMS key.
        n/a      Key: no input names a KMS key for the reports.
        n/a      Owner: no configuration was given that names no owner of the
                 destination, so that none is asked for.
        pass     Destination: destinationbucket is the name of a general purpose
                 bucket.
        unknown  Configuration: no inventory configuration was given
                 (--configuration).

      ASSUMED
        ! No prefix of the reports was given: reports without a prefix are judged.
          [any-prefix]
        ! No configuration id was given, so any is meant: "any-configuration" is
          judged. [any-configuration-id]

      WARNINGS
        ! "InventoryAndAnalyticsExamplePolicy" names the service under "AWS"; the
          documented form is {"Service": ...}. [service-as-aws-principal]
      "
    `);
  });

  it('has a part for every document that is mended', () => {
    const report = checkGiven({ ...DENIED, keyPolicy: keyPolicyOf(), case: { ...ACME, encryption: KEY } });
    const text = renderCheckText([report], PLAIN);
    expect(text.match(/^REMEDY FOR THE .*$/gm)).toEqual(['REMEDY FOR THE BUCKET POLICY', 'REMEDY FOR THE KEY POLICY']);
  });

  it('stays within the page, documents aside, whatever is explained', () => {
    const text = renderCheckText([checkGiven({ ...DENIED, explain: true })], PLAIN);
    expect(text).toContain('HOW THE BUCKET POLICY WAS READ');
    const page = text.replace(/^\{\n.*?^\}$/gms, '');
    expect(page.split('\n').filter((line) => displayWidth(line) > 80)).toEqual([]);
  });

  it('lets nothing of a policy reach the terminal unescaped', () => {
    const hostile = '\u001b[2J\u202eevil\nline';
    const policy = policyOf(
      inventoryAllow({ Sid: hostile }),
      deny(hostile, { StringNotEquals: { [`aws:${hostile}`]: hostile } }),
      deny(`${hostile}2`, { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
    );
    const report = checkGiven({ policy, explain: true });
    for (const text of [renderCheckText([report], PLAIN), renderCheckJson([report])]) {
      expect([text.includes('\u001b'), text.includes('\u202e')]).toEqual([false, false]);
    }
    expect(renderCheckText([report], PLAIN)).not.toMatch(/^line/m);
    expect(JSON.parse(renderCheckJson([report]))).toEqual(report);
  });

  it('is coloured only when asked to', () => {
    const report = checkGiven(DENIED);
    expect(renderCheckText([report], { color: true, width: 80 })).toContain('\u001b[');
    expect(renderCheckText([report], PLAIN)).not.toContain('\u001b');
  });
});
