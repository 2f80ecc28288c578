import type { Anchors } from '../delivery-path/anchors.ts';
import { type KeyState, keyIdOf } from '../delivery-path/world.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import type { Gathered, Kept } from '../sightings/gather.ts';
import type { AbsentResources, DocumentWarning } from './absent-resources.ts';
import type { Scope } from './scope.ts';

export interface AnchorResult {
  readonly anchors: Anchors;
  readonly warnings: readonly DocumentWarning[];
}

/**
 * Puts each policy document of the evidence, which describes the state at `now`, to the resource it
 * belongs to. A bucket policy tells its bucket by its resources; a key policy does not name its key, so
 * it is used only where the case has one key. The description of a key names it. One that says beside it whose it is,
 * is that one's. Documents that contradict each other anchor nothing.
 */
export function anchorDocuments(
  { bucketPolicies, keyPolicies, keyDescriptions }: Documents,
  home: string | null,
  scope: Scope,
  absent: AbsentResources,
): AnchorResult {
  const warnings: DocumentWarning[] = [...absent.warnings];
  const contradicted = new Set<string>();
  const buckets = new Map<string, JsonValue>();
  for (const kept of bucketPolicies) {
    if (kept.of !== null && !scope.buckets.has(kept.of)) continue;
    const bucket = kept.of ?? bucketOfPolicy(kept.value, home, scope);
    if (bucket === null) {
      warnings.push({
        code: 'policy-of-another-bucket',
        message: 'this bucket policy names other buckets than the destination: not used',
        source: kept,
      });
    } else place(buckets, bucket, kept, `the bucket policies given for ${bucket}`);
  }
  if (absent.policyOf !== null && !buckets.has(absent.policyOf)) buckets.set(absent.policyOf, null);
  const isContradicted = absent.bucket !== null && buckets.has(absent.bucket);
  if (isContradicted) {
    for (const kept of bucketPolicies.filter(({ of }) => of === null || of === absent.bucket)) {
      const message = `a bucket policy was given for ${absent.bucket}, and an answer that there is no such bucket: neither is used`;
      warnings.push({ code: 'conflicting-documents', message, source: kept });
    }
    buckets.delete(absent.bucket ?? '');
  }
  const keys = new Map<string, JsonValue>();
  const [onlyKey] = scope.keys;
  for (const kept of keyPolicies) {
    const named = kept.of === null ? null : keyIdOf(kept.of);
    if (named !== null) {
      if (scope.keys.has(named)) place(keys, named, kept, `the key policies given for ${named}`);
    } else if (onlyKey === undefined || scope.keys.size !== 1) {
      warnings.push({
        code: 'key-policy-not-placed',
        message:
          scope.keys.size === 0
            ? 'a key policy was given, but no KMS key is known to be in use: not used'
            : 'a key policy does not say its key, and this case has several: not used',
        source: kept,
      });
    } else place(keys, onlyKey, kept, `the key policies given for ${onlyKey}`);
  }
  const states = new Map<string, KeyState>();
  for (const { value, at } of keyDescriptions) {
    const key = keyIdOf(value.arn);
    const state = value.isAwsManaged ? 'AwsManaged' : KEY_STATES.get(value.state);
    if (key === null || state === undefined) continue;
    place(states, key, { value: state, at }, `the descriptions of key ${value.arn}`);
  }
  const bucketExists = new Map(absent.bucket === null || isContradicted ? [] : [[absent.bucket, false]]);
  return {
    anchors: {
      capturedAt: null,
      bucketExists,
      bucketPolicies: buckets,
      encryptions: new Map(),
      keyPolicies: keys,
      keyStates: states,
    },
    warnings,
  };

  function place<T>(documents: Map<string, T>, name: string, kept: Kept<T>, what: string): void {
    const other = documents.get(name);
    if (contradicted.has(what)) return;
    if (other === undefined) documents.set(name, kept.value);
    else if (JSON.stringify(other) !== JSON.stringify(kept.value)) {
      documents.delete(name);
      contradicted.add(what);
      warnings.push({ code: 'conflicting-documents', message: `${what} differ: none of them is used`, source: kept });
    }
  }
}

type Documents = Pick<Gathered, 'bucketPolicies' | 'keyPolicies' | 'keyDescriptions'>;

/**
 * States in the words of AWS that say something of a delivery; what a key does while it is being made, or while its key
 * store is out of reach, says nothing.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
export const KEY_STATES: ReadonlyMap<string, KeyState> = new Map([
  ['Enabled', 'Enabled'],
  ['Disabled', 'Disabled'],
  ['PendingDeletion', 'PendingDeletion'],
  ['PendingReplicaDeletion', 'PendingDeletion'],
  ['PendingImport', 'Unusable'],
  ['Deleted', 'Deleted'],
]);

/** The destination whose ARN the document's resources name; the home bucket when they name none at all. */
function bucketOfPolicy(document: JsonValue, home: string | null, scope: Scope): string | null {
  const named = new Set(resourcesOf(document).flatMap((arn) => /^arn:[^:]*:s3:::([^/*?]+)/.exec(arn)?.[1] ?? []));
  const mine = [...scope.buckets].filter((bucket) => named.has(bucket)).sort();
  if (mine.length > 0) return home !== null && mine.includes(home) ? home : (mine[0] ?? null);
  return named.size === 0 ? home : null;
}

function resourcesOf(document: JsonValue): string[] {
  if (!isJsonObject(document)) return [];
  const statements = document['Statement'];
  return (Array.isArray(statements) ? statements : [statements]).flatMap((statement) => {
    if (!isJsonObject(statement)) return [];
    const resources = statement['Resource'] ?? statement['NotResource'];
    return (Array.isArray(resources) ? resources : [resources]).filter((resource) => typeof resource === 'string');
  });
}
