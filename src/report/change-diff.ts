import type { ConfigurationState } from '../delivery-path/configuration-state.ts';
import type { Replaced } from '../delivery-path/link.ts';
import { diffPolicies } from '../policy/document/diff.ts';

/** What a change replaced, as lines that a person reads; empty where nothing is known to differ. */
export function describeReplacement(replaced: Replaced | null): string[] {
  switch (replaced?.kind) {
    case undefined:
      return [];
    case 'policy':
      if (replaced.after?.state !== 'known') return [];
      return diffPolicies(replaced.before?.state === 'known' ? replaced.before.value : undefined, replaced.after.value);
    case 'configuration':
      return configurationLines(replaced.before, replaced.after);
    case 'key-state':
      return keyStateLines(replaced);
    case 'encryption':
      return [`~ default encryption: ${encryptionText(replaced.before)} -> ${encryptionText(replaced.after)}`];
    default:
      return replaced satisfies never;
  }
}

function keyStateLines({ before, after }: Extract<Replaced, { kind: 'key-state' }>): string[] {
  const [was, is] = [before, after].map((state) => (state?.state === 'known' ? state.value : 'not known'));
  return was === is ? [] : [`~ key state: ${was} -> ${is}`];
}

const MEMBERS = [
  ['exists', 'configuration exists'],
  ['isEnabled', 'IsEnabled'],
  ['destinationBucket', 'destination bucket'],
  ['destinationPrefix', 'destination prefix'],
  ['frequency', 'frequency'],
] as const;

function configurationLines(before: ConfigurationState, after: ConfigurationState): string[] {
  if (after.exists === false) return ['- the whole configuration'];
  const lines = MEMBERS.flatMap(([member, name]) =>
    before[member] === after[member] || after[member] === null
      ? []
      : [`~ ${name}: ${before[member] ?? 'not known'} -> ${after[member]}`],
  );
  const [was, is] = [before.encryption, after.encryption].map((encryption) =>
    encryption === null ? null : encryption.type === 'SSE-KMS' ? `SSE-KMS with ${encryption.keyId}` : encryption.type,
  );
  return was === is || is == null ? lines : [...lines, `~ encryption: ${was ?? 'not known'} -> ${is}`];
}

function encryptionText(setting: Extract<Replaced, { kind: 'encryption' }>['before']): string {
  if (setting?.state !== 'known') return 'not known';
  if (setting.value === null) return 'none of its own (S3 uses SSE-S3)';
  return setting.value.keyId === null
    ? setting.value.algorithm
    : `${setting.value.algorithm} with ${setting.value.keyId}`;
}
