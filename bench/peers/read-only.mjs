// The floor of everything: the bytes of a file, read and let go.
import { closeSync, openSync, readSync } from 'node:fs';

const file = openSync(process.argv[2], 'r');
const buffer = Buffer.allocUnsafeSlow(128 * 1024);
while (readSync(file, buffer) > 0);
closeSync(file);
