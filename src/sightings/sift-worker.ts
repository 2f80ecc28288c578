import { serveTasks } from '../reading/serve.ts';
import { createSiftHands, type SiftPiece, type SiftSetup } from './sift-task.ts';

// One thread of an investigation's reading. Started by URL, so imported by nobody.
serveTasks<SiftSetup, SiftPiece>((setup) => createSiftHands(setup).handle);
