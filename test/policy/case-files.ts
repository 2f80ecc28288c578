import { readdirSync, readFileSync } from 'node:fs';
import type { JsonObject, JsonValue } from '../../src/json.ts';
import type { DeliveryTarget } from '../../src/policy/delivery/delivery.ts';
import { INVENTORY_PROFILE } from '../../src/profile/inventory/inventory.ts';

/**
 * One file of `cases/`: a theme, the AWS page behind it, and its cases. A case is either a condition that a request
 * meets or not, or a policy that lets a delivery through or not.
 */
export interface CaseFile {
  readonly theme: string;
  readonly source: string;
  readonly cases: readonly (ConditionCase | PolicyCase)[];
}

interface CaseBase {
  /** What the case shows, in words; unique in its file. */
  readonly name: string;
  /** The rule of AWS that decides it. */
  readonly rule: string;
}

export interface ConditionCase extends CaseBase {
  /** The Condition element of the only statement. */
  readonly condition: JsonObject;
  /** The request's context keys; all others are absent. */
  readonly request: Readonly<Record<string, string | readonly string[]>>;
  readonly holds: 'yes' | 'no' | 'unknown';
  /** 2012-10-17 by default; `none` leaves Version out. */
  readonly version?: string;
}

export interface PolicyCase extends CaseBase {
  readonly kind?: 'bucket' | 'key' | 'rcp';
  /** One of these four says the policy. `deny`: a Deny for everyone on the whole bucket with these elements, beside the documented Allow. */
  readonly deny?: JsonObject;
  /** An Allow for S3 on the whole bucket with these elements, and nothing else. null removes an element. */
  readonly allow?: JsonObject;
  /** Statements; the word `delivery` stands for the documented Allow. */
  readonly statements?: readonly JsonValue[];
  readonly policy?: JsonValue;
  /** What differs from the usual delivery. */
  readonly target?: Partial<DeliveryTarget>;
  /** Context keys set by hand, as the command line takes them. */
  readonly context?: readonly string[];
  readonly expect: {
    readonly state: 'allowed' | 'denied' | 'depends' | 'unknown';
    readonly decision?: string;
    /** Sid of the deciding statement, or null for none. */
    readonly statement?: string | null;
    readonly index?: number;
    readonly keys?: readonly string[];
    readonly unknown?: readonly string[];
    readonly deniedKey?: string;
    /** Codes of the warnings. */
    readonly warnings?: readonly string[];
    /** Words that the explanation holds. */
    readonly says?: string;
  };
}

const FOLDER = new URL('./cases/', import.meta.url);

/** All case files, in order of their names. */
export function readCaseFiles(): CaseFile[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as CaseFile);
}

/** The delivery that the cases are about. */
export const TARGET: DeliveryTarget = {
  profile: INVENTORY_PROFILE,
  sourceBucket: 'acme-lake',
  sourceAccount: '111122223333',
  destinationBucket: 'acme-reports',
  destinationPrefix: 'inv',
  configurationId: 'daily-full',
  encryption: { type: 'none' },
  keyArn: null,
};

const BUCKET = 'arn:aws:s3:::acme-reports';

/** The Allow of the S3 guide. */
export const DELIVERY_ALLOW: JsonObject = {
  Sid: 'InventoryDelivery',
  Effect: 'Allow',
  Principal: { Service: 's3.amazonaws.com' },
  Action: 's3:PutObject',
  Resource: [`${BUCKET}/*`],
  Condition: {
    ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::acme-lake' },
    StringEquals: { 'aws:SourceAccount': '111122223333', 's3:x-amz-acl': 'bucket-owner-full-control' },
  },
};

/** The policy of a case as a document. */
export function policyOf(item: PolicyCase): JsonValue | null {
  if (item.policy !== undefined) return item.policy;
  return { Version: '2012-10-17', Statement: statementsOf(item) };
}

function statementsOf(item: PolicyCase): JsonValue[] {
  if (item.statements !== undefined) {
    return item.statements.map((statement) => (statement === 'delivery' ? DELIVERY_ALLOW : statement));
  }
  if (item.deny !== undefined) {
    const usual = { Sid: 'Tested', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [BUCKET, `${BUCKET}/*`] };
    return [DELIVERY_ALLOW, merge(usual, item.deny)];
  }
  const usual = { ...DELIVERY_ALLOW, Sid: 'Tested', Condition: {} };
  return [merge(usual, item.allow ?? {})];
}

function merge(usual: JsonObject, given: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries({ ...usual, ...given }).filter(([, value]) => value !== null));
}

/** The policy variable of this key, as a policy writes it. */
export function variable(key: string): string {
  return ['$', '{', key, '}'].join('');
}
