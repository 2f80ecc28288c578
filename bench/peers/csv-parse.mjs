// Every line through csv-parse, blanks as delimiters, its fields written as JSON.
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

let pending = '';
const rows = parse({ delimiter: ' ', relax_quotes: true, relax_column_count: true });
for await (const row of createReadStream(process.argv[2]).pipe(rows)) {
  pending += `${JSON.stringify(row)}\n`;
  if (pending.length > 65_536) {
    process.stdout.write(pending);
    pending = '';
  }
}
process.stdout.write(pending);
