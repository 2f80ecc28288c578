import { createHash } from 'node:crypto';
import { openS3Evidence } from '../../../src/aws/objects/s3-evidence.ts';

/** A process of its own that reads all of a bucket as evidence is read, and tells what that took. */
const [uri = '', endpointUrl = ''] = process.argv.slice(2);
const access = { profile: null, region: 'eu-west-1', endpointUrl };
const evidence = openS3Evidence({ access, since: null, until: null });
const hash = createHash('sha256');
let bytes = 0;
let chunks = 0;
/** Looked at here, since the system counts what the parent held into the peak of a child. */
let peakBytes = 0;
for (const input of await evidence.inputsOf([uri])) {
  for await (const chunk of input.open()) {
    hash.update(chunk);
    bytes += chunk.length;
    chunks += 1;
    if (chunks % 32 === 0) peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
}
evidence.close();
process.send?.({ bytes, sha256: hash.digest('hex'), peakBytes });
