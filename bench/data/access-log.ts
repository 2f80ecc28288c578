import { BASE64, createRandom, HEX, type Random } from './random.ts';

/** A policy change stands once in so many lines. */
const LINES_A_HIT = 20_000;

/**
 * Lines of a server access log of the bucket acme-lake, of about 680 bytes, without end: object reads and
 * writes of a data lake, and every 20,000 lines a change of the bucket policy.
 */
export function* accessLogLines(seed: number): Generator<string, never, undefined> {
  const random = createRandom(seed);
  // Made once: host ids are what would cost most, and only their look counts.
  const hostIds = Array.from({ length: 512 }, () => `${random.text(BASE64, 75)}=`);
  for (let number = 1; ; number++) {
    const time = logTime(START + number * 40);
    yield number % LINES_A_HIT === 0 ? policyChange(random, hostIds, time) : objectCall(random, hostIds, time);
  }
}

function objectCall(random: Random, hostIds: readonly string[], time: string): string {
  const partition = `dt%3D2026-0${1 + random.int(9)}-${10 + random.int(18)}`;
  const file = `part-${10_000 + random.int(90_000)}-${random.text('0123456789abcdef', 8)}.snappy.parquet`;
  const key = `warehouse/${random.pick(TABLES)}/${partition}/${file}`;
  const [operation, method, status, error] = random.pick(CALLS);
  const query = random.pick(QUERIES);
  const size = 1000 + random.int(90_000_000);
  return (
    `${OWNER} acme-lake [${time}] 10.${random.int(256)}.${random.int(256)}.${random.int(256)} ${random.pick(REQUESTERS)} ` +
    `${random.text(HEX, 16)} ${operation} ${key} "${method} /${key}${query} HTTP/1.1" ${status} ${error} ` +
    `${size} ${size} ${random.int(900)} ${random.int(90)} "-" "${random.pick(AGENTS)}" - ${random.pick(hostIds)} ${BEHIND}`
  );
}

function policyChange(random: Random, hostIds: readonly string[], time: string): string {
  const method = random.pick(['PUT', 'DELETE']);
  return (
    `${OWNER} acme-lake [${time}] 192.0.2.${random.int(256)} arn:aws:iam::111122223333:user/alice ` +
    `${random.text(HEX, 16)} REST.${method}.BUCKETPOLICY - "${method} /acme-lake?policy= HTTP/1.1" 204 - ` +
    `- - ${random.int(90)} - "-" "aws-cli/2.15.0 Python/3.11.6 Linux/5.10" - ${random.pick(hostIds)} ${BEHIND}`
  );
}

/** `06/Feb/2026:00:00:38 +0000` */
function logTime(time: number): string {
  const date = new Date(time);
  const day = String(date.getUTCDate()).padStart(2, '0');
  return `${day}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:${date.toISOString().slice(11, 19)} +0000`;
}

const START = Date.UTC(2026, 0, 1);
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const OWNER = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';
const BEHIND = 'SigV4 TLS_AES_128_GCM_SHA256 AuthHeader acme-lake.s3.eu-west-1.amazonaws.com TLSv1.3 - -';
const TABLES = ['orders', 'order_lines', 'customers', 'clickstream', 'inventory_levels'];
const CALLS = [
  ['REST.GET.OBJECT', 'GET', 200, '-'],
  ['REST.GET.OBJECT', 'GET', 206, '-'],
  ['REST.HEAD.OBJECT', 'HEAD', 404, 'NoSuchKey'],
  ['REST.PUT.OBJECT', 'PUT', 200, '-'],
  ['REST.GET.OBJECT', 'GET', 200, '-'],
] as const;
const QUERIES = ['', '', '?versionId=3HL4kqtJvjVBH40Nrjfkd', '?x-id=GetObject'];
const REQUESTERS = [
  'arn:aws:sts::111122223333:assumed-role/lake-etl/i-0abcd1234efgh5678',
  'arn:aws:sts::111122223333:assumed-role/query-engine/AthenaSession',
  'arn:aws:iam::111122223333:user/reporting',
];
const AGENTS = [
  'Hadoop 3.3.6-amzn-3, aws-sdk-java/1.12.656 Linux/5.10.210 OpenJDK_64-Bit_Server_VM/17.0.10',
  'aws-sdk-java/2.25.11 Linux/5.10.210 Java/17.0.10 exec-env/AWS_ECS_FARGATE io/sync',
  'Boto3/1.34.69 md/Botocore#1.34.69 ua/2.0 os/linux#5.10.210 md/arch#x86_64 lang/python#3.11.6',
];
