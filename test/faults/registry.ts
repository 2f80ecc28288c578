import type { EvidenceFaults } from './fault.ts';
import { IN_COMPRESSION } from './in-compression.ts';
import { IN_JSON } from './in-json.ts';
import { IN_LOGS } from './in-logs.ts';
import { IN_STORAGE } from './in-storage.ts';
import { IN_TEXTS } from './in-texts.ts';

/** By what they are faults of. */
export const EVIDENCE_FAULTS: Readonly<Record<string, EvidenceFaults>> = {
  'files and folders': IN_STORAGE,
  'compression and archives': IN_COMPRESSION,
  text: IN_TEXTS,
  JSON: IN_JSON,
  'records of logs': IN_LOGS,
};
