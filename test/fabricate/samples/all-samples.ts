import { brokenAndRestored } from './broken-and-restored.ts';
import { configurationDisabled } from './configuration-disabled.ts';
import { denyByIp } from './deny-by-ip.ts';
import { denyUnencryptedByRoleChain } from './deny-unencrypted-by-role-chain.ts';
import { keyPolicyLosesS3 } from './key-policy-loses-s3.ts';
import type { Sample } from './sample.ts';
import { terraformReplacesPolicy } from './terraform-replaces-policy.ts';

export const ALL_SAMPLES: readonly Sample[] = [
  brokenAndRestored,
  configurationDisabled,
  denyByIp,
  denyUnencryptedByRoleChain,
  keyPolicyLosesS3,
  terraformReplacesPolicy,
];
