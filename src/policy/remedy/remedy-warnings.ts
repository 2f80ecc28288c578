import { isJsonObject, type JsonObject } from '../../json.ts';
import type { Tool } from '../../records/actor.ts';
import type { LinkEvaluation } from '../evaluate/link-evaluation.ts';

/** Something to know before a remedy is put in place; `code` is stable. */
export interface RemedyWarning {
  /**
   * `possible-containment`, `managed-as-code`, `may-be-unneeded`, `source-account-assumed`, `key-policy-not-checked`,
   * or a code of the evaluation.
   */
  readonly code: string;
  readonly message: string;
}

/**
 * A Deny that looks like a deliberate lock on the bucket: its Sid says so, or it stops everyone without a condition,
 * or spares only principals named by hand. Sparing the delivery may then be what somebody means to prevent.
 */
export function containmentWarning(statement: JsonObject, name: string): RemedyWarning[] {
  const sid = typeof statement['Sid'] === 'string' ? statement['Sid'] : '';
  const reason = CONTAINMENT_WORDS.test(sid) ? 'its name says so' : containmentReason(statement);
  if (reason === null) return [];
  return [
    {
      code: 'possible-containment',
      message: `Deny ${name} may be a deliberate lock on the bucket (${reason}); ask its author before sparing the delivery`,
    },
  ];
}

/** Tools whose next run puts back what they last wrote. */
export function writerWarning(lastWriter: Tool | null, what = 'policy'): RemedyWarning[] {
  const name = lastWriter === null ? undefined : MANAGING_TOOLS[lastWriter];
  if (name === undefined) return [];
  return [
    {
      code: 'managed-as-code',
      message: `the ${what} was last written by ${name}, which will undo a change by hand: make it in the code that ${name} applies`,
    },
  ];
}

/** The delivery may pass as it is; the remedy only makes it certain. */
export function unneededWarning(before: LinkEvaluation | null): RemedyWarning[] {
  if (before === null || before.state === 'denied') return [];
  const keys = before.unknownKeys.join(', ');
  return [
    {
      code: 'may-be-unneeded',
      message: `the delivery may pass without this change: ${keys === '' ? before.explanation : `that depends on ${keys}`}`,
    },
  ];
}

/** The case does not tell the source's account, so the remedy was verified for the one that the policy names. */
export function assumedAccountWarning(account: string): RemedyWarning {
  return {
    code: 'source-account-assumed',
    message: `verified for source account ${account}, which the policy names for this bucket: no other input tells whose it is`,
  };
}

function containmentReason(statement: JsonObject): string | null {
  const condition = statement['Condition'];
  const operators = condition !== undefined && isJsonObject(condition) ? Object.values(condition) : [];
  const keys = operators.flatMap((keysOfOne) =>
    keysOfOne !== undefined && isJsonObject(keysOfOne) ? Object.keys(keysOfOne) : [],
  );
  if (statement['NotPrincipal'] !== undefined) return 'it stops everyone but principals named by hand';
  if (!isForEveryone(statement['Principal'])) return null;
  if (keys.length === 0) return 'it stops everyone without a condition';
  const spares = keys.every((key) => PRINCIPAL_KEYS.has(key.toLowerCase()));
  return spares ? 'it spares only principals named by hand' : null;
}

function isForEveryone(principal: JsonObject[string]): boolean {
  if (principal === '*') return true;
  const aws = principal !== undefined && isJsonObject(principal) ? principal['AWS'] : undefined;
  return aws === '*' || (Array.isArray(aws) && aws.includes('*'));
}

const CONTAINMENT_WORDS =
  /quarantin|contain|lock|freez|isolat|incident|breach|emergenc|forensic|ransom|block-?all|deny-?all/i;

const PRINCIPAL_KEYS: ReadonlySet<string> = new Set(['aws:principalarn', 'aws:userid', 'aws:username']);

const MANAGING_TOOLS: Readonly<Partial<Record<Tool, string>>> = {
  terraform: 'Terraform',
  opentofu: 'OpenTofu',
  pulumi: 'Pulumi',
  cloudformation: 'CloudFormation',
  cdk: 'the AWS CDK',
  'control-tower': 'AWS Control Tower',
};
