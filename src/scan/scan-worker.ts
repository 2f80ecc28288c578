import { serveTasks } from '../reading/serve.ts';
import { createScanHands, type ScanPiece, type ScanSetup } from './scan-task.ts';

// One thread of a scan. Started by URL, so imported by nobody.
serveTasks<ScanSetup, ScanPiece>(
  (setup) => createScanHands(setup).handle,
  ({ text }) => (text.length === 0 ? [] : [text.buffer]),
);
