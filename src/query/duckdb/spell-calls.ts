import { ForensicsError } from '../../errors.ts';
import { sqlTokens } from '../scan-sql.ts';
import { castSpelling, respelledType, timestampLiteral } from './spell-types.ts';
import { TEXT_COLUMNS } from './tables.ts';
import { FORMAT_FUNCTIONS } from './time-formats.ts';

/**
 * Spells what Trino writes otherwise than the engine, where a macro cannot stand in: a lambda cannot be handed to one,
 * nor can FILTER or OVER stand behind it, and a type or a literal is no call. What stands in texts, comments or quoted
 * names is left alone, and so are the lines.
 *
 * @throws ForensicsError `failed` for what the engine would answer and Trino refuses
 */
export function spellCalls(sql: string): string {
  const tokens = [...sqlTokens(sql)].filter(({ text }) => !/^(?:\s|--|\/\*)/.test(text));
  const edits: Edit[] = [];
  const open: Bracket[] = [];
  for (const [index, { text }] of tokens.entries()) {
    const around = open.at(-1);
    if (text === '(' || text === '[') open.push({ index, commas: [], asAt: null, hasArrow: false });
    else if (text === ')' || text === ']') {
      open.pop();
      if (around !== undefined) edits.push(...editsOf(around, index, tokens));
    } else if (around !== undefined) {
      if (text === ',') around.commas.push(index);
      if (text === '>' && tokens[index - 1]?.text === '-') around.hasArrow = true;
      if (/^as$/i.test(text)) around.asAt = index;
    }
    if (/^timestamp$/i.test(text)) edits.push(...editsOfLiteral(index, tokens));
    if (/^(?:true|false)$/i.test(text)) refuseTextBeside(index, tokens, sql);
  }
  // A bracket that is never closed is for the engine to complain of.
  if (open.length > 0) return sql;
  let spelt = '';
  let from = 0;
  for (const { start, end, text } of edits.sort((a, b) => a.start - b.start || a.end - b.end)) {
    spelt += sql.slice(from, start) + text + sql.slice(start, end).replace(/[^\n]/g, '');
    from = end;
  }
  return spelt + sql.slice(from);
}

interface Token {
  readonly text: string;
  readonly start: number;
}

/** What stands between two brackets, in so far as it was read; inner brackets aside. */
interface Bracket {
  /** Of the token that opens it. */
  readonly index: number;
  readonly commas: number[];
  /** Of the last `AS` in it. */
  asAt: number | null;
  hasArrow: boolean;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What a name and its bracket become, what comes in place of the last comma, before the closing bracket and behind it. */
interface Spelling {
  readonly before: string;
  readonly comma?: string;
  readonly last?: string;
  readonly after?: string;
  readonly fits: (call: Bracket) => boolean;
}

function editsOf(call: Bracket, closing: number, tokens: readonly Token[]): readonly Edit[] {
  const [name, bracket, close] = [tokens[call.index - 1], tokens[call.index], tokens[closing]];
  if (name === undefined || bracket === undefined || close === undefined) return [];
  if (bracket.text !== '(' || tokens[call.index - 2]?.text === '.') return [];
  const spelt = name.text.toLowerCase();
  if (spelt === 'cast' || spelt === 'try_cast') return editsOfCast(call, closing, tokens);
  const format = FORMAT_FUNCTIONS.get(spelt);
  if (format !== undefined) return editsOfFormat(call, closing, tokens, format);
  const known = SPELLINGS.get(spelt);
  if (known === undefined || !known.fits(call)) return [];
  const comma = tokens[call.commas.at(-1) ?? -1];
  return [
    { start: name.start, end: bracket.start + 1, text: known.before },
    ...(known.comma === undefined || comma === undefined
      ? []
      : [{ start: comma.start, end: comma.start + 1, text: known.comma }]),
    ...(known.last === undefined ? [] : [{ start: close.start, end: close.start, text: known.last }]),
    ...(known.after === undefined ? [] : [{ start: close.start + 1, end: close.start + 1, text: known.after }]),
  ];
}

function editsOfCast({ index, asAt }: Bracket, closing: number, tokens: readonly Token[]): readonly Edit[] {
  const [name, bracket, as, close] = [tokens[index - 1], tokens[index], tokens[asAt ?? -1], tokens[closing]];
  if (name === undefined || bracket === undefined || as === undefined || asAt === null || close === undefined)
    return [];
  const type = tokens.slice(asAt + 1, closing).map(({ text }) => text);
  const cast = castSpelling(type);
  if (cast === null) {
    const respelt = respelledType(type);
    return respelt === null ? [] : [{ start: as.start, end: close.start, text: `AS ${respelt}` }];
  }
  const isTry = /^try/i.test(name.text);
  return [
    { start: name.start, end: bracket.start + 1, text: `${isTry ? 'TRY(' : ''}${cast.macro}(` },
    { start: as.start, end: close.start, text: cast.more },
    ...(isTry ? [{ start: close.start + 1, end: close.start + 1, text: ')' }] : []),
  ];
}

/** The format of times that stands last in a call, if it is a text: what it is to the engine, which has other letters. */
function editsOfFormat(
  { index, commas }: Bracket,
  closing: number,
  tokens: readonly Token[],
  spell: (format: string) => string | null,
): readonly Edit[] {
  const [name, bracket, literal] = [tokens[index - 1], tokens[index], tokens[closing - 1]];
  if (name === undefined || bracket === undefined || literal === undefined) return [];
  if (commas.length !== 1 || commas[0] !== closing - 2 || !/^'.*'$/s.test(literal.text)) return [];
  const spelt = spell(literal.text.slice(1, -1).replaceAll("''", "'"));
  if (spelt === null) return [];
  return [
    { start: name.start, end: bracket.start + 1, text: `trino_${name.text.toLowerCase()}(` },
    { start: literal.start, end: literal.start + literal.text.length, text: `'${spelt.replaceAll("'", "''")}'` },
  ];
}

function editsOfLiteral(index: number, tokens: readonly Token[]): readonly Edit[] {
  const [name, literal] = [tokens[index], tokens[index + 1]];
  if (name === undefined || literal === undefined || !/^'.*'$/s.test(literal.text)) return [];
  const end = literal.start + literal.text.length;
  return [{ start: name.start, end, text: timestampLiteral(literal.text) ?? `trino_no_timestamp(${literal.text})` }];
}

/** Trino compares a boolean with no text; the engine would read the text as a boolean. */
function refuseTextBeside(index: number, tokens: readonly Token[], sql: string): void {
  const isOperator = (at: number) => /^[=<>!]$/.test(tokens[at]?.text ?? '');
  let [left, right] = [index - 1, index + 1];
  while (isOperator(left)) left--;
  while (isOperator(right)) right++;
  const isText = (at: number) =>
    /^'/.test(tokens[at]?.text ?? '') || TEXT_COLUMNS.has(tokens[at]?.text.toLowerCase() ?? '');
  if ((left === index - 1 || !isText(left)) && (right === index + 1 || !isText(right))) return;
  const line = sql.slice(0, tokens[index]?.start).split('\n').length;
  throw new ForensicsError('failed', `the query failed: text is compared with a boolean (line ${line})`, {
    hint: "columns of the logs hold text: readonly = 'true'",
  });
}

const hasLambda = ({ hasArrow }: Bracket) => hasArrow;
const hasOne = ({ commas }: Bracket) => commas.length === 0;
const hasTwo = ({ commas }: Bracket) => commas.length === 1;

const SPELLINGS: ReadonlyMap<string, Spelling> = new Map([
  ['transform', { before: 'list_transform(', fits: hasLambda }],
  ['any_match', { before: 'trino_any(list_transform(', after: ')', fits: hasLambda }],
  ['none_match', { before: '(NOT trino_any(list_transform(', after: '))', fits: hasLambda }],
  ['all_match', { before: 'trino_all(list_transform(', after: ')', fits: hasLambda }],
  // The engine's own pass over what is NULL in the row that they choose.
  ['max_by', { before: 'arg_max_null(', fits: hasTwo }],
  ['min_by', { before: 'arg_min_null(', fits: hasTwo }],
  // The engine's own may be NULL where there is a value.
  ['arbitrary', { before: 'any_value(', fits: hasOne }],
  ['approx_distinct', { before: 'count(DISTINCT ', fits: hasOne }],
  ['approx_percentile', { before: 'quantile_disc(', comma: ', trino_share(', last: ')', fits: hasTwo }],
  ['map_agg', { before: 'trino_map(list(row(', last: '))', fits: hasTwo }],
  ['listagg', { before: 'listagg(', last: ", ''", fits: hasOne }],
  ['if', { before: 'if(', last: ', NULL', fits: hasTwo }],
]);
