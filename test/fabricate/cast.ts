/**
 * The fixed names of every fabricated story.
 *
 * Account ids follow one scheme, so that a reader always knows whose trail a record comes from:
 * 1111... owns the source bucket, 4444... the destination, 7777... keys, 9999... the organization.
 */
export const SOURCE_ACCOUNT = '111122223333';
export const DESTINATION_ACCOUNT = '444455556666';
export const KEY_ACCOUNT = '777788889999';
export const MANAGEMENT_ACCOUNT = '999900001111';

export const SOURCE_BUCKET = 'acme-lake';
export const DESTINATION_BUCKET = 'acme-reports';
export const CONFIGURATION_ID = 'daily-full';
export const PREFIX = 'inv';
export const REGION = 'eu-west-1';

export const KEY_ID = '1f0c7b52-4e1a-4b6e-9d55-3a0c8e2b7f41';
/** The customer managed key of stories that encrypt reports, in the key owner's account. */
export const KEY_ARN: string = `arn:aws:kms:${REGION}:${KEY_ACCOUNT}:key/${KEY_ID}`;

/** Canonical user id of the destination's owner, first field of its access log. */
export const DESTINATION_CANONICAL_ID = '6a1f0c93b7d24e58a9c04d7e1b35f2860dce91a4f7283b5066e1d9c8a2f47b03';
export const SOURCE_CANONICAL_ID = '0b92e4d1c65f87a3029c1e84d7f3b6a58e40c2d9f1b7835a6cde90417f2a8b36';

export const OFFICE_IP = '203.0.113.24';
export const HOME_IP = '198.51.100.77';
export const CI_IP = '192.0.2.146';
