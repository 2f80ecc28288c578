import type { JsonObject, JsonValue } from '../../../src/json.ts';
import type { Caller } from '../caller.ts';
import { REGION } from '../cast.ts';
import { derivedUuid } from '../derive.ts';

/** One CloudTrail record as the service writes it. */
export type TrailEvent = JsonObject & {
  readonly eventTime: string;
  readonly eventName: string;
  readonly recipientAccountId: string;
  readonly awsRegion: string;
};

export interface ApiCall {
  readonly time: string;
  readonly by: Caller;
  readonly eventSource: string;
  readonly eventName: string;
  /** Account whose trail holds this record. */
  readonly account: string;
  readonly region?: string | undefined;
  readonly parameters: JsonObject | null;
  readonly response?: JsonObject | null | undefined;
  readonly additional?: JsonObject | undefined;
  readonly error?: ApiError | undefined;
  readonly requestId?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly resources?: readonly JsonObject[] | undefined;
  readonly isDataEvent?: boolean | undefined;
  readonly sharedEventId?: string | undefined;
  readonly tlsHost?: string | undefined;
  /** Tells apart calls that are equal in everything else. */
  readonly salt?: string | undefined;
}

export interface ApiError {
  readonly code: string;
  readonly message: string;
}

export const ACCESS_DENIED: ApiError = { code: 'AccessDenied', message: 'Access Denied' };

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
export function apiCall(call: ApiCall): TrailEvent {
  const identity = [call.time, call.eventName, call.by.requester, JSON.stringify(call.parameters), call.salt ?? ''];
  return {
    eventVersion: '1.11',
    userIdentity: call.by.userIdentity,
    eventTime: call.time,
    eventSource: call.eventSource,
    eventName: call.eventName,
    awsRegion: call.region ?? REGION,
    sourceIPAddress: call.by.sourceIPAddress,
    userAgent: bracketed(call),
    ...(call.error === undefined ? {} : { errorCode: call.error.code, errorMessage: call.error.message }),
    requestParameters: call.parameters,
    responseElements: call.response ?? null,
    ...(call.additional === undefined ? {} : { additionalEventData: call.additional }),
    requestID: call.requestId ?? derivedUuid('request', ...identity),
    eventID: derivedUuid('event', call.account, ...identity),
    readOnly: call.readOnly ?? false,
    ...(call.resources === undefined ? {} : { resources: call.resources as JsonValue[] }),
    eventType: 'AwsApiCall',
    managementEvent: call.isDataEvent !== true,
    recipientAccountId: call.account,
    ...(call.sharedEventId === undefined ? {} : { sharedEventID: call.sharedEventId }),
    eventCategory: call.isDataEvent === true ? 'Data' : 'Management',
    ...(call.tlsHost === undefined || call.by.accountId === null
      ? {}
      : {
          tlsDetails: {
            tlsVersion: 'TLSv1.3',
            cipherSuite: 'TLS_AES_128_GCM_SHA256',
            clientProvidedHostHeader: call.tlsHost,
          },
        }),
  };
}

/**
 * The copy of one call that another account's trail gets: another event id, the same shared id.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function copyFor(event: TrailEvent, account: string): TrailEvent {
  return { ...event, eventID: derivedUuid('copy', account, String(event['eventID'])), recipientAccountId: account };
}

/** S3 puts a person's user agent in square brackets; a service's name stays bare. */
function bracketed(call: ApiCall): string {
  const isService = call.by.userAgent.endsWith('.amazonaws.com');
  return call.eventSource === 's3.amazonaws.com' && !isService ? `[${call.by.userAgent}]` : call.by.userAgent;
}
