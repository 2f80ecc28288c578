// DuckDB over the lines of a log: `like` counts those with a name in them, `fields` takes each line apart.
import { DuckDBInstance } from '@duckdb/node-api';

const [, , mode, path] = process.argv;
const lines = `read_csv('${path}', columns = {'line': 'VARCHAR'}, delim = '\u0001', quote = '', escape = '', header = false, auto_detect = false)`;
const SQL = {
  like: `SELECT count(*) FROM ${lines} WHERE line LIKE '%REST.PUT.BUCKETPOLICY%' OR line LIKE '%REST.DELETE.BUCKETPOLICY%'`,
  fields: `SELECT count(DISTINCT f.request), count(DISTINCT f.agent) FROM (SELECT regexp_extract(line,
    '^(\\S+) (\\S+) \\[([^\\]]+)\\] (\\S+) (\\S+) (\\S+) (\\S+) (\\S+) "([^"]*)" (\\S+) (\\S+) (\\S+) (\\S+) (\\S+) (\\S+) "([^"]*)" "([^"]*)"',
    ['owner', 'bucket', 'time', 'ip', 'requester', 'request', 'operation', 'key', 'uri', 'status', 'error', 'sent', 'size', 'total', 'turn', 'referer', 'agent']) AS f FROM ${lines})`,
};
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const rows = await connection.runAndReadAll(SQL[mode]);
process.stdout.write(`${rows.getRows().join()}\n`);
