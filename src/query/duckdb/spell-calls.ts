import { sqlTokens } from '../scan-sql.ts';

/**
 * Spells calls of Trino's functions as the engine has them where a macro cannot stand in: a lambda cannot be handed to
 * one, nor can FILTER or OVER stand behind it. Names and brackets change and nothing else, least of all the lines; what
 * stands in literals, comments or quoted names is left alone.
 */
export function spellCalls(sql: string): string {
  const tokens = [...sqlTokens(sql)].filter(({ text }) => !/^(?:\s|--|\/\*)/.test(text));
  const edits: Edit[] = [];
  const open: Bracket[] = [];
  for (const [index, { text }] of tokens.entries()) {
    const around = open.at(-1);
    if (text === '(' || text === '[') open.push({ index, commas: 0, hasArrow: false });
    else if (text === ')' || text === ']') {
      open.pop();
      if (around !== undefined) edits.push(...editsOf(around, index, tokens));
    } else if (around !== undefined) {
      if (text === ',') around.commas += 1;
      if (text === '>' && tokens[index - 1]?.text === '-') around.hasArrow = true;
    }
  }
  // A bracket that is never closed is for the engine to complain of.
  if (open.length > 0) return sql;
  let spelt = '';
  let from = 0;
  for (const { start, end, text } of edits.sort((a, b) => a.start - b.start)) {
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
  commas: number;
  hasArrow: boolean;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What a name and its bracket become, and what comes behind the closing one. */
interface Spelling {
  readonly before: string;
  readonly after: string;
  readonly fits: (call: Bracket) => boolean;
}

function editsOf(call: Bracket, closing: number, tokens: readonly Token[]): readonly Edit[] {
  const [name, bracket, close] = [tokens[call.index - 1], tokens[call.index], tokens[closing]];
  if (name === undefined || bracket === undefined || close === undefined) return [];
  if (bracket.text !== '(' || tokens[call.index - 2]?.text === '.') return [];
  const known = isCastToText(call, closing, tokens) ? TEXT_OF_JSON : SPELLINGS.get(name.text.toLowerCase());
  if (known === undefined || !known.fits(call)) return [];
  return [
    { start: name.start, end: bracket.start + 1, text: known.before },
    { start: close.start + 1, end: close.start + 1, text: known.after },
  ];
}

/** `CAST(json_extract(...) AS varchar)`: the engine would leave the quotes of a JSON text. */
function isCastToText({ index }: Bracket, closing: number, tokens: readonly Token[]): boolean {
  const word = (at: number) => tokens[at]?.text.toLowerCase();
  return (
    word(index - 1) === 'json_extract' &&
    word(index - 2) === '(' &&
    /^(?:try_)?cast$/.test(word(index - 3) ?? '') &&
    word(closing + 1) === 'as' &&
    word(closing + 2) === 'varchar'
  );
}

const hasLambda = ({ hasArrow }: Bracket) => hasArrow;
const hasOne = ({ commas }: Bracket) => commas === 0;
const hasTwo = ({ commas }: Bracket) => commas === 1;

const SPELLINGS: ReadonlyMap<string, Spelling> = new Map([
  ['transform', { before: 'list_transform(', after: '', fits: hasLambda }],
  ['any_match', { before: 'trino_any(list_transform(', after: ')', fits: hasLambda }],
  ['none_match', { before: '(NOT trino_any(list_transform(', after: '))', fits: hasLambda }],
  ['all_match', { before: 'trino_all(list_transform(', after: ')', fits: hasLambda }],
  // The engine's own pass over what is NULL in the row that they choose.
  ['max_by', { before: 'arg_max_null(', after: '', fits: hasTwo }],
  ['min_by', { before: 'arg_min_null(', after: '', fits: hasTwo }],
  // The engine's own may be NULL where there is a value.
  ['arbitrary', { before: 'any_value(', after: '', fits: hasOne }],
  ['approx_distinct', { before: 'count(DISTINCT ', after: '', fits: hasOne }],
]);

const TEXT_OF_JSON: Spelling = { before: 'trino_json_text(', after: '', fits: hasTwo };
