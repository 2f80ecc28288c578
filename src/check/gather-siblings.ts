import { ForensicsError } from '../errors.ts';
import { parsePolicy } from '../policy/document/parse.ts';
import type { NamedSibling } from '../profile/siblings/sibling.ts';
import { commonInputs } from './common-inputs.ts';
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
  const { case: told, code } = sources;
  const { given, destination: destinationBucket, sourceArn } = meant;
  const [, partition = null, , region = '', account = ''] = sourceArn?.split(':') ?? [];
  refuseOtherAccount(told.sourceAccount ?? null, account, sourceArn);
  const settings = (code?.settings ?? []).filter(({ bucket }) => bucket === destinationBucket);
  const common = commonInputs(sources, {
    profile,
    sourceBucket: profile.arns === undefined ? (told.sourceBucket ?? '') : '',
    sourceAccount: told.sourceAccount ?? (account === '' ? null : account),
    sourceRegion: sources.sourceRegion ?? (region === '' ? null : region),
    destinationBucket,
    configuration: null,
    policy: given,
    key: null,
  });
  return {
    ...common,
    name,
    sibling: {
      profile,
      told: sources.told,
      sourceArn,
      barred: settings.flatMap(({ address, setting }) => {
        const reason = profile.bars.settings?.[setting];
        return reason === undefined ? [] : [`the code sets ${address}: ${reason}`];
      }),
    },
    destinationProblem: null,
    partition,
    configuration: { state: 'not-given' },
  };
}

/** Who owns the source is who its requests name. */
function refuseOtherAccount(told: string | null, account: string, arn: string | null): void {
  if (told === null || account === '' || told === account) return;
  throw new ForensicsError('usage', `--source-arn ${arn} is of account ${account}, and --source-account says ${told}`);
}
