import { describe, expect, it } from 'vitest';
import { parseHeader } from '../../src/query/header.ts';

describe('the header of a query', () => {
  it('tells title, question, parameters, tables and columns', () => {
    const header = parseHeader(
      [
        '-- title: A title',
        '-- a remark',
        '-- question: Why?',
        "-- parameter: bucket string = '' | empty for all",
        '-- parameter: day day = @since+1d | a | b',
        '-- parameter: id string',
        '-- table: s3_access_logs',
        '-- column: time | when',
        '',
        'SELECT 1 -- title: not this',
      ].join('\n'),
      'mine.sql',
    );
    expect(header).toEqual({
      title: 'A title',
      question: 'Why?',
      parameters: [
        { name: 'bucket', type: 'string', default: '', meaning: 'empty for all' },
        { name: 'day', type: 'day', default: '@since+1d', meaning: 'a | b' },
        { name: 'id', type: 'string', default: null, meaning: '' },
      ],
      tables: ['s3_access_logs'],
      columns: [{ name: 'time', meaning: 'when' }],
    });
  });

  it('names the line of a parameter that cannot be read', () => {
    expect(() => parseHeader('-- title: x\n-- parameter: bucket text', 'mine.sql')).toThrow(/^mine\.sql, line 2: /);
    expect(() => parseHeader('-- parameter: two words string', 'mine.sql')).toThrow(/declared as/);
  });
});
