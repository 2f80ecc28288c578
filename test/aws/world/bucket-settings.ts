import type { InventoryConfiguration, ServerSideEncryptionRule } from '@aws-sdk/client-s3';
import { type Answer, refuse, xmlAnswer } from './answer.ts';
import type { Asked } from './asked.ts';
import { pageOf, type TokenFault } from './pages.ts';
import type { Bucket, LoggingTarget } from './world.ts';
import { element, S3_NAMESPACE, type XmlContent, type XmlMembers } from './xml.ts';

/** Inventory configurations come a hundred at a time. */
const CONFIGURATIONS_A_PAGE = 100;

/**
 * The settings of a bucket; null for an operation that is none of them. What is not set is an error with a name of
 * its own, but for logging and the list of configurations, which come empty.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
export function bucketSetting(asked: Asked, bucket: Bucket, fault: TokenFault): Answer | null {
  switch (asked.operation) {
    case 'GetBucketLocation': {
      const region = bucket.region ?? 'eu-west-1';
      return answer('LocationConstraint', region === 'us-east-1' ? '' : region);
    }
    case 'GetBucketPolicy':
      if (bucket.policy === undefined) return unset('NoSuchBucketPolicy');
      return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(bucket.policy) };
    case 'GetBucketEncryption': {
      const rules = bucket.encryption?.Rules;
      if (rules === undefined) return unset('ServerSideEncryptionConfigurationNotFoundError');
      return answer('ServerSideEncryptionConfiguration', { Rule: rules.map(encryptionMembers) });
    }
    case 'GetBucketLogging':
      return answer('BucketLoggingStatus', { LoggingEnabled: loggingMembers(bucket.logging) });
    case 'GetBucketOwnershipControls': {
      const { objectOwnership } = bucket;
      if (objectOwnership === undefined) return unset('OwnershipControlsNotFoundError');
      return answer('OwnershipControls', { Rule: { ObjectOwnership: objectOwnership } });
    }
    case 'GetPublicAccessBlock': {
      const { publicAccessBlock } = bucket;
      if (publicAccessBlock === undefined) return unset('NoSuchPublicAccessBlockConfiguration');
      return answer('PublicAccessBlockConfiguration', { ...publicAccessBlock });
    }
    case 'GetBucketInventoryConfiguration': {
      const found = bucket.inventory?.find(({ Id }) => Id === asked.query.get('id'));
      if (found === undefined) return unset('NoSuchConfiguration');
      return answer('InventoryConfiguration', inventoryMembers(found));
    }
    case 'ListBucketInventoryConfigurations': {
      const token = asked.query.get('continuation-token');
      const page = { parameters: `inventory ${asked.bucket}`, token, size: CONFIGURATIONS_A_PAGE, fault };
      const found = pageOf(bucket.inventory ?? [], page);
      if (found === null) return REFUSED_TOKEN;
      return answer('ListInventoryConfigurationsResult', {
        ContinuationToken: token ?? undefined,
        InventoryConfiguration: found.items.map(inventoryMembers),
        IsTruncated: found.next !== undefined,
        NextContinuationToken: found.next,
      });
    }
    default:
      return null;
  }
}

function answer(root: string, content: XmlContent): Answer {
  return xmlAnswer(element(root, content, S3_NAMESPACE));
}

function unset(code: string): Answer {
  return refuse('s3', { status: 404, code, message: 'The specified setting does not exist' });
}

function loggingMembers(target: LoggingTarget | undefined): XmlMembers | undefined {
  if (target === undefined) return undefined;
  const told = { TargetBucket: target.bucket, TargetPrefix: target.prefix };
  const format = target.keyFormat ?? 'simple';
  switch (format) {
    case 'simple':
      return told;
    case 'SimplePrefix':
      return { ...told, TargetObjectKeyFormat: { SimplePrefix: '' } };
    case 'EventTime':
    case 'DeliveryTime':
      return { ...told, TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: format } } };
    default:
      return format satisfies never;
  }
}

function encryptionMembers({
  ApplyServerSideEncryptionByDefault,
  BucketKeyEnabled,
}: ServerSideEncryptionRule): XmlMembers {
  const byDefault = ApplyServerSideEncryptionByDefault;
  return {
    ApplyServerSideEncryptionByDefault: byDefault && {
      SSEAlgorithm: byDefault.SSEAlgorithm,
      KMSMasterKeyID: byDefault.KMSMasterKeyID,
    },
    BucketKeyEnabled,
  };
}

/** The SDK's shape in the names of the wire. */
function inventoryMembers({ Destination, OptionalFields, ...rest }: InventoryConfiguration): XmlMembers {
  const { Encryption, ...target } = Destination?.S3BucketDestination ?? {};
  const encryption = Encryption && {
    'SSE-S3': Encryption.SSES3 && {},
    'SSE-KMS': Encryption.SSEKMS && { KeyId: Encryption.SSEKMS.KeyId },
  };
  return {
    ...(rest as XmlMembers),
    Destination: { S3BucketDestination: { ...(target as XmlMembers), Encryption: encryption } },
    OptionalFields: OptionalFields && { Field: OptionalFields },
  };
}

const REFUSED_TOKEN: Answer = refuse('s3', {
  status: 400,
  code: 'InvalidArgument',
  message: 'The continuation token provided is incorrect',
  details: { ArgumentName: 'continuation-token' },
});
