import type { Instant } from '../../instant.ts';

/** That an object came or went, as S3 told whoever asked to be told. */
export interface ObjectEvent {
  readonly bucket: string;
  readonly key: string;
  /** When S3 had finished the request, to the second, as objects have it. */
  readonly time: Instant;
  /** `deleted`: by a call, which may have put a delete marker over it; `expired`: by a lifecycle rule. */
  readonly what: 'created' | 'deleted' | 'expired';
  /** The credentials of an IAM or STS identity asked for it. */
  readonly byIdentity: boolean;
}
