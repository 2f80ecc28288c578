import type { Link } from '../delivery-path/link.ts';
import type { Incident } from './incident.ts';

/**
 * The error of KMS with which the first missed run was refused; null when it was refused otherwise, or no refusal is
 * known. S3 asks for a data key once it has authorized the write, so such an error speaks for what decides before.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function keyErrorOf({ denied, write }: Incident): string | null {
  if (write.basis !== 'denied-attempt') return null;
  const code = denied.find(({ time }) => time === write.time)?.errorCode ?? '';
  return code.startsWith('KMS.') ? code : null;
}

/** Links that decide before the key is asked. */
export const BEFORE_THE_KEY: ReadonlySet<Link> = new Set(['region', 'destination-bucket', 'destination-policy']);
