import type { EvidenceFile } from '../evidence-file.ts';
import type { Expectation } from '../expectation.ts';

/** A folder under `samples/`: what a user could have, what happened, and what the tool must say. */
export interface Sample {
  /** Folder name. */
  readonly name: string;
  /** README.md of the folder. */
  readonly readme: string;
  readonly evidence: readonly EvidenceFile[];
  /** Checked by the tests; not part of the folder, which holds nothing but what a user could have. */
  readonly expected: Expectation;
}
