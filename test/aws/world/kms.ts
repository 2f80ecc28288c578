import { type Answer, fail, jsonAnswer, refuse } from './answer.ts';
import type { Asked } from './asked.ts';
import { pageOf, type TokenFault } from './pages.ts';
import type { World, WorldKey } from './world.ts';

/**
 * The key itself, its policy and its grants; null for an operation that is not known here. An alias names a key for
 * DescribeKey alone.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html
 */
export function kms(asked: Asked, world: World, account: string | null, fault: TokenFault): Answer | null {
  const { input, operation } = asked;
  if (!OPERATIONS.has(operation)) return null;
  const id = String(input['KeyId']);
  const key = world.keys?.find((known) => isNamed(known, id, operation) && regionOf(known) === asked.region);
  if (key === undefined) {
    return refuse('kms', { status: 400, code: 'NotFoundException', message: `Key '${id}' does not exist` });
  }
  if (key.account !== undefined && account !== null && key.account !== account) {
    if (key.sharedWith?.includes(account) !== true) return fail('kms', 'denied');
  }
  switch (operation) {
    case 'DescribeKey':
      return jsonAnswer({ KeyMetadata: key.metadata });
    case 'GetKeyPolicy':
      return key.policy === undefined
        ? fail('kms', 'denied')
        : jsonAnswer({ Policy: key.policy, PolicyName: 'default' });
    default: {
      const size = Number(input['Limit'] ?? 50);
      const token = typeof input['Marker'] === 'string' ? input['Marker'] : null;
      const page = pageOf(key.grants ?? [], { parameters: key.metadata.Arn, token, size, fault });
      if (page === null) {
        return refuse('kms', { status: 400, code: 'InvalidMarkerException', message: 'The marker is not valid' });
      }
      return jsonAnswer({ Grants: page.items, NextMarker: page.next, Truncated: page.next !== undefined });
    }
  }
}

const OPERATIONS: ReadonlySet<string> = new Set(['DescribeKey', 'GetKeyPolicy', 'ListGrants']);

function regionOf({ metadata }: WorldKey): string | undefined {
  return metadata.Arn.split(':')[3];
}

function isNamed({ metadata, aliases = [] }: WorldKey, id: string, operation: string): boolean {
  if (id === metadata.KeyId || id === metadata.Arn) return true;
  const root = metadata.Arn.split(':').slice(0, 5).join(':');
  return operation === 'DescribeKey' && aliases.some((alias) => id === alias || id === `${root}:${alias}`);
}
