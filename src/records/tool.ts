import type { Tool } from './actor.ts';

/**
 * What stands behind a call, as far as the call says: user agents are set by the caller, so this helps to
 * find the change's home (the console, a Terraform repository) and proves nothing.
 *
 * The service that called for someone (`invokedBy`) goes first: whatever a CDK deployment's user agent is,
 * CloudFormation makes its calls. Then the most telling product in the user agent, since one names several:
 * Terraform's ends in its SDK, CloudShell's begins with the CLI.
 *
 * @param fromConsole CloudTrail's `sessionCredentialFromConsole`; null where the log does not say.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function recogniseTool(
  userAgent: string | null,
  invokedBy: string | null,
  fromConsole: boolean | null = null,
): Tool | null {
  const caller = invokedBy === null ? null : serviceTool(invokedBy);
  if (caller !== null) {
    return caller;
  }
  const agent = userAgent ?? '';
  const product = PRODUCTS.find((row) => row.mark.test(agent));
  if (product !== undefined) {
    return product.tool;
  }
  if (fromConsole === true || (fromConsole === null && BROWSER.test(agent))) {
    return 'console';
  }
  if (INTERNAL.test(agent)) {
    return 'aws-service';
  }
  return SDK.test(agent) ? 'sdk' : serviceTool(agent);
}

/** The tool that a service's DNS name stands for; null when it is no such name (`AWS Internal` is none). */
function serviceTool(name: string): Tool | null {
  const service = SERVICE.exec(name)?.[1];
  return service === undefined ? null : (SERVICES.get(service) ?? 'aws-service');
}

const PRODUCTS: readonly { readonly mark: RegExp; readonly tool: Tool }[] = [
  { mark: /\bPulumi/i, tool: 'pulumi' },
  { mark: /\bOpenTofu\b/i, tool: 'opentofu' },
  { mark: /\bTerraform\b|\bterraform-provider-|\bHashiCorp\//i, tool: 'terraform' },
  { mark: /\baws-cdk\b|(?:^|\s)cdk-/i, tool: 'cdk' },
  { mark: /\bexec-env\/CloudShell\b|\bAWS-CloudShell\b/i, tool: 'cloudshell' },
  { mark: /\bAWSPowerShell\b|\bAWS\.Tools\./i, tool: 'powershell' },
  { mark: /\baws-cli\//i, tool: 'aws-cli' },
  { mark: /\bS3[ -]?Browser\b/i, tool: 's3-browser' },
  { mark: /\bAWS ?Control ?Tower\b/i, tool: 'control-tower' },
  { mark: /\bS3Console\/|\bConsole, aws-internal\b/, tool: 'console' },
];

const SERVICES: ReadonlyMap<string, Tool> = new Map([
  ['cloudformation', 'cloudformation'],
  ['controltower', 'control-tower'],
  ['signin', 'console'],
  ['console', 'console'],
  ['cloudshell', 'cloudshell'],
]);

const SERVICE = /^([a-z0-9-]{1,63})(?:\.[a-z0-9-]{1,63}){0,4}\.(?:amazonaws\.com(?:\.cn)?|aws\.internal)$/;
const BROWSER = /^Mozilla\/\d/;
/** Named so by AWS's own back ends; users' programs are named by their SDK. */
const INTERNAL = /^AWS Internal|\baws-internal\b/;
const SDK = /\baws-sdk-|\bAWSSDK|\bboto3?\/|\bbotocore\//i;
