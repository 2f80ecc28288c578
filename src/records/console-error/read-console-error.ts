import { formatDay } from '../../instant.ts';
import { countRecord, countReject, type SourceTally } from '../../sources/tally.ts';
import type { StepReader } from '../step-reader.ts';
import { failedExportsIn } from './console-error.ts';

/** Reads what the S3 console says of failed exports. A date that may be two is a reject. */
export function createConsoleErrorReader(tally: SourceTally): StepReader {
  const pieces: Buffer[] = [];
  tally.kind = 'console-error';
  return {
    push(chunk) {
      pieces.push(chunk);
      return [];
    },
    end() {
      const found = failedExportsIn(Buffer.concat(pieces).toString('utf8'));
      return found.flatMap(({ text, readings: [day, ...others] }, index) => {
        const record = index + 1;
        if (others.length > 0) {
          const days = [day, ...others].map(formatDay).join(' or ');
          countReject(tally, { line: null, record, reason: `"${text}" may be ${days}` });
          return [];
        }
        countRecord(tally, null);
        return [{ kind: 'failed-export' as const, day, at: { source: tally, line: null, record } }];
      });
    },
  };
}
