import { closeSync, existsSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { accessLogLines } from './access-log.ts';
import { createRandom } from './random.ts';
import { trailFile } from './trail.ts';

/** One access log of about `megabytes`. Answers its path; a file of that size made before is used again. */
export function generateAccessLog(directory: string, megabytes: number): string {
  const path = join(directory, `access-${megabytes}mb.log`);
  if (existsSync(path)) return path;
  const lines = accessLogLines(1);
  const file = openSync(path, 'w');
  for (let written = 0; written < megabytes * 1_000_000; ) {
    let piece = '';
    while (piece.length < 1_000_000) piece += `${lines.next().value}\n`;
    written += writeSync(file, piece);
  }
  closeSync(file);
  return path;
}

/** A tree of gzip CloudTrail files, a policy change in every hundredth. Answers its directory. */
export function generateTrail(directory: string, files: number, records: number): string {
  const root = join(directory, `trail-${files}x${records}`);
  if (existsSync(root)) return root;
  for (let number = 0; number < files; number++) {
    const time = Date.UTC(2026, 0, 1) + number * 300_000;
    const day = new Date(time).toISOString().slice(0, 10);
    const folder = join(root, 'AWSLogs/111122223333/CloudTrail/eu-west-1', day.replaceAll('-', '/'));
    mkdirSync(folder, { recursive: true });
    const json = trailFile(number, records, time, number % 100 === 50);
    writeFileSync(join(folder, `111122223333_CloudTrail_eu-west-1_${time}.json.gz`), gzipSync(json));
  }
  return root;
}

/** Many small access logs, as S3 delivers them: of 2 to 20 KB. Answers their directory. */
export function generateSmallLogs(directory: string, files: number): string {
  const root = join(directory, `small-${files}`);
  if (existsSync(root)) return root;
  const random = createRandom(3);
  const lines = accessLogLines(2);
  mkdirSync(root, { recursive: true });
  for (let number = 0; number < files; number++) {
    const size = 2_000 + random.int(18_000);
    let text = '';
    while (text.length < size) text += `${lines.next().value}\n`;
    const time = new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString().slice(0, 19).replaceAll(/[T:]/g, '-');
    writeFileSync(join(root, `${time}-${String(number).padStart(8, '0')}`), text);
  }
  return root;
}

/** Access logs of one line each. Answers their directory. */
export function generateTinyLogs(directory: string, files: number): string {
  const root = join(directory, `tiny-${files}`);
  if (existsSync(root)) return root;
  const lines = accessLogLines(4);
  mkdirSync(root, { recursive: true });
  for (let number = 0; number < files; number++) {
    writeFileSync(join(root, `2026-01-01-00-00-00-${String(number).padStart(8, '0')}`), `${lines.next().value}\n`);
  }
  return root;
}

/** A listing of so many objects as the AWS CLI prints it, data files of deliveries. Answers its path. */
export function generateListing(directory: string, objects: number): string {
  const path = join(directory, `listing-${objects}.json`);
  if (existsSync(path)) return path;
  const file = openSync(path, 'w');
  writeSync(file, '{"Contents": [\n');
  let piece = '';
  for (let number = 0; number < objects; number++) {
    const Key = `inv/acme-lake/daily-full/data/${String(number).padStart(8, '0')}-1234-4abc-9def-0123456789ab.csv.gz`;
    const LastModified = `${new Date(Date.UTC(2025, 0, 1) + number * 30_000).toISOString().slice(0, 19)}+00:00`;
    piece += `${number === 0 ? '' : ',\n'}${JSON.stringify({ Key, LastModified, ETag: '"0"', Size: number, StorageClass: 'STANDARD' }, null, 4)}`;
    if (piece.length < 1_000_000) continue;
    writeSync(file, piece);
    piece = '';
  }
  writeSync(file, `${piece}\n], "RequestCharged": null}\n`);
  closeSync(file);
  return path;
}

/** Gzip files of CloudTrail of 20 events, with something foreign behind each or without. Answers their directory. */
export function generateTails(directory: string, files: number, tail: string): string {
  const root = join(directory, `tails-${files}-${tail.length}`);
  if (existsSync(root)) return root;
  mkdirSync(root, { recursive: true });
  for (let number = 0; number < files; number++) {
    const gzip = gzipSync(trailFile(number, 20, Date.UTC(2026, 0, 1) + number * 300_000, false));
    writeFileSync(join(root, `${number}.json.gz`), Buffer.concat([gzip, Buffer.from(tail)]));
  }
  return root;
}
