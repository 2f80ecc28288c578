import { parseAst } from 'vitest/node';

/** A stretch of a source text, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What stands in the text is replaced by `now`. */
export interface Mutation extends Span {
  readonly mutator: string;
  readonly now: string;
  /** Around it stands the switch: the whole of an expression or of a statement that holds the change. */
  readonly host: Host;
  /** It takes effect when the module is loaded, not when a function is called. */
  readonly isStatic: boolean;
}

export interface Host extends Span {
  readonly kind: 'expression' | 'statement';
}

/** A node of the ESTree, as far as it is looked at. */
interface Node extends Span {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** Where a node stands. */
interface Surroundings {
  readonly isStatic: boolean;
  /** The optional chain that the node is a link of: a switch inside would end its short circuit early. */
  readonly chain: Node | null;
}

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  '===': ['!=='],
  '!==': ['==='],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '&&': ['||'],
  '||': ['&&'],
  '+=': ['-='],
  '-=': ['+='],
};
const SWAPPED: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  min: 'max',
  max: 'min',
  find: 'findLast',
  findLast: 'find',
};
const DROPPED: ReadonlySet<string> = new Set(['filter', 'slice', 'toSorted', 'sort', 'toReversed']);
/** As the members of a union of the code look; sentences and AWS's names do not. */
const OF_A_UNION = /^[a-z]+(-[a-z]+)*$/;
const NEAREST = 2;

/** All mutations of a TypeScript module that is known to parse. */
export function mutationsOf(source: string): readonly Mutation[] {
  const found: Mutation[] = [];
  const words = unionWords(source);
  visit(parse(source), { isStatic: true, chain: null });
  return found;

  function visit(node: Node, around: Surroundings): void {
    if (isOnlyOfTypes(node)) return;
    mutate(node, around);
    const within = { isStatic: around.isStatic && !isFunction(node), chain: null };
    for (const [member, value] of Object.entries(node)) {
      if (isSkipped(node, member)) continue;
      for (const child of nodesIn(value)) {
        visit(child, { ...within, chain: node.type === 'ChainExpression' ? node : onward(node, member, around) });
      }
    }
  }

  function mutate(node: Node, around: Surroundings): void {
    const whole: Host = { ...(around.chain ?? node), kind: 'expression' };
    const add = (mutator: string, span: Span, now: string, host: Host = whole): void => {
      if (source.slice(span.start, span.end) === now) return;
      const { start, end } = span;
      const { kind } = host;
      found.push({
        mutator,
        start,
        end,
        now,
        isStatic: around.isStatic,
        host: { start: host.start, end: host.end, kind },
      });
    };
    const alone = (target: Node): Host => ({ ...target, kind: 'expression' });
    const toValues = (mutator: string, target: Node, values: readonly string[]): void => {
      for (const value of values) add(mutator, target, value, alone(target));
    };
    switch (node.type) {
      case 'BinaryExpression':
      case 'LogicalExpression':
      case 'AssignmentExpression': {
        const { left, right } = node as unknown as { readonly left: Node; readonly right: Node };
        const operator = String(node['operator']);
        const at = source.indexOf(operator, left.end);
        for (const other of OPERATORS[operator] ?? []) add('operator', { start: at, end: at + operator.length }, other);
        if (operator === '??') {
          add('??', node, source.slice(left.start, left.end));
          add('??', node, source.slice(right.start, right.end));
        }
        return;
      }
      case 'UnaryExpression': {
        const argument = node['argument'] as Node;
        if (node['operator'] === '!') add('negation', node, source.slice(argument.start, argument.end));
        return;
      }
      case 'UpdateExpression': {
        const other = node['operator'] === '++' ? '--' : '++';
        const start = node['prefix'] === true ? node.start : node.end - 2;
        add('operator', { start, end: start + 2 }, other);
        return;
      }
      case 'IfStatement':
      case 'ConditionalExpression':
        toValues('condition', node['test'] as Node, ['true', 'false']);
        return;
      case 'ReturnStatement': {
        const argument = node['argument'] as Node | null;
        if (argument === null || isNever(argument)) return;
        toValues('answer', argument, ['undefined', 'null', '[]', ...(isTruth(argument) ? ['true', 'false'] : [])]);
        return;
      }
      case 'ArrowFunctionExpression': {
        const body = node['body'] as Node;
        if (body.type !== 'BlockStatement') toValues('answer', body, ['undefined', '[]']);
        return;
      }
      case 'Literal':
        literal(node, add);
        return;
      case 'CallExpression':
        call(node, add);
        return;
      case 'MemberExpression':
        optional(node, node['object'] as Node, node['computed'] === true ? '' : '.', add);
        return;
      case 'ExpressionStatement': {
        if (isNever(node['expression'] as Node)) return;
        add('statement', node, ';', { ...node, kind: 'statement' });
        return;
      }
      case 'ContinueStatement':
      case 'BreakStatement':
        add('statement', node, ';', { ...node, kind: 'statement' });
        return;
      default:
    }
  }

  function literal(node: Node, add: (mutator: string, span: Span, now: string) => void): void {
    const { value } = node;
    if (typeof value === 'boolean') add('truth', node, String(!value));
    if (typeof value === 'number') for (const by of [1, -1]) add('number', node, `(${value + by})`);
    if (typeof value === 'string' && OF_A_UNION.test(value)) {
      const others = words.filter((word) => word.value !== value);
      const near = others.toSorted((one, other) => Math.abs(one.at - node.start) - Math.abs(other.at - node.start));
      const nearest = [...new Set(near.map((word) => word.value))].slice(0, NEAREST);
      for (const word of nearest) add('word', node, `'${word}'`);
    }
  }

  function call(node: Node, add: (mutator: string, span: Span, now: string) => void): void {
    const callee = node['callee'] as Node;
    optional(node, callee, '', add);
    if (callee.type !== 'MemberExpression' || callee['computed'] === true) return;
    const property = callee['property'] as Node & { readonly name: string };
    const swapped = Object.hasOwn(SWAPPED, property.name) ? SWAPPED[property.name] : undefined;
    if (swapped !== undefined) add('method', property, swapped);
    if (DROPPED.has(property.name)) add('method', { start: (callee['object'] as Node).end, end: node.end }, '');
  }

  function optional(
    node: Node,
    before: Node,
    now: string,
    add: (mutator: string, span: Span, now: string) => void,
  ): void {
    if (node['optional'] !== true) return;
    const start = source.indexOf('?.', before.end);
    add('optional', { start, end: start + 2 }, now);
  }

  function unionWords(text: string): { readonly value: string; readonly at: number }[] {
    const literals = text.matchAll(/'([a-z-]+)'/g);
    return [...literals].flatMap(({ 1: value = '', index }) => (OF_A_UNION.test(value) ? [{ value, at: index }] : []));
  }
}

/** Places in front of which a loop's turn begins. */
export function loopBodies(source: string): readonly number[] {
  const places: number[] = [];
  const visit = (node: Node): void => {
    const body = node['body'] as Node | undefined;
    if (/^(For|While|DoWhile)/.test(node.type) && body?.type === 'BlockStatement') places.push(body.start + 1);
    for (const value of Object.values(node)) nodesIn(value).forEach(visit);
  };
  visit(parse(source));
  return places;
}

function parse(source: string): Node {
  return parseAst(source, { lang: 'ts' }, 'module.ts') as unknown as Node;
}

function nodesIn(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value ? [value as Node] : [];
}

/** Chains go on through what they are called and read on. */
function onward(node: Node, member: string, { chain }: Surroundings): Node | null {
  const isLink =
    (node.type === 'MemberExpression' && member === 'object') ||
    (node.type === 'CallExpression' && member === 'callee') ||
    node.type === 'TSNonNullExpression';
  return isLink ? chain : null;
}

function isFunction({ type }: Node): boolean {
  return /Function/.test(type);
}

function isOnlyOfTypes({ type }: Node): boolean {
  return type.startsWith('TS') && !['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression'].includes(type);
}

/** What is no value of its own: names, targets, types. */
function isSkipped(node: Node, member: string): boolean {
  if (NO_VALUES.has(member)) return true;
  if (node['computed'] !== true && (member === 'key' || member === 'property')) return true;
  return (node.type === 'AssignmentExpression' && member === 'left') || node.type === 'UpdateExpression';
}

const NO_VALUES: ReadonlySet<string> = new Set([
  'typeAnnotation',
  'typeArguments',
  'typeParameters',
  'returnType',
  'id',
  'source',
  'attributes',
]);

/** `x satisfies never`: the compiler holds that it is never reached. */
function isNever(node: Node): boolean {
  return node.type === 'TSSatisfiesExpression' && (node['typeAnnotation'] as Node).type === 'TSNeverKeyword';
}

function isTruth(node: Node): boolean {
  return (
    (node.type === 'BinaryExpression' && /^([=!]==|[<>]=?)$/.test(String(node['operator']))) ||
    (node.type === 'LogicalExpression' && node['operator'] !== '??') ||
    (node.type === 'UnaryExpression' && node['operator'] === '!')
  );
}
