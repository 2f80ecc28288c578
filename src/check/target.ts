import { isJsonObject, type JsonValue } from '../json.ts';
import { partitionOfArn, partitionOfRegion } from '../partition.ts';
import { evaluateDelivery } from '../policy/delivery/delivery.ts';
import { representativeId } from '../policy/delivery/delivery-subject.ts';
import { type DeliveryTarget, deliveryKeys, sourceFolder } from '../policy/delivery/delivery-target.ts';
import { partitionInPolicy } from '../policy/delivery/partition-in-policy.ts';
import { parsePolicy } from '../policy/document/parse.ts';
import type { Policy } from '../policy/document/policy.ts';
import { accountsIn } from './accounts-in.ts';
import type { CheckNote } from './contract.ts';
import type { CheckInputs } from './inputs.ts';

export interface ChosenTarget {
  readonly target: DeliveryTarget;
  readonly assumptions: readonly CheckNote[];
}

/**
 * The delivery to judge. Where no input says the prefix or the configuration's id, any is meant: the policy is judged
 * for the one that its own Allow names, which is the one that it was written for.
 */
export function chooseTarget(inputs: CheckInputs): ChosenTarget {
  const document = inputs.policy.state === 'document' ? inputs.policy.document : null;
  const parsed = document === null ? null : parsePolicy(document, 'bucket');
  const policy = parsed?.ok === true ? parsed.policy : null;
  const plain = plainTarget(inputs, partitionOf(inputs));
  const named = (prefix: string): DeliveryTarget => {
    const target = { ...plain, destinationPrefix: prefix };
    return { ...target, configurationId: inputs.configurationId ?? representativeId(policy, target) };
  };
  const prefixes = inputs.destinationPrefix === null ? ['', ...prefixesIn(policy, plain)] : [inputs.destinationPrefix];
  const targets = prefixes.map(named);
  const target = (document === null ? targets[0] : meantBy(document, targets)) ?? named('');
  return { target, assumptions: [...prefixAssumption(inputs, target), ...idAssumption(inputs, target)] };
}

function plainTarget(inputs: CheckInputs, partition: string): DeliveryTarget {
  const { encryption } = inputs;
  return {
    profile: inputs.profile,
    sourceBucket: inputs.sourceBucket,
    sourceAccount: inputs.sourceAccount,
    destinationBucket: inputs.destinationBucket,
    destinationPrefix: '',
    configurationId: '',
    encryption,
    keyArn: encryption?.type === 'SSE-KMS' ? encryption.keyId : inputs.defaultKey,
    partition,
    ...siblingMembers(inputs),
    ...(inputs.format === null ? {} : { format: inputs.format }),
    ...(inputs.bucketKey === null ? {} : { bucketKey: inputs.bucketKey }),
    ...(inputs.time === null ? {} : { time: inputs.time }),
    overrides: inputs.overrides,
  };
}

function siblingMembers({ sibling, sourceRegion }: CheckInputs): Partial<DeliveryTarget> {
  if (sibling === null) return {};
  const { sourceArn } = sibling;
  const { organizationId, objectOwnership } = sibling.told;
  return {
    ...(sourceArn === null ? {} : { sourceArn }),
    ...(sourceRegion === null ? {} : { sourceRegion }),
    ...(organizationId === null ? {} : { organizationId }),
    ...(objectOwnership === null ? {} : { objectOwnership }),
  };
}

/** The first that the policy lets in; else that its Allow statements alone let in, or may. */
function meantBy(document: JsonValue, targets: readonly DeliveryTarget[]): DeliveryTarget | undefined {
  if (targets.length < 2) return targets[0];
  const allows = allowsOf(document);
  const isAnswered = (policy: JsonValue, ...states: readonly string[]) =>
    targets.find((target) =>
      inEachAccount(document, target).some((one) => states.includes(evaluateDelivery(policy, one).state)),
    );
  return (
    isAnswered(document, 'allowed') ??
    isAnswered(allows, 'allowed') ??
    isAnswered(allows, 'depends', 'unknown') ??
    targets[0]
  );
}

function allowsOf(document: JsonValue): JsonValue {
  if (!isJsonObject(document) || !Array.isArray(document['Statement'])) return document;
  const allows = document['Statement'].filter((one) => isJsonObject(one) && one['Effect'] === 'Allow');
  return { ...document, Statement: allows };
}

/** The target, or where its keys wait for an account, it in each that the policy names. */
function inEachAccount(document: JsonValue, target: DeliveryTarget): readonly DeliveryTarget[] {
  if (target.sourceAccount !== null || deliveryKeys(target).length > 0) return [target];
  return accountsIn(document).map((sourceAccount) => ({ ...target, sourceAccount }));
}

/** Folders that the policy's Allow statements name in full. */
function prefixesIn(policy: Policy | null, target: DeliveryTarget): string[] {
  const bucket = `arn:${target.partition ?? 'aws'}:s3:::${target.destinationBucket}/`;
  const allows = policy?.statements.filter(({ effect }) => effect === 'Allow') ?? [];
  const folders = allows
    .flatMap(({ resource }) => resource.patterns.map(({ text }) => text))
    .filter((text) => text.startsWith(bucket))
    .map((text) => text.slice(bucket.length).split(/[*?$]/, 1)[0] ?? '')
    .flatMap((folder) => foldersBefore(folder, target))
    .map((folder) => folder.slice(0, Math.max(0, folder.lastIndexOf('/'))));
  return [...new Set(folders)].filter((folder) => folder !== '').slice(0, MOST_PREFIXES);
}

/** What may be the prefix of a folder that an Allow names: all of it, where no fixed folder follows on a prefix. */
function foldersBefore(folder: string, target: DeliveryTarget): string[] {
  const { root } = target.profile.keys;
  if (root === undefined) return [folder.split(sourceFolder(target), 1)[0] ?? '', folder];
  const at = `/${folder}`.indexOf(`/${root}/`);
  return at < 0 ? [] : [folder.slice(0, at)];
}

const MOST_PREFIXES = 20;

function partitionOf(inputs: CheckInputs): string {
  const key = inputs.encryption?.type === 'SSE-KMS' ? partitionOfArn(inputs.encryption.keyId) : null;
  const region = inputs.destinationRegion ?? inputs.sourceRegion;
  const told = inputs.partition ?? (region === null ? null : partitionOfRegion(region)) ?? key;
  if (told !== null) return told;
  const { policy } = inputs;
  return (policy.state === 'document' ? partitionInPolicy(policy.document) : null) ?? 'aws';
}

function prefixAssumption(inputs: CheckInputs, { destinationPrefix }: DeliveryTarget): CheckNote[] {
  if (inputs.destinationPrefix !== null) return [];
  const { report } = inputs.profile.words;
  const taken =
    destinationPrefix === '' ? `${report}s without a prefix are judged` : `"${destinationPrefix}" is judged`;
  return [{ code: 'any-prefix', message: `no prefix of the ${report}s was given: ${taken}` }];
}

function idAssumption(inputs: CheckInputs, target: DeliveryTarget): CheckNote[] {
  const { configurationId } = target;
  const keysOf = (id: string): string => deliveryKeys({ ...target, configurationId: id }).join('\n');
  if (inputs.configurationId !== null || keysOf('one') === keysOf('another')) return [];
  const message = `no configuration id was given, so any is meant: "${configurationId}" is judged`;
  return [{ code: 'any-configuration-id', message }];
}
