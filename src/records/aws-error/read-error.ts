import { countRecord, noteFailure, type SourceTally } from '../../sources/tally.ts';
import type { StepReader } from '../step-reader.ts';
import { parseAwsErrorText } from './aws-error.ts';

/** Reads an error of AWS that was saved as text. One that runs on for pages is none. */
export function createAwsErrorReader(tally: SourceTally): StepReader {
  const pieces: Buffer[] = [];
  let bytes = 0;
  tally.kind = 'aws-error';
  return {
    push(chunk) {
      bytes += chunk.length;
      if (bytes <= MOST_BYTES) pieces.push(chunk);
      return [];
    },
    end() {
      const error = bytes <= MOST_BYTES ? parseAwsErrorText(Buffer.concat(pieces).toString('utf8')) : null;
      if (error === null) {
        tally.kind = 'not-recognised';
        noteFailure(tally, 'begins like an error of AWS, and goes on as something else');
        return [];
      }
      countRecord(tally, null);
      return [{ kind: 'aws-error', error, at: { source: tally, line: null, record: 1 } }];
    },
  };
}

const MOST_BYTES = 64 * 1024;
