import { configurationBody, type Json, keyPolicyText, policyBody } from './documents.ts';
import { derivedHex } from './random.ts';
import {
  CONFIGURATION_ID,
  DESTINATION_ACCOUNT,
  isoSeconds,
  KEY_ID,
  REGION,
  SOURCE_ACCOUNT,
  SOURCE_BUCKET,
  type World,
  type WorldEvent,
} from './world.ts';

/** A CloudTrail record with what the simulator must know of it. */
export interface TrailRecord {
  readonly account: string;
  readonly time: number;
  readonly json: Json;
  /** The world's event that it tells; null for traffic and for S3's own writes. */
  readonly event: string | null;
}

export interface Call {
  readonly time: number;
  readonly account: string;
  readonly source: 's3' | 'kms' | 'sts';
  readonly name: string;
  readonly readOnly: boolean;
  readonly actor: string;
  readonly parameters: Json;
  readonly resource: string;
  readonly error?: string | undefined;
  readonly eventId: string;
  readonly isData?: boolean;
}

/** The record of one of the world's events. */
export function recordOf(world: World, event: WorldEvent): TrailRecord {
  const { id, time, actor, failed } = event;
  const call = callOf(world, event);
  const error = failed ? 'AccessDenied' : undefined;
  return { ...trailRecord({ ...call, time, actor, error, eventId: id, readOnly: false }), event: id };
}

export function trailRecord(call: Call): TrailRecord {
  const { time, account } = call;
  return { account, time, event: null, json: recordJson(call) };
}

function recordJson(call: Call): Json {
  return {
    eventVersion: '1.11',
    userIdentity: call.actor === 's3' ? SERVICE : identityOf(call.actor, call.account),
    eventTime: isoSeconds(call.time),
    eventSource: `${call.source}.amazonaws.com`,
    eventName: call.name,
    awsRegion: REGION,
    sourceIPAddress: call.actor === 's3' ? 's3.amazonaws.com' : '198.51.100.23',
    userAgent: call.actor === 's3' ? 's3.amazonaws.com' : '[aws-cli/2.22.12]',
    ...(call.error === undefined ? {} : { errorCode: call.error, errorMessage: 'Access Denied' }),
    requestParameters: call.parameters,
    responseElements: null,
    ...(call.source === 's3' ? { additionalEventData: { 'x-amz-id-2': hostIdOf(call.eventId) } } : {}),
    requestID: requestIdOf(call.eventId),
    eventID: call.eventId,
    readOnly: call.readOnly,
    resources: [
      {
        accountId: call.account,
        type: call.source === 'kms' ? 'AWS::KMS::Key' : 'AWS::S3::Bucket',
        ARN: call.resource,
      },
    ],
    eventType: 'AwsApiCall',
    managementEvent: call.isData !== true,
    recipientAccountId: call.account,
    eventCategory: call.isData === true ? 'Data' : 'Management',
  };
}

type Target = Pick<Call, 'account' | 'source' | 'name' | 'parameters' | 'resource'>;

function callOf(world: World, { body }: WorldEvent): Target {
  switch (body.kind) {
    case 'put-policy':
      return onBucket(body.bucket, 'PutBucketPolicy', {
        bucketPolicy: policyBody(body.bucket, body.policy),
        policy: '',
      });
    case 'delete-policy':
      return onBucket(body.bucket, 'DeleteBucketPolicy', { policy: '' });
    case 'create-bucket':
      return onBucket(body.bucket, 'CreateBucket', {});
    case 'delete-bucket':
      return onBucket(body.bucket, 'DeleteBucket', {});
    case 'put-configuration': {
      const InventoryConfiguration = configurationBody(world, body.configuration);
      return onSource('PutBucketInventoryConfiguration', {
        inventory: '',
        id: CONFIGURATION_ID,
        InventoryConfiguration,
      });
    }
    case 'delete-configuration':
      return onSource('DeleteBucketInventoryConfiguration', { inventory: '', id: CONFIGURATION_ID });
    case 'disable-key':
      return onKey(world, 'DisableKey', { keyId: KEY_ID });
    case 'enable-key':
      return onKey(world, 'EnableKey', { keyId: KEY_ID });
    case 'put-key-policy':
      return onKey(world, 'PutKeyPolicy', {
        keyId: KEY_ID,
        policyName: 'default',
        policy: keyPolicyText(world, body.allowsS3),
      });
    case 'bystander':
      return bystander(world, body.what);
  }
}

function bystander(world: World, what: string): Target {
  switch (what) {
    case 'other-configuration':
      return onSource('DeleteBucketInventoryConfiguration', { inventory: '', id: 'weekly-audit' });
    case 'other-bucket-policy':
      return onBucket('acme-website', 'DeleteBucketPolicy', { policy: '' });
    case 'source-policy':
      return onSource('DeleteBucketPolicy', { policy: '' });
    case 'other-key': {
      const keyId = '0000abcd-12ab-34cd-56ef-000000000000';
      return {
        ...onKey(world, 'DisableKey', { keyId }),
        resource: `arn:aws:kms:${REGION}:${world.keyAccount}:key/${keyId}`,
      };
    }
    default:
      return onBucket('acme-reports', 'PutBucketTagging', { tagging: '' });
  }
}

function onBucket(bucket: string, name: string, parameters: Json): Target {
  return {
    account: DESTINATION_ACCOUNT,
    source: 's3',
    name,
    parameters: { bucketName: bucket, Host: `${bucket}.s3.amazonaws.com`, ...parameters },
    resource: `arn:aws:s3:::${bucket}`,
  };
}

function onSource(name: string, parameters: Json): Target {
  return { ...onBucket(SOURCE_BUCKET, name, parameters), account: SOURCE_ACCOUNT };
}

function onKey(world: World, name: string, parameters: Json): Target {
  const resource = `arn:aws:kms:${REGION}:${world.keyAccount}:key/${KEY_ID}`;
  return { account: world.keyAccount, source: 'kms', name, parameters, resource };
}

const SERVICE: Json = { type: 'AWSService', invokedBy: 's3.amazonaws.com' };

function identityOf(actor: string, account: string): Json {
  return {
    type: 'IAMUser',
    principalId: `AIDA${actor.replaceAll('-', '').toUpperCase()}`,
    arn: actorArn(actor, account),
    accountId: account,
    accessKeyId: `AKIA${derivedHex(16, actor).toUpperCase()}`,
    userName: actor,
  };
}

export function actorArn(actor: string, account: string): string {
  return `arn:aws:iam::${account}:user/${actor}`;
}

/** Both logs name a request alike. */
export function requestIdOf(eventId: string): string {
  return derivedHex(16, `request ${eventId}`).toUpperCase();
}

export function hostIdOf(eventId: string): string {
  return `${derivedHex(54, `host ${eventId}`)}==`;
}
