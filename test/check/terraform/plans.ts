import type { JsonObject, JsonValue } from '../../../src/json.ts';

/** A plan as `terraform show -json` prints it, cut down to what is read. */
export function planOf(parts: {
  readonly resources?: readonly JsonObject[];
  readonly children?: readonly JsonObject[];
  readonly code?: JsonObject;
  readonly changes?: readonly JsonObject[];
}): JsonObject {
  return {
    format_version: '1.2',
    terraform_version: '1.9.8',
    planned_values: {
      root_module: { resources: [...(parts.resources ?? [])], child_modules: [...(parts.children ?? [])] },
    },
    resource_changes: [...(parts.changes ?? [])],
    configuration: { root_module: parts.code ?? {} },
  };
}

export function resource(address: string, values: JsonObject): JsonObject {
  const [type = '', name = ''] = address.split('.').slice(-2);
  return { address, mode: 'managed', type, name, provider_name: 'registry.terraform.io/hashicorp/aws', values };
}

/** How the code of a resource refers to others. */
export function codeOf(address: string, expressions: JsonObject): JsonObject {
  const [type = '', name = ''] = address.split('.');
  return { address, mode: 'managed', type, name, expressions };
}

export function references(...names: readonly string[]): JsonObject {
  return { references: [...names] };
}

export function creation(address: string): JsonObject {
  const [type = '', name = ''] = address.split('.');
  return { address, mode: 'managed', type, name, change: { actions: ['create'], before: null, after: {} } };
}

export function deletion(address: string, before: JsonObject): JsonObject {
  const [type = '', name = ''] = address.split('.');
  return { address, mode: 'managed', type, name, change: { actions: ['delete'], before, after: null } };
}

export function inventoryValues(changes: JsonObject = {}, bucket: JsonObject = {}): JsonObject {
  return {
    bucket: 'acme-lake',
    name: 'daily-full',
    enabled: true,
    included_object_versions: 'All',
    filter: [],
    optional_fields: null,
    schedule: [{ frequency: 'Daily' }],
    destination: [
      {
        bucket: [
          {
            account_id: null,
            bucket_arn: 'arn:aws:s3:::acme-reports',
            encryption: [],
            format: 'CSV',
            prefix: 'inv',
            ...bucket,
          },
        ],
      },
    ],
    ...changes,
  };
}

export function policyValues(document: JsonValue, bucket = 'acme-reports'): JsonObject {
  return { bucket, policy: JSON.stringify(document) };
}
