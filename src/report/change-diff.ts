import type { ConfigurationState } from '../delivery-path/configuration-state.ts';
import type { Replaced } from '../delivery-path/link.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { diffPolicies } from '../policy/document/diff.ts';
import type { ReportReplacement } from './contract.ts';

/** What a change replaced, as lines that a person reads; empty where nothing is known to differ. */
export function describeReplacement(replaced: Replaced | null): string[] {
  switch (replaced?.kind) {
    case undefined:
      return [];
    case 'policy':
      if (replaced.after?.state !== 'known') return [];
      return policyLines(replaced.before?.state === 'known' ? replaced.before.value : undefined, replaced.after.value);
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

/** Where one policy took another's place time and again, the lines are found once. */
function policyLines(before: JsonValue | null | undefined, after: JsonValue | null): string[] {
  if (!isJsonObject(before) || !isJsonObject(after)) return diffPolicies(before, after);
  const known = LINES.get(before) ?? new WeakMap<JsonObject, string[]>();
  LINES.set(before, known);
  const lines = known.get(after) ?? diffPolicies(before, after);
  known.set(after, lines);
  return lines;
}

const LINES = new WeakMap<JsonObject, WeakMap<JsonObject, string[]>>();

/** The documents of which one took the other's place, where both are known whole; null for what is no document. */
export function documentsReplaced(replaced: Replaced | null): ReportReplacement | null {
  switch (replaced?.kind) {
    case 'policy': {
      const { before, after } = replaced;
      if (before?.state !== 'known' || after?.state !== 'known') return null;
      return isDocument(before.value) && isDocument(after.value) ? { before: before.value, after: after.value } : null;
    }
    case 'configuration': {
      const [before, after] = [documentOf(replaced.before), documentOf(replaced.after)];
      return before === undefined || after === undefined ? null : { before, after };
    }
    default:
      return null;
  }
}

/** null where there is no configuration; undefined where it is not known whole. */
function documentOf({ exists, document }: ConfigurationState): JsonObject | null | undefined {
  return exists === false ? null : (document ?? undefined);
}

function isDocument(value: JsonValue | null): value is JsonObject | null {
  return value === null || isJsonObject(value);
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
