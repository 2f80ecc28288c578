import type { AskedDeliveries } from '../../check/gather-deliveries.ts';
import type { ToldByHand } from '../../check/inputs.ts';
import type { ObjectOwnership } from '../../policy/delivery/delivery-target.ts';
import { SIBLINGS, type SiblingName } from '../../profile/siblings/siblings.ts';
import { type Flags, textFlag, textFlags } from '../command.ts';
import { badValue } from '../options/usage-error.ts';

/**
 * The deliveries that are asked about; without a name that of S3 Inventory.
 *
 * @throws ForensicsError `usage` for a name that is none
 */
export function resolveDeliveries(names: readonly string[]): AskedDeliveries {
  const wrong = names.find((name) => name !== 'all' && name !== 's3-inventory' && !isSibling(name));
  if (wrong !== undefined) throw badValue('--delivery', wrong, `one of all, s3-inventory, ${SIBLING_NAMES.join(', ')}`);
  const isAll = names.includes('all');
  return {
    isAll,
    inventory: isAll || names.length === 0 || names.includes('s3-inventory'),
    siblings: SIBLING_NAMES.filter((name) => isAll || names.includes(name)).map((name) => ({
      name,
      profile: SIBLINGS[name],
    })),
  };
}

/** What the flags tell of deliveries of which no document is read. */
export function resolveTold(flags: Flags): ToldByHand {
  const sourceArns = textFlags(flags, 'sourceArn');
  const recorderRole = textFlag(flags, 'recorderRole');
  const organizationId = textFlag(flags, 'organizationId');
  const notArn = sourceArns.find((arn) => !/^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:\d{12}:[^\s*?$]+$/.test(arn));
  if (notArn !== undefined) throw badValue('--source-arn', notArn, 'the ARN of one source, with its account');
  if (recorderRole !== undefined && recorderRole !== 'service-linked' && !ROLE_ARN.test(recorderRole)) {
    throw badValue('--recorder-role', recorderRole, 'the ARN of a role, or service-linked');
  }
  if (organizationId !== undefined && !/^o-[a-z0-9]{10,32}$/.test(organizationId)) {
    throw badValue('--organization-id', organizationId, 'the id of an organization, such as o-a1b2c3d4e5');
  }
  return {
    sourceArns: [...new Set(sourceArns)],
    objectOwnership: ownershipOf(textFlag(flags, 'objectOwnership')),
    recorderRole: recorderRole ?? null,
    organizationId: organizationId ?? null,
  };
}

function ownershipOf(text: string | undefined): ObjectOwnership | null {
  if (text === undefined) return null;
  const setting = OBJECT_OWNERSHIPS.find((one) => one.toLowerCase() === text.toLowerCase());
  if (setting === undefined) throw badValue('--object-ownership', text, OBJECT_OWNERSHIPS.join(', '));
  return setting;
}

export const OBJECT_OWNERSHIPS: readonly ObjectOwnership[] = [
  'BucketOwnerEnforced',
  'BucketOwnerPreferred',
  'ObjectWriter',
];

export const SIBLING_NAMES: readonly SiblingName[] = Object.keys(SIBLINGS) as SiblingName[];

function isSibling(name: string): name is SiblingName {
  return Object.hasOwn(SIBLINGS, name);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const ROLE_ARN = /^arn:[a-z-]+:iam::\d{12}:role\/\S+$/;
