import { shellOption } from '../display/shell-word.ts';

/** A command of the AWS CLI on a bucket; options stand as they are given, each with a space in front. */
export function s3api(operation: string, bucket: string, ...options: readonly string[]): string {
  return `aws s3api ${operation}${shellOption('bucket', bucket)}${options.join('')}`;
}

/** The same on a key. */
export function kms(operation: string, key: string, ...options: readonly string[]): string {
  return `aws kms ${operation}${shellOption('key-id', key)}${options.join('')}`;
}
