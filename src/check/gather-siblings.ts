import { ForensicsError } from '../errors.ts';
import { regionOfKey } from '../policy/document/key-name.ts';
import { parsePolicy } from '../policy/document/parse.ts';
import type { NamedSibling } from '../profile/siblings/sibling.ts';
import {
  bucketPolicy,
  defaultKeyOf,
  encryptionOf,
  isLeftToDestination,
  keyPolicy,
  managedKey,
} from './chosen-documents.ts';
import { keyRegionIn, unnamedNotes } from './code.ts';
import { concerns } from './concerned.ts';
import type { CheckInputs, PolicyInput } from './inputs.ts';
import { readPolicyDocument } from './read-policy.ts';
import type { CheckSources } from './sources.ts';

/**
 * Puts together what the documents and the flags say of a delivery other than that of S3 Inventory: one for each
 * destination whose policy speaks of it, and for each ARN given of such a source.
 *
 * @returns never empty
 * @throws ForensicsError `usage` for a destination that nothing names
 */
export function gatherSibling(sources: CheckSources, asked: NamedSibling): readonly CheckInputs[] {
  const given = sources.policy === null ? null : readPolicyDocument(sources.policy, 'bucket');
  const arns = sources.told.sourceArns.filter((one) => asked.profile.arns?.pattern.test(one));
  return destinationsOf(sources, asked, given).flatMap((destination) =>
    (arns.length === 0 ? [null] : arns).map((sourceArn) => inputsOf(sources, asked, { given, destination, sourceArn })),
  );
}

function destinationsOf(sources: CheckSources, { name, profile }: NamedSibling, given: PolicyInput | null): string[] {
  const { case: told, code } = sources;
  if (told.destinationBucket !== undefined) return [told.destinationBucket];
  if (given === null && !sources.noPolicy && code === null) {
    throw new ForensicsError(
      'usage',
      'check: missing the destination policy (--policy FILE, --no-policy, --terraform-plan or --cloudformation)',
    );
  }
  const buckets =
    given === null
      ? (code?.policies ?? [])
          .filter(({ policy }) => policy.state === 'document' && concerns(policy.document, profile))
          .flatMap(({ bucket }) => bucket ?? [])
      : bucketsIn(given);
  const named = [...new Set(buckets)];
  if (named.length === 0 || (given !== null && named.length > 1)) {
    const which = named.length === 0 ? 'no policy given names' : 'the policy names several buckets for';
    throw new ForensicsError('usage', `check: ${which} the destination of ${name}`, {
      hint: 'name it with --destination-bucket',
    });
  }
  return named;
}

/** A bucket policy speaks of its own bucket only. */
export function bucketsIn(policy: PolicyInput): string[] {
  const parsed = policy.state === 'document' ? parsePolicy(policy.document, 'bucket') : null;
  if (parsed?.ok !== true) return [];
  const texts = parsed.policy.statements.flatMap(({ resource }) => resource.patterns.map(({ text }) => text));
  return texts.flatMap((text) => /^arn:[a-z-]+:s3:::([^/*?$]+)(?:\/|$)/.exec(text)?.[1] ?? []);
}

interface Meant {
  readonly given: PolicyInput | null;
  readonly destination: string;
  readonly sourceArn: string | null;
}

function inputsOf(sources: CheckSources, { name, profile }: NamedSibling, meant: Meant): CheckInputs {
  const { case: told, code, told: byHand } = sources;
  const { given, destination: destinationBucket, sourceArn } = meant;
  const destination = code?.buckets.find((bucket) => bucket.name === destinationBucket) ?? null;
  const sourceBucket = profile.arns === undefined ? (told.sourceBucket ?? '') : '';
  const source = code?.buckets.find((bucket) => bucket.name === sourceBucket) ?? null;
  const encryption = encryptionOf(told.encryption);
  const bucket = bucketPolicy(profile, sources, given, destinationBucket);
  const byDefault = code?.defaults.get(destinationBucket) ?? null;
  const defaultKey = isLeftToDestination(encryption) ? defaultKeyOf(byDefault, null) : null;
  const keyInUse = encryption?.type === 'SSE-KMS' ? encryption.keyId : defaultKey;
  const key = keyPolicy(sources, keyInUse);
  const [, partition = null, , region = '', account = ''] = sourceArn?.split(':') ?? [];
  refuseOtherAccount(told.sourceAccount ?? null, account, sourceArn);
  const settings = (code?.settings ?? []).filter(({ bucket: of }) => of === destinationBucket);
  return {
    name,
    profile,
    sibling: {
      profile,
      told: byHand,
      sourceArn,
      organizationId: byHand.organizationId,
      objectOwnership: byHand.objectOwnership,
      barred: settings.flatMap(({ address, setting }) => {
        const reason = profile.bars.settings?.[setting];
        return reason === undefined ? [] : [`the code sets ${address}: ${reason}`];
      }),
    },
    sourceBucket,
    sourceAccount: told.sourceAccount ?? (account === '' ? null : account) ?? source?.account ?? null,
    destinationBucket,
    destinationProblem: null,
    destinationAccount: told.destinationAccount ?? destination?.account ?? null,
    destinationPrefix: told.destinationPrefix ?? null,
    configurationId: told.configurationId ?? null,
    format: null,
    encryption,
    partition,
    sourceRegion: sources.sourceRegion ?? (region === '' ? null : region) ?? source?.region ?? null,
    destinationRegion: sources.destinationRegion ?? destination?.region ?? null,
    isOneStack: source?.stack != null && source.stack === destination?.stack,
    places: { policy: bucket.place, key: key?.place ?? null, configuration: null },
    otherKeys: code?.keys ?? [],
    policy: bucket.policy,
    keyPolicy: key?.policy ?? null,
    defaultKey,
    keyRegion: keyInUse === null ? null : (regionOfKey(keyInUse) ?? (code && keyRegionIn(code, keyInUse))),
    describedKey: null,
    bucketKey: byDefault?.bucketKey ?? null,
    time: told.now ?? sources.clock,
    resourceControlPolicies: sources.resourceControlPolicies.map((file) => readPolicyDocument(file, 'rcp')),
    configuration: { state: 'not-given' },
    mustBeKnown: [],
    overrides: sources.overrides,
    assumptions: code === null ? [] : unnamedNotes(code, [sourceBucket, destinationBucket]),
    warnings: [
      ...(code?.warnings ?? []),
      ...bucket.warnings,
      ...(key?.warnings ?? []),
      ...managedKey(encryption, byDefault, null),
    ],
  };
}

/** Who owns the source is who its requests name. */
function refuseOtherAccount(told: string | null, account: string, arn: string | null): void {
  if (told === null || account === '' || told === account) return;
  throw new ForensicsError('usage', `--source-arn ${arn} is of account ${account}, and --source-account says ${told}`);
}
