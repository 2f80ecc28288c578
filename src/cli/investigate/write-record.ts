import { printRecord, type Run, recordOf } from '../../custody/run-record.ts';
import { programVersion } from '../../version.ts';
import { writeWhole } from '../terminal/write-whole.ts';

/** Writes the record of a run, whole. */
export function writeRecord(file: string, run: Omit<Run, 'version'>): void {
  writeWhole(file, printRecord(recordOf({ ...run, version: programVersion() })));
}
