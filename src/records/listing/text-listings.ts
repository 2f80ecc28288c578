import { parseListedPair } from './listed-pair.ts';
import { isLsLine, parseLsLine } from './parse-ls-line.ts';
import { isListingRow, parseListingRow } from './parse-row.ts';
import { isToolLine, parseToolLine } from './parse-tool-line.ts';
import type { TextListing } from './read-text-listing.ts';

/** Every listing as text, by the one of its lines that tells it. */
export const TEXT_LISTINGS: readonly (TextListing & { readonly isLine: (line: string) => boolean })[] = [
  { of: 'aws s3 ls', isLine: isLsLine, parse: parseLsLine },
  { of: 'an answer of the AWS CLI as text', isLine: isListingRow, parse: parseListingRow, marksPages: true },
  {
    of: 'keys and times',
    isLine: (line) => parseListedPair(line).kind === 'object',
    parse: parseListedPair,
    isPart: true,
  },
  { of: 's5cmd ls', isLine: isToolLine('s5cmd'), parse: parseToolLine('s5cmd'), isPart: true },
  { of: 's3cmd ls', isLine: isToolLine('s3cmd'), parse: parseToolLine('s3cmd') },
];
