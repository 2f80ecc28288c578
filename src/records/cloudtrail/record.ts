import type { Instant } from '../../instant.ts';
import type { JsonObject } from '../../json.ts';
import type { Recorded } from '../recorded.ts';

/**
 * One CloudTrail event, of any 1.x event version.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 *
 * `null` stands for a member that the event does not have.
 */
export interface CloudTrailRecord {
  readonly kind: 'cloudtrail';
  /**
   * How the event reached us. What was chosen out of a log (`excerpt`) vouches for nothing but itself; console CSV rows
   * and nothing else lack parameters and ARNs.
   */
  readonly form: 'file' | 'lookup-events' | 'excerpt' | 'console-csv';
  readonly eventVersion: string | null;
  /** When the request completed, to the second. */
  readonly eventTime: Instant;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string | null;
  readonly sourceIPAddress: string | null;
  /** Without the square brackets that S3 puts around it. */
  readonly userAgent: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly requestParameters: Recorded<JsonObject>;
  readonly responseElements: Recorded<JsonObject>;
  readonly additionalEventData: Recorded<JsonObject>;
  readonly requestID: string | null;
  readonly eventID: string | null;
  readonly eventType: string | null;
  readonly recipientAccountId: string | null;
  readonly sharedEventID: string | null;
  readonly resources: readonly {
    readonly arn: string | null;
    readonly accountId: string | null;
    readonly type: string | null;
  }[];
  readonly userIdentity: UserIdentity;
  /** The event as parsed, with every member, known or not. */
  readonly raw: JsonObject;
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
export interface UserIdentity {
  /** Root, IAMUser, AssumedRole, Role, FederatedUser, Directory, AWSAccount, AWSService, IdentityCenterUser, SAMLUser, WebIdentityUser, Unknown; null in some AwsServiceEvents. */
  readonly type: string | null;
  readonly principalId: string | null;
  readonly arn: string | null;
  readonly accountId: string | null;
  readonly accessKeyId: string | null;
  readonly userName: string | null;
  readonly invokedBy: string | null;
  readonly sessionIssuer: {
    readonly type: string | null;
    readonly principalId: string | null;
    readonly arn: string | null;
    readonly accountId: string | null;
    readonly userName: string | null;
  } | null;
  readonly sessionCreationDate: Instant | null;
  /** null where the event does not say. */
  readonly mfaAuthenticated: boolean | null;
  readonly sourceIdentity: string | null;
  readonly federatedProvider: string | null;
}
