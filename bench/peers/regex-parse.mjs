// Every line through one regular expression, its fields written as JSON.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const FIELDS =
  /^(?<bucketOwner>\S+) (?<bucket>\S+) \[(?<time>[^\]]+)\] (?<remoteIp>\S+) (?<requester>\S+) (?<requestId>\S+) (?<operation>\S+) (?<key>\S+) "(?<requestUri>[^"]*)" (?<httpStatus>\S+) (?<errorCode>\S+) (?<bytesSent>\S+) (?<objectSize>\S+) (?<totalTimeMs>\S+) (?<turnAroundTimeMs>\S+) "(?<referer>[^"]*)" "(?<userAgent>[^"]*)" (?<versionId>\S+) (?<hostId>\S+) (?<signatureVersion>\S+) (?<cipherSuite>\S+) (?<authenticationType>\S+) (?<hostHeader>\S+) (?<tlsVersion>\S+)/;
let pending = '';
for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) {
  const groups = FIELDS.exec(line)?.groups;
  if (groups !== undefined) pending += `${JSON.stringify(groups)}\n`;
  if (pending.length > 65_536) {
    process.stdout.write(pending);
    pending = '';
  }
}
process.stdout.write(pending);
