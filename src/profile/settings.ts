/** Settings of the destination that are shown as context. Which of them can bar a delivery is not this type's business. */
export type BucketSetting =
  | 'public-access-block'
  | 'ownership-controls'
  | 'acl'
  | 'object-lock'
  | 'request-payment'
  | 'versioning'
  | 'logging';

/** What a bucket setting can do to a delivery, as far as AWS documents it. */
export interface SettingEffect {
  /** `harmless`: documented to let the delivery pass. `undocumented`: no page says what it does to one. */
  readonly effect: 'harmless' | 'undocumented';
  /** One sentence, without its full stop. */
  readonly reason: string;
  readonly url: string;
}
