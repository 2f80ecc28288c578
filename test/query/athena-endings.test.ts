import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../cli/fake-shell.ts';
import { AthenaServer, type Ending, type Fault } from './athena-server.ts';

const server = new AthenaServer();
const before = { ...process.env };
let directory: string;

beforeAll(async () => {
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_REGION: 'eu-west-1',
    // As the SDK takes it: a call is repeated once.
    AWS_MAX_ATTEMPTS: '2',
  });
  directory = mkdtempSync(join(tmpdir(), 'query-endings-'));
  await server.start('samples/deny-by-ip');
});
afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true });
  process.env = before;
});
beforeEach(() => {
  server.calls.length = 0;
  server.looks = 0;
  server.ending = null;
});
afterEach(() => expect(server.faults).toEqual([]));

const at = () => ['--endpoint-url', server.url, '-q'];
const there = () => ['--workgroup', 'forensics', '--database', 'logs', ...at()];

/** The exit code, and the line that tells why, with ID for the id of the execution. */
async function ending(args: readonly string[], stdin?: string): Promise<readonly [number, string]> {
  const ran = await runCommand(['query', ...args], stdin === undefined ? {} : { stdin });
  expect(ran.stdout).toBe('');
  return [ran.code, ran.stderr.replace(/0{8}-0000-4000-8000-\d{12}/g, 'ID')];
}

const refused = (type: string, message: string, status = 400) => ({ status, type, message });

describe('a query that does not succeed', () => {
  it.each<[string, Ending, string]>([
    [
      'an error of Athena',
      {
        state: 'FAILED',
        reason: 'x',
        error: { ErrorCategory: 1, Retryable: true, ErrorMessage: 'GENERIC_INTERNAL_ERROR: lost a worker.' },
      },
      'query execution ID failed: GENERIC_INTERNAL_ERROR: lost a worker. (an error of Athena itself, which may pass); ask again',
    ],
    [
      'an error in the data',
      {
        state: 'FAILED',
        reason: 'x',
        error: { ErrorCategory: 2, Retryable: false, ErrorMessage: 'INVALID_FUNCTION_ARGUMENT: not a timestamp' },
      },
      'query execution ID failed: INVALID_FUNCTION_ARGUMENT: not a timestamp (an error in the query or its data)',
    ],
    [
      'another error',
      {
        state: 'FAILED',
        reason: 'x',
        error: { ErrorCategory: 3, Retryable: false, ErrorMessage: 'odd\nin two lines \u001b[2J' },
      },
      'query execution ID failed: odd\\nin two lines \\x1b[2J (another kind of error)',
    ],
    ['an error of no category', { state: 'FAILED', reason: 'just failed' }, 'query execution ID failed: just failed'],
    [
      'somebody else',
      { state: 'CANCELLED', reason: 'Query cancelled by user' },
      'query execution ID was cancelled, not by this program: Query cancelled by user',
    ],
    [
      'the bound of the workgroup',
      { state: 'CANCELLED', reason: 'Query cancelled! : Bytes scanned limit was exceeded' },
      "query execution ID was cancelled, not by this program: Query cancelled! : Bytes scanned limit was exceeded; the workgroup's bound on one query: narrow it with --since and --until, or take another --workgroup",
    ],
    [
      'a table that is missing',
      {
        state: 'FAILED',
        reason: 'x',
        error: {
          ErrorCategory: 2,
          Retryable: false,
          ErrorMessage: "TABLE_NOT_FOUND: line 10:6: Table 'awsdatacatalog.logs.cloudtrail_logs' does not exist",
        },
      },
      "query execution ID failed: TABLE_NOT_FOUND: line 10:6: Table 'awsdatacatalog.logs.cloudtrail_logs' does not exist (an error in the query or its data); query cloudtrail_logs --create-tables --database logs --param location=... --param accounts=... --param regions=... --since DAY makes it",
    ],
  ])('by %s', async (_, how, line) => {
    server.ending = how;
    expect(await ending(['-', ...there()], 'SELECT 1')).toEqual([1, `inventory-forensics: ${line}\n`]);
  });

  it.each<[string, string, string]>([
    [
      'there is no such database',
      "SCHEMA_NOT_FOUND: line 10:6: Schema 'logs' does not exist",
      'name another with --database, or query cloudtrail_logs --create-tables --create-database --database logs --param location=... --param accounts=... --param regions=... --since DAY makes it',
    ],
    [
      'a table is made in no such database',
      'FAILED: SemanticException [Error 10072]: Database does not exist: logs',
      'name another with --database, or query cloudtrail_logs --create-tables --create-database --database logs --param location=... --param accounts=... --param regions=... --since DAY makes it',
    ],
    [
      'no database is named',
      'MISSING_SCHEMA_NAME: line 10:6: Schema must be specified when session schema is not set',
      'name the database of the tables with --database',
    ],
    [
      'there is no table of access logs',
      "TABLE_NOT_FOUND: line 1:1: Table 'awsdatacatalog.logs.s3_access_logs' does not exist",
      'query s3_access_logs --create-tables --database logs --param location=... --since DAY makes it',
    ],
    [
      'results may not be written',
      'Access denied when writing output to url: s3://acme-results/x.csv . Please ensure you are allowed to access the S3 bucket.',
      'results need s3:GetBucketLocation, s3:PutObject and s3:GetObject where they go, and the key there if it has one; or give another --output-location s3://BUCKET/PREFIX/',
    ],
    [
      'the logs may not be read',
      'PERMISSION_DENIED: Access Denied on S3 location',
      'the caller may not read the logs: s3:ListBucket and s3:GetObject are needed where they lie, and kms:Decrypt where they are encrypted',
    ],
    [
      'the catalog may not be read',
      'Insufficient permissions to execute the query. User: arn:aws:iam::1:user/x is not authorized to perform: glue:GetTable on resource: y',
      'glue:GetTable is missing; what Athena needs stands under Permissions in docs/queries.md',
    ],
    [
      'a column of partitions must have values',
      'CONSTRAINT_VIOLATION: For the injected projected partition column account, the WHERE clause must contain only static equality conditions',
      "add account = '...' to WHERE: the table has no list of its values",
    ],
  ])('because %s: the next step is told', async (_, message, hint) => {
    server.ending = {
      state: 'FAILED',
      reason: message,
      error: { ErrorCategory: 2, Retryable: false, ErrorMessage: message },
    };
    expect(await ending(['-', ...there()], 'SELECT 1')).toEqual([
      1,
      `inventory-forensics: query execution ID failed: ${message} (an error in the query or its data); ${hint}\n`,
    ]);
  });

  it.each<[string, string, string]>([
    [
      'results may go nowhere',
      'Unable to verify/create output bucket acme-results',
      'results need s3:GetBucketLocation, s3:PutObject and s3:GetObject where they go, and the key there if it has one; or give another --output-location s3://BUCKET/PREFIX/',
    ],
    [
      'results would go to another Region',
      'The S3 location provided to save your query results is invalid. Please check your S3 location is correct and is in the same region and try again.',
      'give the --output-location s3://BUCKET/PREFIX/ of a bucket in the Region of the query',
    ],
  ])('is not started because %s: the next step is told', async (_, message, hint) => {
    server.faults.push({ operation: 'StartQueryExecution', answer: refused('InvalidRequestException', message) });
    const [code, line] = await ending(['-', ...there()], 'SELECT 1');
    expect([code, line.trimEnd().endsWith(`; ${hint}`)]).toEqual([1, true]);
  });

  it('because no Region is known: how to name one is told', async () => {
    const region = process.env['AWS_REGION'];
    process.env['AWS_CONFIG_FILE'] = join(directory, 'none');
    delete process.env['AWS_REGION'];
    try {
      const [code, line] = await ending(['-', '--workgroup', 'w', '-q'], 'SELECT 1');
      expect([code, line]).toEqual([
        1,
        expect.stringMatching(
          /: give --region REGION, or set AWS_REGION\n$|; give --region REGION, or set AWS_REGION\n$/,
        ),
      ]);
    } finally {
      process.env['AWS_REGION'] = region;
      delete process.env['AWS_CONFIG_FILE'];
    }
  });

  it('by its SQL: the place in the file is told', async () => {
    const file = join(directory, 'own.sql');
    const sql = '-- title: mine\n-- what it is about\nSELECT operation,\n  nope\nFROM s3_access_logs\n';
    writeFileSync(file, sql);
    expect(await ending([file, ...there()])).toEqual([
      1,
      "inventory-forensics: query execution ID failed: COLUMN_NOT_FOUND: line 4:3: Column 'nope' cannot be resolved (an error in the query or its data)\n",
    ]);
    writeFileSync(file, sql.replace('FROM', 'FORM x'));
    expect((await ending([file, ...there()]))[1]).toMatch(/ failed: line 5:6: mismatched input 'x'/);
    writeFileSync(file, sql.replace('nope', '1').replace('s3_access_logs', 'no_such_table'));
    expect(await ending([file, ...there()])).toEqual([
      1,
      "inventory-forensics: query execution ID failed: TABLE_NOT_FOUND: line 5:6: Table 'awsdatacatalog.logs.no_such_table' does not exist (an error in the query or its data); is it in another --database or --catalog?\n",
    ]);
  });

  it.each<[string, readonly string[], readonly Fault[], string]>([
    [
      'there is no such workgroup',
      ['--workgroup', 'nosuch'],
      [],
      'Athena: there is no workgroup "nosuch"; name one with --workgroup',
    ],
    [
      'there is no such workgroup, which may not be asked for',
      ['--workgroup', 'nosuch'],
      [{ operation: 'GetWorkGroup', answer: refused('AccessDeniedException', 'no') }],
      'Athena: could not start the query: InvalidRequestException: WorkGroup is not found; name one with --workgroup',
    ],
    [
      'results have no place to go',
      ['--database', 'logs'],
      [],
      'Athena: could not start the query: InvalidRequestException: No output location provided. An output location is required; give --output-location s3://BUCKET/PREFIX/ or a --workgroup that has one',
    ],
    [
      'it may not be started',
      ['--workgroup', 'forensics'],
      [
        {
          operation: 'StartQueryExecution',
          answer: refused(
            'AccessDeniedException',
            'User: arn:aws:iam::111122223333:user/x is not authorized to perform: athena:StartQueryExecution on resource: y',
          ),
        },
      ],
      'Athena: could not start the query: AccessDeniedException: User: arn:aws:iam::111122223333:user/x is not authorized to perform: athena:StartQueryExecution on resource: y; athena:StartQueryExecution is missing, see iam-policy',
    ],
    [
      'its result may not be read',
      ['--workgroup', 'forensics'],
      [{ operation: 'GetQueryResults', answer: refused('AccessDeniedException', 'Access denied') }],
      'Athena: could not read the result of query execution ID: AccessDeniedException: Access denied; athena:GetQueryResults is missing, see iam-policy',
    ],
    [
      'the credentials have expired',
      ['--workgroup', 'forensics'],
      // With what has expired nothing more is sent.
      [{ operation: 'GetWorkGroup', answer: refused('ExpiredTokenException', 'The security token is expired', 403) }],
      'Athena: could not start the query: ExpiredTokenException: The security token is expired; sign in again (aws sso login)',
    ],
    [
      'too many run at once',
      ['--workgroup', 'forensics'],
      [1, 2].map(() => ({
        operation: 'StartQueryExecution',
        answer: refused('TooManyRequestsException', 'You have exceeded the limit for the number of queries'),
      })),
      'Athena: could not start the query: TooManyRequestsException: You have exceeded the limit for the number of queries; too many queries or calls at once: ask again later',
    ],
    [
      'nobody tells how it is getting on',
      ['--workgroup', 'forensics'],
      Array.from({ length: 12 }, () => ({
        operation: 'GetQueryExecution',
        answer: refused('ThrottlingException', 'Rate exceeded'),
      })),
      'Athena: could not ask how query execution ID is getting on: ThrottlingException: Rate exceeded; too many queries or calls at once: ask again later; it goes on, query --query-execution-id ID fetches its result',
    ],
    [
      'the connection is lost for good',
      ['--workgroup', 'forensics'],
      Array.from({ length: 12 }, () => ({ operation: 'GetQueryExecution', answer: 'lost' as const })),
      'Athena: could not ask how query execution ID is getting on: TimeoutError: socket hang up; it goes on, query --query-execution-id ID fetches its result',
    ],
  ])('because %s', async (_, args, faults, line) => {
    server.faults.push(...faults);
    expect(await ending(['-', ...args, ...at()], 'SELECT 1')).toEqual([1, `inventory-forensics: ${line}\n`]);
  });

  it('is told again by its id; one that there is not, too', async () => {
    server.ending = { state: 'CANCELLED', reason: 'Query cancelled by user' };
    await ending(['-', ...there()], 'SELECT 1');
    const started = server.calls.filter(({ operation }) => operation === 'StartQueryExecution');
    const { input } = server.calls.find(({ operation }) => operation === 'GetQueryExecution') ?? {
      input: {} as Record<string, unknown>,
    };
    const id = String(input['QueryExecutionId']);
    expect((await ending(['--query-execution-id', id, ...at()]))[1]).toContain('was cancelled, not by this program');
    expect(started).toHaveLength(1);
    const [code, line] = await ending(['--query-execution-id', 'nosuch', ...at()]);
    expect([code, line]).toEqual([
      1,
      expect.stringMatching(/^inventory-forensics: Athena: .*QueryExecution was not found/),
    ]);
  });

  it('because nobody answers at all', async () => {
    const [code, line] = await ending(
      ['-', '--workgroup', 'w', '--endpoint-url', 'http://127.0.0.1:1', '-q'],
      'SELECT 1',
    );
    expect(code).toBe(1);
    expect(line).toMatch(/^inventory-forensics: Athena: could not ask for workgroup "w": .*ECONNREFUSED.*\n$/);
  });
});
