// What a script does: lines from readline, each parsed by the program's own parser, then filtered.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseAccessLogLine } from '../../dist/records/access-log/parse-line.js';

let found = 0;
for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) {
  const parsed = parseAccessLogLine(line);
  if (parsed.ok && /^REST\.(?:PUT|DELETE)\.BUCKETPOLICY$/.test(parsed.record.operation ?? '')) found++;
}
process.stdout.write(`${found}\n`);
