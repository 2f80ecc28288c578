import { expandInputs as expand, type ObjectSource } from './sources/expand-inputs.ts';
import type { EvidenceInput } from './sources/input.ts';

/**
 * The sources that evidence arguments stand for: files, directories with everything below them, glob patterns, `-` for
 * standard input, and `s3://bucket/prefix` for objects, which are read with the SDK's own chain of credentials.
 *
 * @param cwd directory that relative arguments start from; the process's own unless given
 * @param objects another place where objects are looked up
 * @throws ForensicsError `usage` for a path that does not exist or no such URI, `no-evidence` when there are no
 *   arguments or an argument stands for no file
 */
export function expandInputs(
  args: readonly string[],
  cwd?: string,
  objects: ObjectSource = OWN_BUCKETS,
): Promise<EvidenceInput[]> {
  return expand(args, cwd, objects);
}

/** The SDK is loaded for those who name a bucket. */
const OWN_BUCKETS: ObjectSource = {
  async inputsOf(uris) {
    const { openS3Evidence } = await import('./aws/objects/s3-evidence.ts');
    return openS3Evidence({ access: DEFAULT_ACCESS, since: null, until: null }).inputsOf(uris);
  },
};

const DEFAULT_ACCESS = { profile: null, region: null, endpointUrl: null };
