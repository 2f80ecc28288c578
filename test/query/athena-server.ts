import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DuckDBPreparedStatement, DuckDBResultReader } from '@duckdb/node-api';
import { loadEvidence } from '../../src/query/duckdb/load.ts';
import { type LocalDatabase, openDatabase } from '../../src/query/duckdb/open.ts';
import { spellCalls } from '../../src/query/duckdb/spell-calls.ts';
import { readEvidence } from '../../src/records/read.ts';
import { expandInputs } from '../../src/sources/expand-inputs.ts';
import { refuse } from '../aws/world/answer.ts';
import { AthenaStorage, resultCsv } from './athena-storage.ts';
import { athenaMessage, athenaType } from './athena-words.ts';

/** What the next call of an operation meets instead of an answer. */
export interface Fault {
  readonly operation: string;
  /** How many calls of it go well first. */
  readonly after?: number;
  /** `lost` closes the connection without a word, `cut` in the middle of the body. */
  readonly answer: 'lost' | 'cut' | { readonly status: number; readonly type: string; readonly message: string };
}

/** How executions end, instead of by what their SQL gives. */
export interface Ending {
  readonly state: 'FAILED' | 'CANCELLED';
  readonly reason: string;
  readonly error?: { readonly ErrorCategory: number; readonly Retryable: boolean; readonly ErrorMessage: string };
}

/** A table of the catalog, in the words of GetTableMetadata. */
export interface ServedTable {
  readonly TableType?: string;
  readonly PartitionKeys?: readonly { readonly Name: string; readonly Type: string }[];
  readonly Parameters?: Readonly<Record<string, string>>;
}

interface Execution {
  readonly id: string;
  readonly sql: string;
  readonly dml: boolean;
  state: string;
  error: string | null;
  /** How often it is still seen running. */
  running: number;
  scanned: number;
  reader: DuckDBResultReader | null;
}

/**
 * Athena's protocol (AWS JSON 1.1) on this machine: statements are executed on DuckDB as they are sent, with each
 * execution parameter evaluated as the SQL expression that Athena takes it for.
 */
export class AthenaServer {
  readonly faults: Fault[] = [];
  readonly calls: { readonly operation: string; readonly input: Record<string, unknown> }[] = [];
  /** How often each later query is seen running, and what it has read by then. */
  looks = 1;
  scanned = 20_000_000;
  ending: Ending | null = null;
  /** Configuration of each workgroup. */
  readonly workgroups: Map<string, object> = new Map<string, object>(
    ['primary', 'forensics', 'w'].map((name) => [name, {}]),
  );
  /** By `database.table`. */
  readonly tables: Map<string, ServedTable> = new Map();
  readonly storage: AthenaStorage = new AthenaStorage();
  /** `s3://bucket/prefix/` where results are left for those who may read them; null tells no place. */
  output: string | null = null;
  hasManagedResults = false;
  /** What each statement was executed with. */
  readonly bound: unknown[][] = [];
  url = '';
  readonly #executions = new Map<string, Execution>();
  readonly #tokens = new Map<string, string>();
  readonly #server: Server = createServer((request, response) => void this.#serve(request, response));
  #database: LocalDatabase | null = null;
  /** Statements that were executed before: most of their time is that of planning them. */
  readonly #prepared = new Map<string, DuckDBPreparedStatement>();

  async start(evidence: string): Promise<void> {
    this.#database = await openDatabase();
    const inputs = await expandInputs([evidence]);
    await loadEvidence(this.#database.connection, readEvidence(inputs, { listingTimezone: null }));
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    this.#database?.close();
  }

  operations(): readonly string[] {
    return this.calls.map(({ operation }) => operation);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers['x-amz-target'] === undefined) return this.#serveObject(request, response);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const operation = String(request.headers['x-amz-target']).replace('AmazonAthena.', '');
    const input: Record<string, unknown> = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    this.calls.push({ operation, input });
    const fault = this.#faultOf(operation);
    if (fault === 'lost' || fault === 'cut') {
      request.socket.destroy();
      return;
    }
    if (fault !== null) {
      reply(response, fault.status, { __type: fault.type, message: fault.message, Message: fault.message });
      return;
    }
    try {
      reply(response, 200, await this.#answer(operation, input));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      reply(response, 400, { __type: 'InvalidRequestException', Message: message });
    }
  }

  async #serveObject(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { operation, key, answer } = await this.storage.answer(request);
    this.calls.push({ operation, input: { key, range: request.headers['range'] ?? null } });
    const fault = this.#faultOf(operation);
    const given = fault === null || typeof fault === 'string' ? answer : refuse('s3', { ...fault, code: fault.type });
    if (fault === 'lost') {
      request.socket.destroy();
      return;
    }
    response.writeHead(given.status, { ...given.headers, 'content-length': given.body.length });
    if (fault === 'cut') response.write(given.body.subarray(0, given.body.length / 2), () => response.destroy());
    else response.end(given.body);
  }

  #faultOf(operation: string): Fault['answer'] | null {
    const fault = this.faults.find((known) => known.operation === operation);
    if (fault === undefined) return null;
    this.faults.splice(this.faults.indexOf(fault), 1);
    const { after = 0 } = fault;
    if (after === 0) return fault.answer;
    this.faults.push({ ...fault, after: after - 1 });
    return null;
  }

  async #answer(operation: string, input: Record<string, unknown>): Promise<object> {
    switch (operation) {
      case 'StartQueryExecution':
        return { QueryExecutionId: await this.#begin(input) };
      case 'GetQueryExecution':
        return { QueryExecution: this.#look(this.#find(input)) };
      case 'StopQueryExecution':
        this.#find(input).state = 'CANCELLED';
        return {};
      case 'GetQueryResults':
        return this.#page(this.#find(input), input);
      case 'GetWorkGroup':
        return { WorkGroup: this.#workgroup(input['WorkGroup']) };
      case 'GetTableMetadata': {
        const name = `${input['DatabaseName']}.${input['TableName']}`;
        const table = this.tables.get(name);
        if (table === undefined) throw new Error(`EntityNotFoundException: Table ${name} not found.`);
        return { TableMetadata: { Name: input['TableName'], TableType: 'EXTERNAL_TABLE', ...table } };
      }
      default:
        throw new Error(`unknown operation ${operation}`);
    }
  }

  #workgroup(name: unknown): object {
    const configuration = this.workgroups.get(String(name));
    if (configuration === undefined) throw new Error('WorkGroup is not found.');
    return { Name: name, State: 'ENABLED', Configuration: configuration };
  }

  async #begin(input: Record<string, unknown>): Promise<string> {
    const token = String(input['ClientRequestToken']);
    if (token.length < 32 || token.length > 128) throw new Error('ClientRequestToken');
    const begun = this.#tokens.get(token);
    if (begun !== undefined) return begun;
    if (input['WorkGroup'] !== undefined) this.#workgroup(input['WorkGroup']);
    else if (input['ResultConfiguration'] === undefined) {
      throw new Error('No output location provided. An output location is required.');
    }
    const sql = String(input['QueryString']);
    const id = `00000000-0000-4000-8000-${String(this.#executions.size + 1).padStart(12, '0')}`;
    const dml = /^(?:\s|--[^\n]*\n)*(?:SELECT|WITH)/i.test(sql);
    const execution: Execution = {
      id,
      sql,
      dml,
      state: 'RUNNING',
      error: null,
      running: this.looks,
      scanned: this.scanned,
      reader: null,
    };
    this.#executions.set(id, execution);
    this.#tokens.set(token, id);
    if (!dml && !/^\s*SHOW/i.test(sql)) return id;
    try {
      execution.reader = await this.#execute(sql, input['ExecutionParameters']);
    } catch (error) {
      execution.error = error instanceof Error ? error.message : String(error);
    }
    return id;
  }

  async #execute(sql: string, parameters: unknown): Promise<DuckDBResultReader> {
    const { connection } = this.#database ?? (await openDatabase());
    const values: (string | number | bigint | null)[] = [];
    for (const parameter of Array.isArray(parameters) ? parameters : []) {
      const rows = (await connection.runAndReadAll(`SELECT ${parameter}`)).getRows();
      const value = rows[0]?.[0];
      if (rows.length !== 1 || rows[0]?.length !== 1) throw new Error('a parameter is one value');
      values.push(typeof value === 'number' || typeof value === 'bigint' ? value : String(value));
    }
    this.bound.push(values);
    const prepared = this.#prepared.get(sql) ?? (await connection.prepare(spellCalls(sql)));
    this.#prepared.set(sql, prepared);
    prepared.bind(values);
    return prepared.runAndReadAll();
  }

  #find(input: Record<string, unknown>): Execution {
    const execution = this.#executions.get(String(input['QueryExecutionId']));
    if (execution === undefined) throw new Error('QueryExecution was not found');
    return execution;
  }

  #look(execution: Execution): object {
    if (execution.state === 'RUNNING' && execution.running-- <= 0) {
      execution.state = this.ending?.state ?? (execution.error === null ? 'SUCCEEDED' : 'FAILED');
      if (execution.state === 'SUCCEEDED') this.#leaveResult(execution);
    }
    const message = athenaMessage(execution.error ?? '');
    const failed =
      this.ending === null
        ? {
            StateChangeReason: message,
            AthenaError: { ErrorCategory: 2, ErrorType: 1006, Retryable: false, ErrorMessage: message },
          }
        : { StateChangeReason: this.ending.reason, AthenaError: this.ending.error };
    const cancelled = this.ending === null ? {} : { StateChangeReason: this.ending.reason };
    const { state } = execution;
    return {
      QueryExecutionId: execution.id,
      Query: execution.sql,
      StatementType: execution.dml ? 'DML' : 'DDL',
      Status: { State: state, ...(state === 'FAILED' ? failed : state === 'CANCELLED' ? cancelled : {}) },
      Statistics: { DataScannedInBytes: execution.scanned },
      ...(this.output === null ? {} : { ResultConfiguration: { OutputLocation: this.#resultUri(execution) } }),
      ...(this.hasManagedResults ? { ManagedQueryResultsConfiguration: { Enabled: true } } : {}),
    };
  }

  #resultUri({ id, dml }: Execution): string {
    return `${this.output}${id}.${dml ? 'csv' : 'txt'}`;
  }

  #leaveResult(execution: Execution): void {
    const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(this.#resultUri(execution)) ?? [];
    const { reader } = execution;
    if (this.output === null || reader === null) return;
    const body = resultCsv(reader.columnNames(), rowsOf(reader));
    this.storage.put(bucket, { key, body });
  }

  #page({ reader, dml }: Execution, input: Record<string, unknown>): object {
    const limit = Number(input['MaxResults'] ?? 1_000);
    if (limit > 1_000) throw new Error('MaxResults is too high');
    const types = reader?.columnTypes() ?? [];
    const names = reader?.columnNames() ?? [];
    // The header takes the place of a row in the first page.
    const from = Number(input['NextToken'] ?? 0);
    const header = from === 0 && dml ? [{ Data: names.map((name) => ({ VarCharValue: name })) }] : [];
    const total = reader?.currentRowCount ?? 0;
    const to = Math.min(total, from + limit - header.length);
    const rows: object[] = [];
    for (let row = from; row < to; row++) {
      rows.push({
        Data: names.map((_, column) => {
          const text = reader === null ? null : textAt(reader, column, row);
          return text === null ? {} : { VarCharValue: text };
        }),
      });
    }
    return {
      ResultSet: {
        Rows: [...header, ...rows],
        ResultSetMetadata: {
          ColumnInfo: names.map((name, index) => ({
            Name: name,
            Type: athenaType(String(types[index])),
          })),
        },
      },
      ...(to < total ? { NextToken: String(to) } : {}),
    };
  }
}

function textAt(reader: DuckDBResultReader, column: number, row: number): string | null {
  const value = reader.value(column, row);
  return value === null ? null : String(value);
}

function* rowsOf(reader: DuckDBResultReader): Generator<(string | null)[], void, undefined> {
  for (let row = 0; row < reader.currentRowCount; row++) {
    yield Array.from({ length: reader.columnCount }, (_, column) => textAt(reader, column, row));
  }
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
}
