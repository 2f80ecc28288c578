import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { urlSuffixOf } from '../../partition.ts';

/** What intrinsic functions may be resolved from. */
export interface TemplateScope {
  readonly template: JsonObject;
  /** Parameters, and names of buckets that the template leaves to be generated, as given. */
  readonly given: ReadonlyMap<string, string>;
  readonly region: string | null;
  readonly account: string | null;
  readonly partition: string;
  readonly stackName: string | null;
  /** What the bucket is called that the template leaves unnamed, by logical id. */
  readonly standIns: ReadonlyMap<string, string>;
  /** The outputs that any of the stacks exports, by the name of the export. */
  readonly exports: () => ReadonlyMap<string, StackExport>;
  /** Parameters whose default was taken. */
  readonly defaultsTaken: Set<string>;
}

/** The value of an output, in the terms of the template that it stands in. */
export interface StackExport {
  readonly value: JsonValue | undefined;
  readonly scope: TemplateScope;
}

/** A value with its intrinsic functions resolved; what could not be is `*` in it, and told. */
export interface Resolved {
  /** undefined: `AWS::NoValue`, as if it were not there. */
  readonly value: JsonValue | undefined;
  /** Why parts of it are not known; empty when all are. */
  readonly problems: readonly string[];
}

/**
 * Resolves the intrinsic functions of CloudFormation as far as the templates themselves tell: references to pseudo
 * parameters, parameters and buckets, to what another of the stacks exports, and the functions on text and lists.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function resolveValue(value: JsonValue | undefined, scope: TemplateScope): Resolved {
  const problems: string[] = [];
  const resolved = resolve(value, { scope, problems, steps: 0 });
  return { value: resolved, problems: [...new Set(problems)] };
}

interface Work {
  readonly scope: TemplateScope;
  readonly problems: string[];
  /** Names that were followed to get here; a template that refers to itself is no valid one. */
  readonly steps: number;
}

function resolve(value: JsonValue | undefined, work: Work): JsonValue | undefined {
  if (Array.isArray(value)) return value.map((item) => resolve(item, work)).filter((item) => item !== undefined);
  if (!isJsonObject(value)) return value;
  const [name, ...others] = Object.keys(value);
  if (name !== undefined && others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) {
    return call(name, value[name], work);
  }
  const members = Object.entries(value).map(([key, member]): [string, JsonValue | undefined] => [
    key,
    resolve(member, work),
  ]);
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}

function call(name: string, argument: JsonValue | undefined, work: Work): JsonValue | undefined {
  if (work.steps > MOST_STEPS) return open('the template refers to itself', work);
  switch (name) {
    case 'Ref':
      if (argument === 'AWS::NoValue') return undefined;
      return typeof argument === 'string' ? refer(argument, work) : open('a Ref without a name', work);
    case 'Fn::GetAtt': {
      const [logicalId, attribute] = Array.isArray(argument) ? argument : String(argument).split(/\.(.*)/s);
      return getAttribute(String(logicalId), String(attribute), work);
    }
    case 'Fn::Join':
      return join(argument, work);
    case 'Fn::Sub':
      return substitute(argument, work);
    case 'Fn::Select':
      return select(argument, work);
    case 'Fn::Split':
      return split(argument, work);
    case 'Fn::FindInMap':
      return findInMap(argument, work);
    case 'Fn::If':
      return choose(argument, work);
    case 'Fn::ImportValue':
      return importValue(argument, work);
    default:
      return open(`${name} is not resolved`, work);
  }
}

const MOST_STEPS = 20;

function refer(name: string, work: Work): JsonValue {
  const { scope } = work;
  if (name.startsWith('AWS::')) return pseudoParameter(name, work);
  const given = scope.given.get(name);
  if (given !== undefined) return given;
  const parameter = memberOf(scope.template['Parameters'], name);
  if (isJsonObject(parameter)) {
    const { Default: preset, Type: type } = parameter;
    const isText = (typeof preset === 'string' || typeof preset === 'number') && !String(type).startsWith('AWS::SSM');
    if (!isText) return open(`parameter ${name} has no value (--parameter ${name}=VALUE)`, work);
    scope.defaultsTaken.add(name);
    return String(preset);
  }
  const resource = memberOf(scope.template['Resources'], name);
  if (memberOf(resource, 'Type') !== 'AWS::S3::Bucket') return open(`Ref ${name} is known only to the stack`, work);
  const bucketName = memberOf(memberOf(resource, 'Properties'), 'BucketName');
  if (bucketName === undefined) return scope.standIns.get(name) ?? name;
  return resolve(bucketName, deeper(work)) ?? open(`the name of bucket ${name} is not known`, work);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
function pseudoParameter(name: string, work: Work): JsonValue {
  const { region, account, partition, stackName } = work.scope;
  switch (name) {
    case 'AWS::StackName':
      return stackName ?? open(`${name} is known only to the stack`, work);
    case 'AWS::Partition':
      return partition;
    case 'AWS::URLSuffix':
      return urlSuffixOf(partition);
    case 'AWS::Region':
      return region ?? open('the Region of the stack was not given (--destination-region)', work);
    case 'AWS::AccountId':
      return account ?? open('the account of the stack was not given (--destination-account)', work);
    default:
      return open(`${name} is known only to the stack`, work);
  }
}

function getAttribute(logicalId: string, attribute: string, work: Work): JsonValue {
  const type = memberOf(memberOf(work.scope.template['Resources'], logicalId), 'Type');
  if (type !== 'AWS::S3::Bucket' || attribute !== 'Arn') {
    return (
      work.scope.given.get(`${logicalId}.${attribute}`) ??
      open(`${logicalId}.${attribute} is known only to the stack`, work)
    );
  }
  const name = refer(logicalId, work);
  return typeof name === 'string' ? `arn:${work.scope.partition}:s3:::${name}` : open(`${logicalId} has no name`, work);
}

function join(argument: JsonValue | undefined, work: Work): JsonValue {
  const [separator, list] = Array.isArray(argument) ? argument : [];
  const items = resolve(list, work);
  if (typeof separator !== 'string' || !Array.isArray(items)) return open('Fn::Join of no list', work);
  return items.map(textOf).join(separator);
}

function substitute(argument: JsonValue | undefined, work: Work): JsonValue {
  const [template, variables] = Array.isArray(argument) ? argument : [argument];
  if (typeof template !== 'string') return open('Fn::Sub of no text', work);
  return template.replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
    if (literal !== '') return `\${${name}}`;
    const key = name.trim();
    const own = memberOf(variables, key);
    if (own !== undefined) return textOf(resolve(own, work));
    const dot = key.indexOf('.');
    return textOf(dot < 0 ? refer(key, work) : getAttribute(key.slice(0, dot), key.slice(dot + 1), work));
  });
}

function select(argument: JsonValue | undefined, work: Work): JsonValue {
  const [index, list] = Array.isArray(argument) ? argument : [];
  const items = resolve(list, work);
  const item = Array.isArray(items) ? items[Number(resolve(index, work))] : undefined;
  return item ?? open('Fn::Select of what is not in the list', work);
}

function split(argument: JsonValue | undefined, work: Work): JsonValue {
  const [separator, text] = Array.isArray(argument) ? argument : [];
  const whole = resolve(text, work);
  if (typeof separator !== 'string' || typeof whole !== 'string') return open('Fn::Split of no text', work);
  return whole.split(separator);
}

function findInMap(argument: JsonValue | undefined, work: Work): JsonValue {
  const names = Array.isArray(argument) ? argument.map((name) => resolve(name, work)) : [];
  const found = names
    .slice(0, 3)
    .reduce<JsonValue | undefined>((map, name) => memberOf(map, String(name)), work.scope.template['Mappings']);
  return found ?? open('Fn::FindInMap of what is not in the map', work);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html */
function choose(argument: JsonValue | undefined, work: Work): JsonValue | undefined {
  const [name, then, otherwise] = Array.isArray(argument) ? argument : [];
  const holds = holdsIn(memberOf(work.scope.template['Conditions'], String(name)), deeper(work));
  if (holds === null) return open(`whether condition ${String(name)} holds is not known`, work);
  return resolve(holds ? then : otherwise, work);
}

/** Whether a condition of the template holds; null where that rests on what is not known. */
export function conditionHolds(name: string, scope: TemplateScope): boolean | null {
  return holdsIn(memberOf(scope.template['Conditions'], name), { scope, problems: [], steps: 0 });
}

function holdsIn(condition: JsonValue | undefined, work: Work): boolean | null {
  if (!isJsonObject(condition) || work.steps > MOST_STEPS) return null;
  const [[name, argument] = ['', undefined]] = Object.entries(condition);
  const parts = Array.isArray(argument) ? argument : [];
  const holding = (): (boolean | null)[] => parts.map((part) => holdsIn(part, deeper(work)));
  switch (name) {
    case 'Condition':
      return holdsIn(memberOf(work.scope.template['Conditions'], String(argument)), deeper(work));
    case 'Fn::Equals': {
      const problems: string[] = [];
      const [left, right] = parts.map((part) => resolve(part, { ...work, problems }));
      return problems.length > 0 ? null : textOf(left) === textOf(right);
    }
    case 'Fn::Not': {
      const [holds = null] = holding();
      return holds === null ? null : !holds;
    }
    case 'Fn::And':
      return together(holding(), false);
    case 'Fn::Or':
      return together(holding(), true);
    default:
      return null;
  }
}

/** One part that decides is enough; else all have to be known. */
function together(parts: readonly (boolean | null)[], decides: boolean): boolean | null {
  if (parts.includes(decides)) return decides;
  return parts.includes(null) ? null : !decides;
}

function importValue(argument: JsonValue | undefined, work: Work): JsonValue {
  const name = textOf(resolve(argument, work));
  const found = work.scope.exports().get(name);
  if (found === undefined) return open(`no stack that was given exports ${name}`, work);
  return resolve(found.value, { ...deeper(work), scope: found.scope }) ?? open(`export ${name} is empty`, work);
}

function deeper(work: Work): Work {
  return { ...work, steps: work.steps + 1 };
}

function open(problem: string, work: Work): string {
  work.problems.push(problem);
  return PLACEHOLDER;
}

/** Stands for any value, in every element of a policy. */
const PLACEHOLDER = '*';

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
