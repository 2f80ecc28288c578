import { printable } from '../policy/document/printable.ts';
import type { RequirementId } from './contract.ts';
import { type Finding, fail, notApplicable, pass, unknown } from './finding.ts';
import type { CheckInputs, SiblingInputs } from './inputs.ts';
import { judgeDestinationForm } from './judge-destination.ts';
import { judgeKeyUsable } from './judge-key.ts';
import { judgeRegions } from './judge-surroundings.ts';

/** What is asked for beside the policies. */
export type Surroundings = Readonly<
  Record<Exclude<RequirementId, 'destination-policy-allows' | 'no-deny-applies' | 'key-policy-allows'>, Finding>
>;

/** What a delivery asks for beside its policies, as far as its profile tells and the inputs say. */
export function judgeSiblingSurroundings(inputs: CheckInputs, sibling: SiblingInputs): Surroundings {
  const { words } = sibling.profile;
  return {
    'same-region': judgeRegions(inputs),
    'key-usable': judgeKey(inputs, sibling),
    'destination-owner': judgeOwner(inputs, sibling),
    'destination-form': judgeForm(inputs, sibling),
    'configuration-enabled': notApplicable(`whether the ${words.configuration} is there and switched on is not judged`),
  };
}

function judgeKey(inputs: CheckInputs, { profile: { bars, words } }: SiblingInputs): Finding {
  const isNamed = inputs.encryption?.type === 'SSE-KMS' || inputs.defaultKey !== null;
  if (bars.kms === undefined || !isNamed) return judgeKeyUsable(inputs);
  return fail(`${words.feature} cannot be encrypted with a KMS key: ${bars.kms}`);
}

function judgeOwner(
  { sourceAccount, destinationAccount }: CheckInputs,
  { profile: { bars, words } }: SiblingInputs,
): Finding {
  if (bars.sameAccount !== true) return notApplicable('no owner of the destination is asked for');
  if (sourceAccount === null || destinationAccount === null) {
    const lacking = sourceAccount === null ? 'source (--source-account)' : 'destination (--destination-account)';
    return unknown(`no input says the account of the ${lacking}`);
  }
  return sourceAccount === destinationAccount
    ? pass(`source and destination belong to ${sourceAccount}`)
    : fail(
        `the source belongs to ${sourceAccount}, the destination to ${destinationAccount}: ${words.feature} delivers within one account only`,
      );
}

function judgeForm(inputs: CheckInputs, { profile: { bars, words }, barred }: SiblingInputs): Finding {
  const form = judgeDestinationForm(inputs);
  if (form.status === 'fail') return form;
  const { destinationBucket: bucket } = inputs;
  if (bars.bucketName !== undefined && !bars.bucketName.pattern.test(bucket)) {
    return fail(
      `${words.feature} delivers into a bucket only whose name ${bars.bucketName.wanted}, and this one is ${printable(bucket)}`,
    );
  }
  const [reason] = barred;
  return reason === undefined ? form : unknown(reason);
}
