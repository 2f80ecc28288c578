import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';

export type PolicyKind =
  | { readonly kind: 'bucket-policy' }
  | { readonly kind: 'key-policy' }
  | { readonly kind: 'unclear'; readonly reason: string };

/**
 * Tells a bucket policy from a key policy by the services that its actions and resources belong to. A
 * document that belongs to both, to neither or to others, that names no principal (an identity policy)
 * or can be no bucket's (an organization's resource control policy) is unclear: taking it for the
 * destination's policy would be a guess.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */
export function policyKind(document: JsonValue): PolicyKind {
  const statements = isJsonObject(document) ? listOf(document['Statement']).filter(isJsonObject) : [];
  if (statements.length === 0) return unclear('a policy without statements');
  if (
    !statements.some((statement) => statement['Principal'] !== undefined || statement['NotPrincipal'] !== undefined)
  ) {
    return unclear('an identity policy: its statements name no principal');
  }
  const services = new Set(statements.flatMap(servicesOf));
  if (services.size === 0) return unclear('a policy whose actions and resources name no service');
  if (services.size > 1) return unclear('a policy on several services: neither a bucket policy nor a key policy');
  if (services.has('kms')) return { kind: 'key-policy' };
  if (!services.has('s3')) return unclear('a policy on another service than S3 and KMS');
  if (statements.every(isOfOrganization))
    return unclear('a resource control policy: it denies everybody on every resource');
  return { kind: 'bucket-policy' };
}

/** `s3`, `kms` and others, as far as actions and resources name them. */
function servicesOf(statement: JsonObject): string[] {
  const actions = [...textsOf(statement['Action']), ...textsOf(statement['NotAction'])];
  const resources = [...textsOf(statement['Resource']), ...textsOf(statement['NotResource'])];
  return [
    ...actions.map((action) => /^([A-Za-z0-9-]+):/.exec(action)?.[1]),
    ...resources.map((resource) => /^arn:[^:]*:([a-z0-9-]+):/.exec(resource)?.[1]),
  ].flatMap((service) => (service === undefined ? [] : [service.toLowerCase()]));
}

/** A bucket policy names its bucket; a resource control policy denies, all principals, usually on `*`. */
function isOfOrganization(statement: JsonObject): boolean {
  const resources = textsOf(statement['Resource']);
  return (
    statement['Effect'] === 'Deny' &&
    statement['Principal'] === '*' &&
    resources.length > 0 &&
    resources.every((resource) => resource === '*')
  );
}

function textsOf(value: JsonValue | undefined): string[] {
  return listOf(value).filter((element) => typeof element === 'string');
}

function listOf(value: JsonValue | undefined): JsonValue[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function unclear(reason: string): PolicyKind {
  return { kind: 'unclear', reason };
}
