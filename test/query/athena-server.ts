import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DuckDBResultReader } from '@duckdb/node-api';
import { loadEvidence } from '../../src/query/duckdb/load.ts';
import { type LocalDatabase, openDatabase } from '../../src/query/duckdb/open.ts';
import { readEvidence } from '../../src/records/read.ts';
import { expandInputs } from '../../src/sources/expand-inputs.ts';

/** What the next call of an operation meets instead of an answer. */
export interface Fault {
  readonly operation: string;
  /** `lost` closes the connection without a word. */
  readonly answer: 'lost' | { readonly status: number; readonly type: string; readonly message: string };
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
  url = '';
  readonly #executions = new Map<string, Execution>();
  readonly #tokens = new Map<string, string>();
  readonly #server: Server = createServer((request, response) => void this.#serve(request, response));
  #database: LocalDatabase | null = null;

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
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const operation = String(request.headers['x-amz-target']).replace('AmazonAthena.', '');
    const input: Record<string, unknown> = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    this.calls.push({ operation, input });
    const at = this.faults.findIndex((fault) => fault.operation === operation);
    const [fault] = at === -1 ? [] : this.faults.splice(at, 1);
    if (fault?.answer === 'lost') {
      request.socket.destroy();
      return;
    }
    if (fault !== undefined) {
      reply(response, fault.answer.status, {
        __type: fault.answer.type,
        message: fault.answer.message,
        Message: fault.answer.message,
      });
      return;
    }
    try {
      reply(response, 200, await this.#answer(operation, input));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      reply(response, 400, { __type: 'InvalidRequestException', Message: message });
    }
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
      default:
        throw new Error(`unknown operation ${operation}`);
    }
  }

  async #begin(input: Record<string, unknown>): Promise<string> {
    const token = String(input['ClientRequestToken']);
    if (token.length < 32 || token.length > 128) throw new Error('ClientRequestToken');
    const begun = this.#tokens.get(token);
    if (begun !== undefined) return begun;
    if (input['WorkGroup'] === undefined && input['ResultConfiguration'] === undefined) {
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
    if (!dml) return id;
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
    const prepared = await connection.prepare(sql);
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
      execution.state = execution.error === null ? 'SUCCEEDED' : 'FAILED';
    }
    const failed = execution.state === 'FAILED';
    return {
      QueryExecutionId: execution.id,
      Query: execution.sql,
      StatementType: execution.dml ? 'DML' : 'DDL',
      Status: {
        State: execution.state,
        ...(failed
          ? {
              StateChangeReason: execution.error,
              AthenaError: {
                ErrorCategory: 2,
                ErrorType: 1006,
                Retryable: false,
                ErrorMessage: athenaMessage(execution.error ?? ''),
              },
            }
          : {}),
      },
      Statistics: { DataScannedInBytes: execution.scanned },
    };
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
          const value = reader?.value(column, row) ?? null;
          return value === null ? {} : { VarCharValue: String(value) };
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

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
}

/** The same complaint in Athena's words. */
function athenaMessage(message: string): string {
  const table = /Table with name (\w+) does not exist/.exec(message)?.[1];
  return table === undefined
    ? message
    : `TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.logs.${table}' does not exist`;
}

/** Names of Trino's types; its sums of whole numbers are `bigint`. */
function athenaType(type: string): string {
  return type === 'HUGEINT' ? 'bigint' : type.toLowerCase();
}
